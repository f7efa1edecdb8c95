-- Before anything is sent: what is about to be; returns those that nobody has accepted meanwhile, or that were begun.
-- pushes: json array of {order_id (ours), neto_order_id}
insert into neto.order_pushes as p (order_id, neto_order_id, state, intended_at)
select x.order_id, x.neto_order_id, 'intended', now()
from jsonb_to_recordset(%(pushes)s) as x (order_id bigint, neto_order_id text)
join (
    -- Whoever accepts one by hand waits for this, and the other way round.
    select o.order_id, o.accepted_at from backoffice.orders o
    where o.order_id = any(%(order_ids)s)
    for update
) o using (order_id)
left join neto.order_pushes before on before.order_id = x.order_id
where o.accepted_at is null or before.state = 'intended'
on conflict (order_id) do update set
    neto_order_id = excluded.neto_order_id, state = 'intended', intended_at = excluded.intended_at
returning order_id
