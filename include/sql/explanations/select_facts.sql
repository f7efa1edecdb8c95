-- What is known of one SKU in one store beside the rules. Grain: one row; none where there is no such store.
select
    s.store_code, s.is_enabled, s.prices_managed_in, s.stock_managed_in, s.stock_sync_enabled, s.stock_location_id,
    p.sku is not null as is_in_back_office, p.name, p.is_active, a.is_approved,
    l.state, l.product_id, l.variant_id, l.is_base_variant, l.inventory_tracking,
    e.price as accepted_price, e.sale_price as accepted_sale_price, e.sent_at as price_sent_at,
    x.quantity as accepted_quantity, x.sent_at as quantity_sent_at,
    coalesce((
        select jsonb_agg(jsonb_build_object('flow', i.flow, 'code', i.code, 'message', i.message) order by i.problem_id)
        from bigcommerce.item_problems i
        where i.store_code = s.store_code and i.item_key = %(sku)s and i.resolved_at is null
            and i.flow in ('links', 'prices', 'stock')
    ), '[]') as problems
from bigcommerce.stores s
left join backoffice.products p on p.sku = %(sku)s
left join bigcommerce.product_approvals a on a.store_code = s.store_code and a.sku = %(sku)s
left join bigcommerce.product_links l on l.store_code = s.store_code and l.sku = %(sku)s
left join bigcommerce.price_exports e on e.store_code = s.store_code and e.target = 'catalog' and e.sku = %(sku)s
left join bigcommerce.stock_exports x
    on x.store_code = s.store_code and x.location_id = s.stock_location_id and x.sku = %(sku)s
where s.store_code = %(store)s
