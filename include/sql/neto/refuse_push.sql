-- Neto does not have this order and would not take it so. order_id (ours), neto_order_id, fingerprint
insert into neto.order_pushes (order_id, neto_order_id, state, fingerprint)
values (%(order_id)s, left(%(neto_order_id)s, 15), 'refused', %(fingerprint)s)
on conflict (order_id) do update set
    neto_order_id = excluded.neto_order_id, state = 'refused', fingerprint = excluded.fingerprint
