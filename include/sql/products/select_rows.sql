-- What one store knows of these SKUs. skus: as many as a page shows.
select
    p.sku, p.name, p.is_active, coalesce(a.is_approved, false) as is_approved, a.changed_by, a.changed_at, a.source,
    coalesce(k.state, 'none') as link_state, k.product_id, k.variant_id, k.is_base_variant, k.inventory_tracking, k.seen_at,
    e.price, e.sale_price, e.sent_at as price_sent_at, x.quantity, x.sent_at as quantity_sent_at,
    (
        select count(*) from bigcommerce.item_problems i
        where i.store_code = s.store_code and i.item_key collate "C" = p.sku and i.resolved_at is null
            and i.flow in ('approvals', 'links', 'prices', 'stock')
    ) as open_problems
from bigcommerce.stores s
join backoffice.products p on p.sku = any(%(skus)s)
left join bigcommerce.product_approvals a on a.store_code = s.store_code and a.sku = p.sku
left join bigcommerce.product_links k on k.store_code = s.store_code and k.sku = p.sku
left join bigcommerce.price_exports e on e.store_code = s.store_code and e.target = 'catalog' and e.sku = p.sku
left join bigcommerce.stock_exports x
    on x.store_code = s.store_code and x.location_id = s.stock_location_id and x.sku = p.sku
where s.store_code = %(store)s
