select r.store_code, r.bigcommerce_order_id, r.payload_hash, r.payload
from orders_of_person p
join bigcommerce.raw_orders r using (store_code, bigcommerce_order_id)
