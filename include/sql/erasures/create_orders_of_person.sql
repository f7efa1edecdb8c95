-- Orders, received or only landed, that name this person as buyer or as who is delivered to. email: without case
create temporary table orders_of_person on commit drop as
select o.store_code, o.bigcommerce_order_id
from backoffice.orders o
where lower(o.customer_email) = lower(%(email)s)
union
select o.store_code, o.bigcommerce_order_id
from backoffice.order_shipping_addresses a
join backoffice.orders o using (order_id)
where lower(a.email) = lower(%(email)s)
union
select r.store_code, r.bigcommerce_order_id
from bigcommerce.raw_orders r
where lower(r.payload #>> '{billing_address,email}') = lower(%(email)s)
