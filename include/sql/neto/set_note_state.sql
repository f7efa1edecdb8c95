-- change_ids, state
insert into neto.order_notes as n (change_id, state)
select change_id, %(state)s from unnest(%(change_ids)s::bigint[]) as change_id
on conflict (change_id) do update set state = excluded.state
where n.state <> excluded.state
