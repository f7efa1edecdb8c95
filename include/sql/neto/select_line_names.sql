-- What notes call the lines of these orders (ours) by.
select order_id, line_no, bigcommerce_order_product_id from backoffice.order_lines where order_id = any(%(order_ids)s)
