-- How many orders placed since then carry each payment method's name, waiting ones included. Null: nothing to pay.
select n.name, sum(n.orders)::int as orders
from (
    select nullif(o.bigcommerce_payment_method, '') as name, count(*) as orders
    from backoffice.orders o
    where o.store_code = %(store)s and o.placed_at >= %(since)s
    group by 1
    union all
    select nullif(r.payload ->> 'payment_method', ''), count(*)
    from bigcommerce.landed_orders l
    join bigcommerce.raw_orders r using (store_code, bigcommerce_order_id, payload_hash)
    where l.store_code = %(store)s and l.outcome = 'parked' and l.placed_at >= %(since)s
    group by 1
) as n
group by n.name
order by orders desc, n.name
