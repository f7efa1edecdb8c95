-- Received orders that BigCommerce changed and nobody has acknowledged yet. A mere move of status is not for a person.
-- Newest first, one row an order. store, before_at, before_id: the last order of the page before; size
select o.bigcommerce_order_id, coalesce(o.placed_at, '-infinity')::text || ' ' || o.bigcommerce_order_id as after
from (
    select distinct order_id from backoffice.order_changes where acknowledged_at is null and kind <> 'status'
) as c
-- Looked up one by one: joined, all orders were read for a few.
cross join lateral (select * from backoffice.orders o where o.order_id = c.order_id offset 0) as o
where o.store_code = %(store)s
    and (coalesce(o.placed_at, '-infinity'), o.bigcommerce_order_id) < (%(before_at)s, %(before_id)s)
order by coalesce(o.placed_at, '-infinity') desc, o.bigcommerce_order_id desc
limit %(size)s
