-- consignments: json array of the columns of backoffice.consignments
insert into backoffice.consignments as c (
    consignment_id, order_id, shipping_service, tracking_number, tracking_url, dispatched_at, is_cancelled
)
select
    consignment_id, order_id, nullif(shipping_service, ''), nullif(tracking_number, ''), nullif(tracking_url, ''),
    dispatched_at, is_cancelled
from jsonb_to_recordset(%(consignments)s) as x (
    consignment_id text, order_id bigint, shipping_service text, tracking_number text, tracking_url text,
    dispatched_at timestamptz, is_cancelled boolean
)
on conflict (consignment_id) do update set
    order_id = excluded.order_id, shipping_service = excluded.shipping_service,
    tracking_number = excluded.tracking_number, tracking_url = excluded.tracking_url,
    dispatched_at = excluded.dispatched_at, is_cancelled = excluded.is_cancelled, updated_at = now()
