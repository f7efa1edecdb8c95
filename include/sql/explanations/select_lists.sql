-- The price lists that are mapped, and what each last accepted of one SKU.
select
    m.price_list_id, t.target, e.price as accepted_price, e.sale_price as accepted_sale_price,
    e.sent_at as price_sent_at,
    coalesce((
        select jsonb_agg(jsonb_build_object('flow', i.flow, 'code', i.code, 'message', i.message) order by i.problem_id)
        from bigcommerce.item_problems i
        where i.store_code = m.store_code and i.flow = 'prices' and i.item_key = t.target and i.resolved_at is null
    ), '[]') as problems
from bigcommerce.price_list_map m
cross join lateral (select 'price_list:' || m.price_list_id as target) t
left join bigcommerce.price_exports e on e.store_code = m.store_code and e.target = t.target and e.sku = %(sku)s
where m.store_code = %(store)s
order by m.price_list_id
