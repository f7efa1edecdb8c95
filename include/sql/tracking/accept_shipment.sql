-- BigCommerce has this shipment. One that was found by looking (is_found) is compared with its consignment once more.
-- store, consignment_id, shipping_address_no, shipment_id, is_found; order_id, request: what an intent may have left out
update bigcommerce.shipment_exports set
    state = 'accepted', shipment_id = %(shipment_id)s, accepted_at = now(),
    fingerprint = case when %(is_found)s then null else fingerprint end,
    bigcommerce_order_id = %(order_id)s, request = %(request)s,
    tracking_number = %(request)s::jsonb ->> 'tracking_number',
    tracking_carrier = %(request)s::jsonb ->> 'tracking_carrier'
where store_code = %(store)s and consignment_id = %(consignment_id)s and shipping_address_no = %(shipping_address_no)s
