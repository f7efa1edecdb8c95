select bigcommerce_order_id, sku, quantity, quantity_refunded
from bigcommerce.order_units
where store_code = %(store)s and bigcommerce_order_id = any(%(order_ids)s) and quantity <> 0
