-- Keeps every distinct payload. One that comes back becomes the newest again.
-- orders: json array of {bigcommerce_order_id, payload_hash, payload}
insert into bigcommerce.raw_orders (store_code, bigcommerce_order_id, payload_hash, payload, fetched_at)
select %(store)s, o.bigcommerce_order_id, o.payload_hash, o.payload, clock_timestamp()
from jsonb_to_recordset(%(orders)s) as o (bigcommerce_order_id bigint, payload_hash text, payload jsonb)
on conflict (store_code, bigcommerce_order_id, payload_hash) do update set fetched_at = excluded.fetched_at
