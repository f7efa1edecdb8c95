-- Shipments whose outcome is unknown: a lost answer, a kill. Oldest first.
-- store, order_ids (null: all). What an intent does not say is taken from the consignment as it is now.
select
    x.consignment_id,
    x.shipping_address_no,
    coalesce(x.bigcommerce_order_id, o.bigcommerce_order_id) as order_id,
    x.intended_at,
    x.consignment,
    coalesce(x.request, jsonb_build_object(
        'order_address_id', a.bigcommerce_order_address_id,
        'tracking_number', coalesce(x.tracking_number, c.tracking_number, ''),
        'tracking_carrier', coalesce(x.tracking_carrier, ''),
        'items', (
            select jsonb_agg(jsonb_build_object(
                'order_product_id', l.bigcommerce_order_product_id, 'quantity', cl.quantity
            ))
            from backoffice.consignment_lines as cl
            join backoffice.order_lines as l on l.order_id = o.order_id and l.line_no = cl.line_no
            where cl.consignment_id = x.consignment_id and l.shipping_address_no = x.shipping_address_no
        )
    )) as request,
    extract(epoch from now() - x.intended_at)::float8 as age
from bigcommerce.shipment_exports as x
left join backoffice.consignments as c on c.consignment_id = x.consignment_id
left join backoffice.orders as o on o.order_id = c.order_id and o.store_code = x.store_code
left join backoffice.order_shipping_addresses as a
    on a.order_id = o.order_id and a.shipping_address_no = x.shipping_address_no
where x.store_code = %(store)s and x.state = 'intended'
    and (
        %(order_ids)s::bigint[] is null
        or coalesce(x.bigcommerce_order_id, o.bigcommerce_order_id) = any(%(order_ids)s::bigint[])
    )
order by x.intended_at, x.consignment_id, x.shipping_address_no
