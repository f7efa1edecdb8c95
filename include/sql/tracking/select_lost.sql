-- Consignments that BigCommerce was told of and that belong to no order of the store any more, and were not said to; one
-- row a consignment. One that is deleted 90 days after it was sent is taken for tidied up.
-- store; order_ids: BigCommerce's, of the shipments (null: all)
select
    x.consignment_id, min(x.bigcommerce_order_id) as order_id, bool_and(c.consignment_id is null) as is_deleted,
    min(o.store_code) as other_store, min(o.bigcommerce_order_id) as other_order_id
from bigcommerce.shipment_exports as x
left join backoffice.consignments as c on c.consignment_id = x.consignment_id
left join backoffice.orders as o on o.order_id = c.order_id
where x.store_code = %(store)s and x.state = 'accepted'
    and (c.consignment_id is not null or x.accepted_at > now() - interval '90 days')
    and o.store_code is distinct from x.store_code
    and x.fingerprint is distinct from 'lost'
    and (%(order_ids)s::bigint[] is null or x.bigcommerce_order_id = any(%(order_ids)s::bigint[]))
group by x.consignment_id
order by x.consignment_id
