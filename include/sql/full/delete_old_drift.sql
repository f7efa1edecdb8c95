delete from bigcommerce.price_stock_drift where store_code = %(store)s and found_at < now() - interval '30 days'
