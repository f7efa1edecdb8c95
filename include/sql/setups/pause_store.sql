update bigcommerce.stores set is_enabled = false where store_code = %(store)s
