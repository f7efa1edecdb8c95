copy held_prices (target, product_id, variant_id, price, sale_price) from stdin
