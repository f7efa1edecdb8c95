-- How many orders placed since then carry each shipping method's name, waiting ones included. Null: nothing to ship.
select n.name, sum(n.orders)::int as orders
from (
    select nullif(a.bigcommerce_shipping_method, '') as name, count(distinct o.order_id) as orders
    from backoffice.orders o
    -- Address by address of these orders, not every address there is.
    left join lateral (
        select * from backoffice.order_shipping_addresses a where a.order_id = o.order_id offset 0
    ) as a on true
    where o.store_code = %(store)s and o.placed_at >= %(since)s
    group by 1
    union all
    select nullif(s.method #>> '{}', ''), count(distinct l.bigcommerce_order_id)
    from bigcommerce.landed_orders l
    join bigcommerce.raw_orders r using (store_code, bigcommerce_order_id, payload_hash)
    -- The consignments are an object, or a list that holds it.
    left join jsonb_path_query(r.payload, 'lax $.consignments.shipping[*].shipping_method') as s (method) on true
    where l.store_code = %(store)s and l.outcome = 'parked' and l.placed_at >= %(since)s
    group by 1
) as n
group by n.name
order by orders desc, n.name
