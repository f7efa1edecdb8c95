select complete_until from bigcommerce.order_watermarks where store_code = %(store)s
