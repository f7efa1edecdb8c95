-- Consignments to look at: not sent yet, changed since, or with an open problem whose cause may be gone.
-- One row a consignment, by BigCommerce's order id, whole orders: order ids after `after`, about `row_limit` rows.
-- store, order_ids (null: all), after, row_limit; stopping: problem codes that hold a consignment back until its
-- value, its order or a person says otherwise.
select
    o.bigcommerce_order_id as order_id,
    c.consignment_id,
    v.value,
    v.fingerprint,
    c.dispatched_at,
    d.is_due,
    d.is_due and e.is_unsent and (p.is_stale or not p.is_stopped) as is_to_send,
    o.bigcommerce_status_id as order_status,
    (
        select jsonb_agg(jsonb_build_array(
            l.line_no, l.bigcommerce_order_product_id, l.shipping_address_no, a.bigcommerce_order_address_id,
            l.quantity - l.quantity_refunded
        ) order by l.line_no)
        from backoffice.order_lines as l
        left join backoffice.order_shipping_addresses as a
            on a.order_id = l.order_id and a.shipping_address_no = l.shipping_address_no
        where l.order_id = o.order_id
    ) as order_lines,
    (
        select jsonb_agg(jsonb_build_object(
            'shipping_address_no', x.shipping_address_no, 'state', x.state, 'shipment_id', x.shipment_id,
            'consignment', x.consignment,
            'request', coalesce(x.request, jsonb_build_object(
                'tracking_number', coalesce(x.tracking_number, ''), 'tracking_carrier', coalesce(x.tracking_carrier, '')
            ))
        ) order by x.shipping_address_no)
        from bigcommerce.shipment_exports as x
        where x.store_code = o.store_code and x.consignment_id = c.consignment_id
    ) as exports
from backoffice.orders as o
join bigcommerce.stores as s on s.store_code = o.store_code
join backoffice.consignments as c on c.order_id = o.order_id
left join lateral (
    -- Exact names first, then the most specific pattern. A pattern that ends in a lone backslash is none.
    select m.tracking_carrier, m.shipping_provider, true as is_found
    from bigcommerce.carrier_map as m
    where m.store_code = o.store_code and case
        when m.match_kind = 'exact' then m.shipping_service = c.shipping_service
        when m.shipping_service ~ '(^|[^\\])(\\\\)*\\$' then false
        else c.shipping_service like m.shipping_service
    end
    order by m.match_kind, length(m.shipping_service) desc, m.shipping_service collate "C"
    limit 1
) as carrier on c.shipping_service <> ''
cross join lateral (
    select value, md5(value::text) as fingerprint
    from (select jsonb_build_object(
        'lines', (
            select jsonb_object_agg(cl.line_no, cl.quantity)
            from backoffice.consignment_lines as cl where cl.consignment_id = c.consignment_id
        ),
        'tracking_number', coalesce(c.tracking_number, ''),
        'tracking_url', coalesce(c.tracking_url, ''),
        'shipping_service', coalesce(c.shipping_service, ''),
        'tracking_carrier', coalesce(carrier.tracking_carrier, ''),
        'shipping_provider', coalesce(carrier.shipping_provider, ''),
        'is_mapped', coalesce(carrier.is_found, coalesce(c.shipping_service, '') = ''),
        'is_cancelled', c.is_cancelled
    )) as made (value)
) as v
cross join lateral (
    select
        not c.is_cancelled
        and coalesce(coalesce(c.dispatched_at, now()) >= s.setup_completed_at, true)
        and (s.ship_without_tracking_number or coalesce(c.tracking_number, '') ~ '\S') as is_due
) as d
cross join lateral (
    select
        count(*) = 0 or bool_or(x.state <> 'accepted') as is_unsent,
        coalesce(bool_or(x.state = 'intended'), false) as is_unclear,
        coalesce(bool_or(x.state = 'accepted' and x.fingerprint is distinct from v.fingerprint), false) as is_changed
    from bigcommerce.shipment_exports as x
    where x.store_code = o.store_code and x.consignment_id = c.consignment_id
) as e
cross join lateral (
    select
        coalesce(bool_or(i.is_current and i.code = any(%(stopping)s)), false) as is_stopped,
        coalesce(bool_or(not i.is_current), false) as is_stale
    from (
        select q.code, q.details ->> 'fingerprint' is not distinct from v.fingerprint and case q.code
            when 'order_not_shippable'
                then q.details ->> 'order_status' is not distinct from o.bigcommerce_status_id::text
            when 'quantity_exceeds_order'
                then q.details -> 'order_lines' is not distinct from (
                    select coalesce(jsonb_object_agg(l.line_no, l.quantity - l.quantity_refunded), '{}')
                    from backoffice.order_lines as l where l.order_id = o.order_id
                )
            else true
        end as is_current
        from bigcommerce.item_problems as q
        where q.store_code = o.store_code and q.flow = 'tracking' and q.item_key = c.consignment_id
            and q.resolved_at is null
    ) as i
) as p
where o.store_code = %(store)s
    and o.bigcommerce_order_id > %(after)s
    and (%(order_ids)s::bigint[] is null or o.bigcommerce_order_id = any(%(order_ids)s::bigint[]))
    and not e.is_unclear
    and (p.is_stale or not p.is_stopped and (e.is_unsent and d.is_due or e.is_changed))
order by o.bigcommerce_order_id
fetch first %(row_limit)s rows with ties
