-- Whether a consignment is a shipment of another store already is asked for each one that is not sent yet.
create index shipment_exports_consignment on bigcommerce.shipment_exports (consignment_id);
