-- Accepted orders whose total at Neto nobody has looked at yet, or that differed when somebody did; from `after` on.
-- store, after, limit; order_ids: BigCommerce's (null: all)
select o.order_id, o.bigcommerce_order_id, p.neto_order_id, o.total_inc_tax, coalesce(o.currency, '') as currency
from neto.order_pushes p
join backoffice.orders o using (order_id)
where o.store_code = %(store)s and p.state = 'accepted' and o.order_id > %(after)s
    and (%(order_ids)s::bigint[] is null or o.bigcommerce_order_id = any(%(order_ids)s::bigint[]))
    and (
        p.grand_total is null
        or o.bigcommerce_order_id::text in (
            select i.item_key from bigcommerce.item_problems i
            where i.store_code = %(store)s and i.flow = 'neto' and i.code = 'neto_total_differs'
                and i.resolved_at is null
        )
    )
order by o.order_id
limit %(limit)s
