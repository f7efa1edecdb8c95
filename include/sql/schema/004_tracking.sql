-- What a lost answer is cleared up with, and what a consignment that changed after its export is compared with.
-- state: intended = outcome unknown; refused = not there, sent again when no problem stands against it.
-- fingerprint = md5(consignment::text).
alter table bigcommerce.shipment_exports
    add column bigcommerce_order_id bigint,
    add column request              jsonb, -- the shipment as sent: order_address_id, items, number, link, carrier
    add column consignment          jsonb; -- the consignment's value that the shipment was made from
create index shipment_exports_intended on bigcommerce.shipment_exports (store_code) where state = 'intended';
create index shipment_exports_order on bigcommerce.shipment_exports (store_code, bigcommerce_order_id);
