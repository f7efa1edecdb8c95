-- The next values to write to the inventory. Products whose tracking is still to be switched on come later.
select sku, level, product_id, variant_id, location_id, quantity
from stock_plan
where verdict = 'send' and switch_to is null and sku > %(after)s
order by sku limit %(limit)s
