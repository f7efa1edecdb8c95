-- Neto has this order, and the stock it counts from now on accounts for it.
-- order_id (ours), neto_order_id, is_held; ahead: seconds that Neto's clock is ahead of ours. Where the order was
-- accepted before, it stays so.
with accepted as (
    insert into neto.order_pushes (order_id, neto_order_id, state, is_held, pushed_at)
    values (%(order_id)s, %(neto_order_id)s, 'accepted', %(is_held)s, now())
    on conflict (order_id) do update set
        neto_order_id = excluded.neto_order_id, state = 'accepted', is_held = excluded.is_held,
        pushed_at = excluded.pushed_at, fingerprint = null
    returning order_id
)
update backoffice.orders o
-- Neto tells the time in whole seconds; the later of the two clocks reserves for longer.
set accepted_at = coalesce(o.accepted_at, clock_timestamp() + greatest(%(ahead)s + 1, 0) * interval '1 second')
from accepted where o.order_id = accepted.order_id
