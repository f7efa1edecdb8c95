-- Decides on all that wait, where they still are those that a person saw.
-- store, state, person; fingerprint: see select_all_waiting
with waiting as materialized (
    select target, sku, old, new from bigcommerce.guarded_prices
    where store_code = %(store)s and state = 'waiting'
    for update
),
seen as (
    select md5(coalesce(string_agg(concat_ws('|', target, sku, old, new), e'\n' order by target, sku), '')) as fingerprint
    from waiting
)
update bigcommerce.guarded_prices g set state = %(state)s, decided_by = %(person)s, decided_at = now()
from waiting w, seen
where seen.fingerprint = %(fingerprint)s and g.store_code = %(store)s and g.target = w.target and g.sku = w.sku
