select from backoffice.orders where order_id = %(order_id)s for update
