-- Where the units are, and whether the store shows them.
select
    w.warehouse, w.available_quantity as quantity, w.counted_at,
    s.stock_warehouses is null or w.warehouse = any(s.stock_warehouses) as is_shown
from bigcommerce.stores s
join backoffice.stock w on w.sku = %(sku)s
where s.store_code = %(store)s
order by w.warehouse
