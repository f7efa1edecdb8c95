-- Accepted orders whose total at Neto nobody has looked at yet, or that differed when somebody did; from `after` on.
-- store, after, limit; order_ids: BigCommerce's (null: all)
with due as (
    select order_id from neto.order_pushes where state = 'accepted' and grand_total is null
    union
    select o.order_id
    from bigcommerce.item_problems i
    join backoffice.orders o on o.store_code = i.store_code and o.bigcommerce_order_id::text = i.item_key
    where i.store_code = %(store)s and i.flow = 'neto' and i.code = 'neto_total_differs' and i.resolved_at is null
)
select o.order_id, o.bigcommerce_order_id, p.neto_order_id, o.total_inc_tax, coalesce(o.currency, '') as currency
from due
join neto.order_pushes p using (order_id)
join backoffice.orders o using (order_id)
where o.store_code = %(store)s and p.state = 'accepted' and o.order_id > %(after)s
    and (%(order_ids)s::bigint[] is null or o.bigcommerce_order_id = any(%(order_ids)s::bigint[]))
order by o.order_id
limit %(limit)s
