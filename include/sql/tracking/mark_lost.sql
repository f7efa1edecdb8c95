-- It was said of these consignments that they are lost; should they come back, they are compared once more.
-- store, consignment_ids
update bigcommerce.shipment_exports set fingerprint = 'lost'
where store_code = %(store)s and consignment_id = any(%(consignment_ids)s) and state = 'accepted'
