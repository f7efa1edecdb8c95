-- Closes the problems of SKUs of which no change waits any more, whatever the next run finds.
-- store, person; skus: those decided on
update bigcommerce.item_problems p set resolved_at = now(), resolved_by = %(person)s
where p.store_code = %(store)s and p.flow = 'prices' and p.code = 'price_change_too_large' and p.resolved_at is null
    and p.item_key = any(%(skus)s)
    and not exists (
        select from bigcommerce.guarded_prices g
        where g.store_code = p.store_code and g.sku = p.item_key and g.state = 'waiting'
    )
