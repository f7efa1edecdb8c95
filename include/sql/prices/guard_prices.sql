-- Changes that wait for a person. A decision on another change than this one is no decision on this one.
insert into bigcommerce.guarded_prices as g (store_code, target, sku, old, new)
select %(store)s, target, sku, compare_price, price from price_plan where verdict = 'price_change_too_large'
on conflict (store_code, target, sku) do update set
    old = excluded.old, new = excluded.new, state = 'waiting', decided_by = null, decided_at = null
where (g.old, g.new) is distinct from (excluded.old, excluded.new)
