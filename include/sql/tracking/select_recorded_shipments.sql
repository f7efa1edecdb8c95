-- The shipments of one order that are some consignment's already.
-- store, order_id (BigCommerce's)
select x.shipment_id
from bigcommerce.shipment_exports as x
left join backoffice.consignments as c on c.consignment_id = x.consignment_id
left join backoffice.orders as o on o.order_id = c.order_id
where x.store_code = %(store)s and x.shipment_id is not null
    and coalesce(x.bigcommerce_order_id, o.bigcommerce_order_id) = %(order_id)s
