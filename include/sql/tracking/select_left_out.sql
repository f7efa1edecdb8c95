-- Consignments that are not sent, though nobody said that they should not be; one row a reason, with the first ids.
-- later: their dispatch time is to come. elsewhere: they are shipments of another store, see select_lost. no_order: they
-- name none, so no store can be told
-- store; order_ids: BigCommerce's (null: all)
select reason, count(*)::int as consignments, (array_agg(consignment_id order by consignment_id))[:3] as ids
from (
    select c.consignment_id, case
        when o.order_id is null then 'no_order'
        when exists (
            select from bigcommerce.shipment_exports as x
            where x.consignment_id = c.consignment_id and x.store_code <> o.store_code and x.state <> 'refused'
        ) then 'elsewhere'
        when c.dispatched_at > now() then 'later'
    end as reason
    from backoffice.consignments as c
    left join backoffice.orders as o on o.order_id = c.order_id
    where not c.is_cancelled and (o.order_id is null or o.store_code = %(store)s)
        and (%(order_ids)s::bigint[] is null or o.bigcommerce_order_id = any(%(order_ids)s::bigint[]))
        and not exists (
            select from bigcommerce.shipment_exports as x
            where x.consignment_id = c.consignment_id and x.state = 'accepted'
                and x.store_code = coalesce(o.store_code, x.store_code)
        )
) as waiting
where reason is not null
group by reason
