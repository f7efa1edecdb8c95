select level from bigcommerce.catalog_stock_proofs where store_code = %(store)s
