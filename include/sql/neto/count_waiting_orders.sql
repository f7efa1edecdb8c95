-- The orders that the next run would push: received, not accepted, not cancelled; without those that may be in Neto
-- already. before: null: all.
select
    count(*) as orders, min(o.placed_at) as oldest_at,
    count(*) filter (where o.placed_at < now() - interval '7 days') as older_than_a_week,
    count(*) filter (where o.placed_at < now() - interval '30 days') as older_than_a_month
from backoffice.orders o
where o.store_code = %(store)s and o.accepted_at is null and o.cancelled_at is null
    and (%(before)s::timestamptz is null or o.placed_at < %(before)s)
    and not exists (select from neto.order_pushes p where p.order_id = o.order_id and p.state = 'intended')
