-- Accepted orders that are not paid at Neto though money has arrived, from `after` on; and those begun. Held ones wait.
-- store, after, limit; order_ids: BigCommerce's (null: all)
-- is_refused: Neto refused the payment whose fingerprint is kept, and nobody has closed that problem.
select
    o.order_id, o.bigcommerce_order_id, p.neto_order_id, p.payment_state, p.payment_fingerprint,
    coalesce(o.placed_at, o.received_at, now()) as placed_at, o.cancelled_at is not null as is_cancelled,
    exists (
        select from bigcommerce.item_problems i
        where i.store_code = o.store_code and i.flow = 'neto' and i.item_key = o.bigcommerce_order_id::text
            and i.code = 'neto_rejected' and i.resolved_at is null and not i.details ? 'is_approved'
    ) as is_refused
from neto.order_pushes p
join backoffice.orders o using (order_id)
where o.store_code = %(store)s and p.state = 'accepted' and p.payment_state <> 'accepted' and not p.is_held
    and o.order_id > %(after)s
    and (%(order_ids)s::bigint[] is null or o.bigcommerce_order_id = any(%(order_ids)s::bigint[]))
    and (
        p.payment_state = 'intended'
        or o.cancelled_at is null and exists (
            select from backoffice.order_payments m
            where m.order_id = o.order_id and m.kind = 'payment' and m.payment_method is not null
                and lower(m.status) = any(%(captured)s)
        )
    )
order by o.order_id
limit %(limit)s
