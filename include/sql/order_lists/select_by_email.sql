-- Orders of a buyer's e-mail address, without case: received ones, and landed ones that wait. Newest first, one row an
-- order. store, email, before_at, before_id: the last order of the page before; size
select bigcommerce_order_id, sorted_at::text || ' ' || bigcommerce_order_id as after
from (
    select o.bigcommerce_order_id, coalesce(o.placed_at, '-infinity') as sorted_at
    from backoffice.orders o
    where o.store_code = %(store)s and lower(o.customer_email) = lower(%(email)s)
    union
    select l.bigcommerce_order_id, coalesce(l.placed_at, '-infinity')
    from bigcommerce.landed_orders l
    join bigcommerce.raw_orders r using (store_code, bigcommerce_order_id, payload_hash)
    where l.store_code = %(store)s and l.outcome in ('parked', 'invalid')
        and lower(r.payload #>> '{billing_address,email}') = lower(%(email)s)
) as found
where (sorted_at, bigcommerce_order_id) < (%(before_at)s, %(before_id)s)
order by sorted_at desc, bigcommerce_order_id desc
limit %(size)s
