-- The next values to write.
select sku, level, product_id, variant_id, location_id, quantity
from stock_plan
where verdict = 'send' and sku > %(after)s
order by sku limit %(limit)s
