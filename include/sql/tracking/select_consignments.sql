-- Consignments to look at: not sent yet, changed since, or with an open problem whose cause may be gone.
-- One row a consignment, by BigCommerce's order id.
-- store; order_ids: BigCommerce's (null: all); stopping: problem codes that hold a consignment back until its value, its
-- order or a person says otherwise; blanks: characters that an empty number may consist of.
-- Aggregates are joined and not asked for row by row, since most consignments were sent long ago.
with scope as materialized (
    select
        o.order_id, o.bigcommerce_order_id, o.bigcommerce_status_id, c.consignment_id, c.dispatched_at, c.is_cancelled,
        coalesce(c.tracking_number, '') as tracking_number,
        coalesce(c.tracking_url, '') as tracking_url,
        coalesce(c.shipping_service, '') as shipping_service,
        not c.is_cancelled
        and coalesce(coalesce(c.dispatched_at, now()) >= s.setup_completed_at, true)
        and coalesce(c.dispatched_at <= now(), true)
        and (s.ship_without_tracking_number or btrim(coalesce(c.tracking_number, ''), %(blanks)s) <> '') as is_meant
    from backoffice.orders as o
    join bigcommerce.stores as s on s.store_code = o.store_code
    join backoffice.consignments as c on c.order_id = o.order_id
    where o.store_code = %(store)s
        and (%(order_ids)s::bigint[] is null or o.bigcommerce_order_id = any(%(order_ids)s::bigint[]))
),
carriers as (
    select service.name, m.tracking_carrier, m.shipping_provider
    from (select distinct shipping_service as name from scope) as service
    cross join lateral bigcommerce.carrier_row(%(store)s, service.name) as m
),
lines as (
    select l.consignment_id, jsonb_object_agg(l.line_no, l.quantity) as lines
    from scope join backoffice.consignment_lines as l using (consignment_id)
    group by l.consignment_id
),
sent as (
    select
        x.consignment_id,
        bool_or(x.state <> 'accepted') filter (where x.store_code = %(store)s) as is_unsent,
        bool_or(x.state = 'intended') filter (where x.store_code = %(store)s) as is_unclear,
        array_agg(distinct coalesce(x.fingerprint, ''))
            filter (where x.store_code = %(store)s and x.state = 'accepted') as fingerprints,
        bool_or(x.store_code <> %(store)s and x.state <> 'refused') as is_elsewhere
    from scope join bigcommerce.shipment_exports as x using (consignment_id)
    group by x.consignment_id
),
valued as (
    select scope.*, jsonb_build_object(
        'order_id', scope.bigcommerce_order_id,
        'lines', lines.lines,
        'tracking_number', scope.tracking_number,
        'tracking_url', scope.tracking_url,
        'shipping_service', scope.shipping_service,
        'tracking_carrier', coalesce(carriers.tracking_carrier, ''),
        'shipping_provider', coalesce(carriers.shipping_provider, ''),
        'is_mapped', carriers.name is not null or scope.shipping_service = '',
        'is_cancelled', scope.is_cancelled
    ) as value
    from scope
    left join lines using (consignment_id)
    left join carriers on carriers.name = scope.shipping_service
    offset 0 -- or the value is worked out anew for each use of it
),
judged as (
    select
        v.*, f.fingerprint,
        coalesce(sent.is_unsent, true) as is_unsent,
        coalesce(sent.is_unclear, false) as is_unclear,
        coalesce(sent.fingerprints <> array[f.fingerprint], false) as is_changed,
        coalesce(sent.fingerprints = array[f.fingerprint], false) and not p.is_disputed as is_settled,
        -- One that is a shipment of another store already is not sent here.
        v.is_meant and not coalesce(sent.is_elsewhere, false) as is_due,
        p.is_stopped, p.is_stale
    from valued as v
    cross join lateral (select md5(v.value::text) as fingerprint offset 0) as f
    left join sent using (consignment_id)
    cross join lateral (
        select
            coalesce(bool_or(i.is_current and i.code = any(%(stopping)s)), false) as is_stopped,
            coalesce(bool_or(not i.is_current), false) as is_stale,
            coalesce(bool_or(i.code = 'consignment_changed_after_export'), false) as is_disputed
        from (
            select q.code, q.details ->> 'fingerprint' is not distinct from f.fingerprint and case q.code
                when 'order_not_shippable'
                    then q.details ->> 'order_status' is not distinct from v.bigcommerce_status_id::text
                when 'quantity_exceeds_order'
                    then q.details -> 'order_lines' is not distinct from (
                        select coalesce(jsonb_object_agg(l.line_no, l.quantity - l.quantity_refunded), '{}')
                        from backoffice.order_lines as l where l.order_id = v.order_id
                    )
                else true
            end as is_current
            from bigcommerce.item_problems as q
            where q.store_code = %(store)s and q.flow = 'tracking' and q.item_key = v.consignment_id
                and q.resolved_at is null
        ) as i
    ) as p
)
select
    j.bigcommerce_order_id as order_id, j.consignment_id, j.value, j.fingerprint, j.dispatched_at, j.is_due,
    j.is_due and j.is_unsent and (j.is_stale or not j.is_stopped) as is_to_send, j.is_settled,
    j.bigcommerce_status_id as order_status,
    (
        select jsonb_agg(jsonb_build_array(
            l.line_no, l.bigcommerce_order_product_id, l.shipping_address_no, a.bigcommerce_order_address_id,
            l.quantity - l.quantity_refunded
        ) order by l.line_no)
        from backoffice.order_lines as l
        left join backoffice.order_shipping_addresses as a
            on a.order_id = l.order_id and a.shipping_address_no = l.shipping_address_no
        where l.order_id = j.order_id
    ) as order_lines,
    (
        select jsonb_agg(jsonb_build_object(
            'shipping_address_no', x.shipping_address_no, 'state', x.state, 'shipment_id', x.shipment_id,
            'order_id', coalesce(x.bigcommerce_order_id, j.bigcommerce_order_id), 'consignment', x.consignment,
            'request', coalesce(x.request, jsonb_build_object(
                'tracking_number', coalesce(x.tracking_number, ''), 'tracking_carrier', coalesce(x.tracking_carrier, '')
            ))
        ) order by x.shipping_address_no)
        from bigcommerce.shipment_exports as x
        where x.store_code = %(store)s and x.consignment_id = j.consignment_id
    ) as exports
from judged as j
where not j.is_unclear
    and (j.is_stale or not j.is_stopped and (j.is_unsent and j.is_due or j.is_changed))
order by j.bigcommerce_order_id
