-- The next values to write to variants of the catalogue.
select sku, level, product_id, variant_id, location_id, quantity
from stock_plan
where verdict = 'send' and switch_to is null and level = 'variant' and sku > %(after)s
order by sku limit %(limit)s
