-- The value a shipment was made from names its order, too: a consignment may be given to another order later.
update bigcommerce.shipment_exports as x set
    consignment = v.consignment,
    fingerprint = case when x.fingerprint is not null then md5(v.consignment::text) end
from (
    select
        store_code, consignment_id, shipping_address_no,
        consignment || jsonb_build_object('order_id', bigcommerce_order_id) as consignment
    from bigcommerce.shipment_exports
) as v
where (x.store_code, x.consignment_id, x.shipping_address_no)
        = (v.store_code, v.consignment_id, v.shipping_address_no)
    and v.consignment is not null;
