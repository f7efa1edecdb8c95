-- Warehouses that the setting names and no stock row has.
select distinct w.name
from bigcommerce.stores s
cross join unnest(s.stock_warehouses) as w (name)
where s.store_code = %(store)s and not exists (select from backoffice.stock b where b.warehouse = w.name)
order by 1
