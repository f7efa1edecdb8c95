-- Every order, received or only landed, newest first. Grain: one row an order.
-- store, before_at, before_id: the last order of the page before; size
select bigcommerce_order_id, sorted_at::text || ' ' || bigcommerce_order_id as after
from (
    (
        select o.bigcommerce_order_id, coalesce(o.placed_at, '-infinity') as sorted_at
        from backoffice.orders o
        where o.store_code = %(store)s
            and (coalesce(o.placed_at, '-infinity'), o.bigcommerce_order_id) < (%(before_at)s, %(before_id)s)
        order by coalesce(o.placed_at, '-infinity') desc, o.bigcommerce_order_id desc
        limit %(size)s
    )
    union all
    (
        select l.bigcommerce_order_id, coalesce(l.placed_at, '-infinity')
        from bigcommerce.landed_orders l
        where l.store_code = %(store)s and l.outcome <> 'received'
            and (coalesce(l.placed_at, '-infinity'), l.bigcommerce_order_id) < (%(before_at)s, %(before_id)s)
            and not exists (
                select from backoffice.orders o
                where o.store_code = l.store_code and o.bigcommerce_order_id = l.bigcommerce_order_id
            )
        order by coalesce(l.placed_at, '-infinity') desc, l.bigcommerce_order_id desc
        limit %(size)s
    )
) as found
order by sorted_at desc, bigcommerce_order_id desc
limit %(size)s
