update bigcommerce.stores set stock_api = %(stock_api)s where store_code = %(store)s
