-- Consignments of an order and the shipments they became. Grain: one row a consignment and delivery address; one of a
-- consignment that was not sent.
-- store; order_id: ours
select
    c.consignment_id, c.shipping_service, coalesce(x.tracking_number, c.tracking_number) as tracking_number,
    c.dispatched_at, c.is_cancelled, x.shipping_address_no, x.state, x.shipment_id, x.tracking_carrier, x.intended_at,
    x.accepted_at
from backoffice.consignments c
left join bigcommerce.shipment_exports x on x.store_code = %(store)s and x.consignment_id = c.consignment_id
where c.order_id = %(order_id)s
order by c.dispatched_at, c.consignment_id, x.shipping_address_no
