-- Consignments that are not sent, though nobody said that they should not be; one row a reason, with the first ids:
-- later: their dispatch time is to come
-- store; order_ids: BigCommerce's (null: all)
select 'later' as reason, count(*)::int as consignments, (array_agg(c.consignment_id order by c.dispatched_at))[:3] as ids
from backoffice.orders as o
join backoffice.consignments as c on c.order_id = o.order_id
where o.store_code = %(store)s and c.dispatched_at > now() and not c.is_cancelled
    and (%(order_ids)s::bigint[] is null or o.bigcommerce_order_id = any(%(order_ids)s::bigint[]))
    and not exists (
        select from bigcommerce.shipment_exports as x
        where x.store_code = o.store_code and x.consignment_id = c.consignment_id and x.state = 'accepted'
    )
having count(*) > 0
