-- An address before and after a change; that it changed, and when, stays.
update backoffice.order_changes c set details = '{"erased": true}'
from orders_of_person p
join backoffice.orders o using (store_code, bigcommerce_order_id)
where c.order_id = o.order_id and c.kind = 'address'
