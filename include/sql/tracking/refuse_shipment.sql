-- BigCommerce does not have this shipment: it said no, or a look showed that it never got it.
-- store, consignment_id, shipping_address_no
update bigcommerce.shipment_exports set state = 'refused'
where store_code = %(store)s and consignment_id = %(consignment_id)s and shipping_address_no = %(shipping_address_no)s
    and state = 'intended'
