-- The next products to write: simple ones, and products with options whose own SKU is approved.
select sku, product_id, variant_id, price, sale_price, owns_sale_price, clears_sale_price, fingerprint
from price_plan
where target = %(target)s and verdict = 'send' and (variant_id is null or is_base_variant) and sku > %(after)s
order by sku limit %(limit)s
