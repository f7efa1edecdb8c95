-- Decides on exactly these changes. One that is another by now stays as it is.
-- store, state, person; targets, skus, olds, news: of each change as a person saw it
update bigcommerce.guarded_prices g set state = %(state)s, decided_by = %(person)s, decided_at = now()
from unnest(%(targets)s::text[], %(skus)s::text[], %(olds)s::numeric[], %(news)s::numeric[]) as c (target, sku, old, new)
where g.store_code = %(store)s and g.target = c.target and g.sku = c.sku and g.state = 'waiting'
    and g.old is not distinct from c.old and g.new is not distinct from c.new
