-- The price lists that have something to be sent, and how much.
select split_part(target, ':', 2)::int, count(*)
from price_plan where verdict = 'send' and target <> 'catalog'
group by target order by 1
