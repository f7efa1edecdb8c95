-- Forgets shipments of a consignment that were once tried and are no longer part of its plan.
-- store, consignment_id, planned: shipping_address_no of the plan
delete from bigcommerce.shipment_exports
where store_code = %(store)s and consignment_id = %(consignment_id)s and state <> 'accepted'
    and shipping_address_no <> all(%(planned)s)
