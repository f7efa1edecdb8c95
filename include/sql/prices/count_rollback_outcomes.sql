-- How many SKUs of judged_rollback have which outcome. One whose targets fare differently counts under each.
select outcome, count(*) as skus, (array_agg(sku order by sku))[:5] as examples
from (select distinct outcome, sku from judged_rollback) found
group by outcome
order by outcome <> 'rolled_back', count(*) desc, outcome
