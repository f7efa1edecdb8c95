-- Another store whose orders are at Neto under this prefix.
-- store, prefix
select o.store_code
from neto.order_pushes p
join backoffice.orders o using (order_id)
where o.store_code <> %(store)s and p.neto_order_id = %(prefix)s || o.bigcommerce_order_id
limit 1
