-- Neto's order ids of these orders. store; ids: BigCommerce's
select p.neto_order_id
from neto.order_pushes p
join backoffice.orders o using (order_id)
where o.store_code = %(store)s and o.bigcommerce_order_id = any(%(ids)s::bigint[]) and p.neto_order_id is not null
