select store_code, bigcommerce_order_id from orders_of_person order by store_code, bigcommerce_order_id
