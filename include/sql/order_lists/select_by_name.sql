-- Orders whose buyer's last or first name begins so, without case: received ones, and landed ones that wait. Of several
-- words, the first may be the first name and the others the last, or the other way round. Newest first, one row an order.
-- store; whole, head, rest: LIKE patterns, head and rest null for a single word; before_at, before_id: the last order of
-- the page before; size
select bigcommerce_order_id, sorted_at::text || ' ' || bigcommerce_order_id as after
from (
    select o.bigcommerce_order_id, coalesce(o.placed_at, '-infinity') as sorted_at
    from backoffice.orders o
    where o.store_code = %(store)s and (
        lower(o.billing_address ->> 'last_name') like lower(%(whole)s)
        or lower(o.billing_address ->> 'first_name') like lower(%(whole)s)
        or (
            lower(o.billing_address ->> 'last_name') like lower(%(rest)s)
            and lower(o.billing_address ->> 'first_name') like lower(%(head)s)
        )
        or (
            lower(o.billing_address ->> 'last_name') like lower(%(head)s)
            and lower(o.billing_address ->> 'first_name') like lower(%(rest)s)
        )
    )
    union
    select l.bigcommerce_order_id, coalesce(l.placed_at, '-infinity')
    from bigcommerce.landed_orders l
    join bigcommerce.raw_orders r using (store_code, bigcommerce_order_id, payload_hash)
    cross join lateral (
        select
            lower(r.payload #>> '{billing_address,last_name}') as last_name,
            lower(r.payload #>> '{billing_address,first_name}') as first_name
    ) as n
    where l.store_code = %(store)s and l.outcome in ('parked', 'invalid') and (
        n.last_name like lower(%(whole)s)
        or n.first_name like lower(%(whole)s)
        or (n.last_name like lower(%(rest)s) and n.first_name like lower(%(head)s))
        or (n.last_name like lower(%(head)s) and n.first_name like lower(%(rest)s))
    )
) as found
where (sorted_at, bigcommerce_order_id) < (%(before_at)s, %(before_id)s)
order by sorted_at desc, bigcommerce_order_id desc
limit %(size)s
