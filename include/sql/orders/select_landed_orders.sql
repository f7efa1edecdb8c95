-- What is known of these orders. Grain: one row a landed order.
select
    l.bigcommerce_order_id, l.payload_hash, l.content_hash, l.status_id, l.outcome,
    o.order_id is not null as is_received,
    o.bigcommerce_status_id,
    exists (
        select from backoffice.consignments c
        join bigcommerce.shipment_exports s on s.consignment_id = c.consignment_id and s.store_code = l.store_code
        where c.order_id = o.order_id and s.state = 'accepted'
    ) as was_shipped_by_us,
    case
        when o.bigcommerce_payment_method is not null and o.payment_method is not null
            then jsonb_build_object(o.bigcommerce_payment_method, o.payment_method)
    end as payment_names,
    (
        select jsonb_object_agg(a.bigcommerce_shipping_method, a.shipping_service)
        from backoffice.order_shipping_addresses a
        where a.order_id = o.order_id
            and a.bigcommerce_shipping_method is not null and a.shipping_service is not null
    ) as shipping_names
from bigcommerce.landed_orders l
left join backoffice.orders o on o.store_code = l.store_code and o.bigcommerce_order_id = l.bigcommerce_order_id
where l.store_code = %(store)s and l.bigcommerce_order_id = any(%(order_ids)s)
