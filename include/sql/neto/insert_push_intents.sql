-- Before anything is sent: what is about to be.
-- pushes: json array of {order_id (ours), neto_order_id}
insert into neto.order_pushes as p (order_id, neto_order_id, state, intended_at)
select order_id, neto_order_id, 'intended', now()
from jsonb_to_recordset(%(pushes)s) as x (order_id bigint, neto_order_id text)
on conflict (order_id) do update set
    neto_order_id = excluded.neto_order_id, state = 'intended', intended_at = excluded.intended_at
