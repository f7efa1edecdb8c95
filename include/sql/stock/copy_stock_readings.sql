copy stock_readings (product_id, variant_id, quantity) from stdin
