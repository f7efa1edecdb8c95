-- item_keys: SKUs, or what else names an item without one. What was read later counts.
insert into neto_seen as s (item_key, is_bad)
select unnest(%(item_keys)s::text[]), %(is_bad)s
on conflict (item_key) do update set is_bad = excluded.is_bad where s.is_bad <> excluded.is_bad
