select complete_from, complete_until from bigcommerce.order_watermarks
where store_code = %(store)s and complete_until is not null
