-- A SKU that an edit took off an order keeps its row, with no units: the stock rule must see that the order moved it.
update bigcommerce.order_units set quantity = 0, quantity_refunded = 0
where store_code = %(store)s and bigcommerce_order_id = any(%(order_ids)s)
