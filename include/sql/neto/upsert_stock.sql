-- The page's numbers, all counted at one moment; the two go together, since what is reserved hangs on both.
insert into backoffice.stock as s (sku, warehouse, available_quantity, counted_at)
select sku, warehouse, quantity, %(counted_at)s
from neto_page_stock
order by sku, warehouse
on conflict (sku, warehouse) do update set
    available_quantity = excluded.available_quantity, counted_at = excluded.counted_at
