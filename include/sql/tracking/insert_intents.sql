-- Says what is about to be sent, one row a shipment; of several, none without the others.
-- store, consignment_id, order_id (BigCommerce's), consignment, shipments: json array of {shipping_address_no, request}
insert into bigcommerce.shipment_exports as x (
    store_code, consignment_id, shipping_address_no, state, bigcommerce_order_id, request, consignment, fingerprint,
    tracking_number, tracking_carrier, intended_at
)
select
    %(store)s, %(consignment_id)s, p.shipping_address_no, 'intended', %(order_id)s, p.request, %(consignment)s,
    md5(%(consignment)s::jsonb::text), p.request ->> 'tracking_number', p.request ->> 'tracking_carrier', now()
from jsonb_to_recordset(%(shipments)s) as p (shipping_address_no int, request jsonb)
on conflict (store_code, consignment_id, shipping_address_no) do update set
    state = 'intended', bigcommerce_order_id = excluded.bigcommerce_order_id, request = excluded.request,
    consignment = excluded.consignment, fingerprint = excluded.fingerprint,
    tracking_number = excluded.tracking_number, tracking_carrier = excluded.tracking_carrier,
    intended_at = excluded.intended_at
where x.state <> 'accepted'
returning x.shipping_address_no, x.intended_at
