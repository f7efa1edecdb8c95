-- Closes the problems of what this transaction decided on, where no other change of the SKU waits, whatever the next run
-- finds.
-- store, person
update bigcommerce.item_problems p set resolved_at = now(), resolved_by = %(person)s
where p.store_code = %(store)s and p.flow = 'prices' and p.code = 'price_change_too_large' and p.resolved_at is null
    and p.item_key in (
        select d.sku from bigcommerce.guarded_prices d
        where d.store_code = %(store)s and d.decided_at = now() and d.decided_by = %(person)s
    )
    and not exists (
        select from bigcommerce.guarded_prices g
        where g.store_code = p.store_code and g.sku = p.item_key and g.state = 'waiting'
    )
