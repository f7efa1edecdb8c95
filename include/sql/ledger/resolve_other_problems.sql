-- Closes the open problems of this code, but those of these items.
update bigcommerce.item_problems set resolved_at = now()
where store_code = %(store)s and flow = %(flow)s and resolved_at is null
    and code = %(code)s and item_key <> all(%(item_keys)s)
