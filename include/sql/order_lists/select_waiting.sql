-- Orders that wait for something: on hold, wanting attention, parked, or not readable. Newest first, one row an order.
-- store, before_at, before_id: the last order of the page before; size
select bigcommerce_order_id, sorted_at::text || ' ' || bigcommerce_order_id as after
from (
    select o.bigcommerce_order_id, coalesce(o.placed_at, '-infinity') as sorted_at
    from backoffice.orders o
    where o.store_code = %(store)s and o.needs_attention
    union
    select o.bigcommerce_order_id, coalesce(o.placed_at, '-infinity')
    from backoffice.orders o
    where o.store_code = %(store)s and o.status = 'On Hold'
    union
    select l.bigcommerce_order_id, coalesce(l.placed_at, '-infinity')
    from bigcommerce.landed_orders l
    where l.store_code = %(store)s and l.outcome in ('parked', 'invalid')
) as found
where (sorted_at, bigcommerce_order_id) < (%(before_at)s, %(before_id)s)
order by sorted_at desc, bigcommerce_order_id desc
limit %(size)s
