-- The next products whose tracking is to be switched on, each with the SKUs it is done for. level: of the write itself.
select product_id, switch_to, 'product' as level, min(sku) as sku, array_agg(sku order by sku) as skus
from stock_plan
where verdict = 'send' and switch_to is not null
group by product_id, switch_to
order by product_id limit %(limit)s
