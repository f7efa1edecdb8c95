-- The next variants to write.
select sku, product_id, variant_id, price, sale_price, owns_sale_price, clears_sale_price, fingerprint
from price_plan
where target = %(target)s and verdict = 'send' and variant_id is not null and not is_base_variant and sku > %(after)s
order by sku limit %(limit)s
