-- Without a store there is nothing to plan, but a plan all the same.
select coalesce(t.target, 'catalog')
from (values (%(store)s)) as s (store)
left join bigcommerce.price_targets(s.store) t on true
order by 1
