-- Closes the problem of every price list that is there, or no longer asked for.
update bigcommerce.item_problems p set resolved_at = now()
where p.store_code = %(store)s and p.flow = 'prices' and p.code = 'price_list_not_found' and p.resolved_at is null
    and (p.item_key = any(%(found)s) or not exists (
        select from bigcommerce.price_targets(%(store)s) t where t.target = p.item_key
    ))
