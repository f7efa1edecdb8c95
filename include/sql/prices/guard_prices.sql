-- Changes that wait for a person. A decision on another change than this one is no decision on this one, and is kept.
-- store
with planned as materialized (
    select target, sku, compare_price as old, price as new from price_plan where verdict = 'price_change_too_large'
),
kept as (
    insert into bigcommerce.guarded_price_history (store_code, target, sku, old, new, state, decided_by, decided_at)
    select g.store_code, g.target, g.sku, g.old, g.new, g.state, g.decided_by, g.decided_at
    from planned p
    join bigcommerce.guarded_prices g on g.store_code = %(store)s and g.target = p.target and g.sku = p.sku
    where g.state <> 'waiting' and g.decided_at is not null and (g.old, g.new) is distinct from (p.old, p.new)
    on conflict do nothing
)
insert into bigcommerce.guarded_prices as g (store_code, target, sku, old, new)
select %(store)s, target, sku, old, new from planned
on conflict (store_code, target, sku) do update set
    old = excluded.old, new = excluded.new, state = 'waiting', decided_by = null, decided_at = null
where (g.old, g.new) is distinct from (excluded.old, excluded.new)
