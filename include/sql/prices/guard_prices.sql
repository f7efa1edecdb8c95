-- Changes that wait for a person. A decision on another change than this one is no decision on this one, and is kept.
-- store
with planned as materialized (
    select target, sku, compare_price as old, price as new from price_plan where verdict = 'price_change_too_large'
),
-- Locked, so that nobody decides between what is kept and what is overwritten.
other as materialized (
    select g.*
    from planned p
    join bigcommerce.guarded_prices g on g.store_code = %(store)s and g.target = p.target and g.sku = p.sku
    where (g.old, g.new) is distinct from (p.old, p.new)
    for update of g
),
kept as (
    insert into bigcommerce.guarded_price_history (store_code, target, sku, old, new, state, decided_by, decided_at)
    select store_code, target, sku, old, new, state, decided_by, coalesce(decided_at, now())
    from other where state <> 'waiting'
    on conflict do nothing
    returning 1
)
insert into bigcommerce.guarded_prices as g (store_code, target, sku, old, new)
select %(store)s, target, sku, old, new from planned
where (select count(*) from kept) >= 0 -- which comes first by that
on conflict (store_code, target, sku) do update set
    old = excluded.old, new = excluded.new, state = 'waiting', decided_by = null, decided_at = null
where (g.old, g.new) is distinct from (excluded.old, excluded.new)
