-- Until when the store's orders are complete, and whether that is too long ago to know what is reserved.
select w.complete_until, coalesce(w.complete_until < now() - interval '1 hour', true)
from bigcommerce.stores s
left join bigcommerce.order_watermarks w on w.store_code = s.store_code
where s.store_code = %(store)s
