-- Price groups that a setting names and the back office knows nowhere.
select distinct t.price_group
from bigcommerce.price_targets(%(store)s) t
where t.price_group is not null
    and not exists (select from backoffice.price_groups g where g.code = t.price_group)
    and not exists (select from backoffice.product_prices p where p.price_group = t.price_group)
order by 1
