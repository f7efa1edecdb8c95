-- The values of judged_rollback that would be restored, the biggest changes first.
select sku, target, current_price, current_sale_price, price, sale_price
from judged_rollback
where outcome = 'rolled_back'
order by abs(price / nullif(current_price, 0) - 1) desc nulls first, sku, target
limit %(limit)s
