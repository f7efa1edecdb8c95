-- What is known of these orders. Grain: one row a landed order. has_payload: its newest payload is still kept.
select
    l.bigcommerce_order_id, l.payload_hash, l.status_id, l.outcome, l.modified_at, l.payment_state,
    o.order_id is not null as is_received,
    exists (
        select from bigcommerce.raw_orders r
        where r.store_code = l.store_code and r.bigcommerce_order_id = l.bigcommerce_order_id
            and r.payload_hash = l.payload_hash
    ) as has_payload,
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
