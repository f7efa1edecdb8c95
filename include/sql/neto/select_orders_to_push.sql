-- Received orders of a store that Neto is not known to have, by order_id from `after` on; and those begun, whatever
-- became of them here.
-- store, after, limit; order_ids: BigCommerce's (null: all)
-- unmapped_payment, unmapped_shipping: names without one at Neto. is_refused: Neto refused the order whose fingerprint
-- is kept, and nobody has closed that problem.
with due as (
    select order_id from backoffice.orders
    where store_code = %(store)s and accepted_at is null and cancelled_at is null
    union
    select order_id from neto.order_pushes where state = 'intended'
)
select
    o.order_id, o.bigcommerce_order_id, o.status, coalesce(o.currency, '') as currency,
    coalesce(o.total_inc_tax, 0) as total_inc_tax,
    coalesce(o.shipping_inc_tax, 0) as shipping, coalesce(o.handling_inc_tax, 0) as handling,
    coalesce(o.wrapping_inc_tax, 0) as wrapping, coalesce(o.fees_inc_tax, 0) as fees,
    coalesce(o.shipping_inc_tax - o.shipping_ex_tax, 0) + coalesce(o.handling_inc_tax - o.handling_ex_tax, 0)
    + coalesce(o.wrapping_inc_tax - o.wrapping_ex_tax, 0) + coalesce(o.fees_inc_tax - o.fees_ex_tax, 0) as costs_tax,
    o.payment_method, o.customer_email, o.customer_message, o.staff_notes, o.billing_address, o.placed_at,
    case when o.payment_method is null then nullif(o.bigcommerce_payment_method, '') end as unmapped_payment,
    (
        select array_agg(distinct a.bigcommerce_shipping_method)
        from backoffice.order_shipping_addresses a
        where a.order_id = o.order_id and a.bigcommerce_shipping_method <> '' and a.shipping_service is null
    ) as unmapped_shipping,
    (
        select array_agg(i.message order by i.code)
        from bigcommerce.item_problems i
        where i.store_code = o.store_code and i.flow = 'orders' and i.item_key = o.bigcommerce_order_id::text
            and i.code in ('unmapped_payment_method', 'unmapped_shipping_method') and i.resolved_at is null
    ) as open_problems,
    p.state, p.fingerprint, o.cancelled_at is not null as is_cancelled,
    exists (
        select from bigcommerce.item_problems i
        where i.store_code = o.store_code and i.flow = 'neto' and i.item_key = o.bigcommerce_order_id::text
            and i.code = 'neto_rejected' and i.resolved_at is null and not i.details ? 'is_approved'
    ) as is_refused
from due
join backoffice.orders o using (order_id)
left join neto.order_pushes p using (order_id)
where o.store_code = %(store)s and o.order_id > %(after)s
    and (%(order_ids)s::bigint[] is null or o.bigcommerce_order_id = any(%(order_ids)s::bigint[]))
order by o.order_id
limit %(limit)s
