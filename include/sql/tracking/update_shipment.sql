-- What BigCommerce now holds for an accepted shipment; no row where nothing differs.
-- store, consignment_id, shipping_address_no, order_id, request; consignment: what the shipment stands for;
-- fingerprint: of the value it was compared with last
update bigcommerce.shipment_exports set
    bigcommerce_order_id = %(order_id)s,
    request = %(request)s,
    consignment = %(consignment)s,
    fingerprint = %(fingerprint)s,
    tracking_number = %(request)s::jsonb ->> 'tracking_number',
    tracking_carrier = %(request)s::jsonb ->> 'tracking_carrier'
where store_code = %(store)s and consignment_id = %(consignment_id)s and shipping_address_no = %(shipping_address_no)s
    and (request, consignment, fingerprint)
        is distinct from (%(request)s::jsonb, %(consignment)s::jsonb, %(fingerprint)s)
