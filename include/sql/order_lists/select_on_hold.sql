-- Received orders that are on hold. Newest first, one row an order.
-- store, before_at, before_id: the last order of the page before; size
select o.bigcommerce_order_id, coalesce(o.placed_at, '-infinity')::text || ' ' || o.bigcommerce_order_id as after
from backoffice.orders o
where o.store_code = %(store)s and o.status = 'On Hold'
    and (coalesce(o.placed_at, '-infinity'), o.bigcommerce_order_id) < (%(before_at)s, %(before_id)s)
order by coalesce(o.placed_at, '-infinity') desc, o.bigcommerce_order_id desc
limit %(size)s
