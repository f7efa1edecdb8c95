-- Changes of accepted orders that are no sticky note yet, by change_id from `after` on.
-- store, after, limit; order_ids: BigCommerce's (null: all)
select c.change_id, c.order_id, o.bigcommerce_order_id, p.neto_order_id, c.kind, c.details, n.state
from backoffice.order_changes c
join neto.order_pushes p on p.order_id = c.order_id and p.state = 'accepted'
join backoffice.orders o on o.order_id = c.order_id
left join neto.order_notes n using (change_id)
where o.store_code = %(store)s and c.change_id > %(after)s and coalesce(n.state, 'intended') = 'intended'
    and (%(order_ids)s::bigint[] is null or o.bigcommerce_order_id = any(%(order_ids)s::bigint[]))
order by c.change_id
limit %(limit)s
