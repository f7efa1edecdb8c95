-- The newest versions of an order that are still kept, newest first. store, bigcommerce_order_id
select payload_hash, fetched_at, payload ->> 'status' as status, payload ->> 'date_modified' as modified
from bigcommerce.raw_orders
where store_code = %(store)s and bigcommerce_order_id = %(bigcommerce_order_id)s
order by fetched_at desc, payload_hash
limit 100
