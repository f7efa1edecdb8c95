-- Closes the open problems of these items and codes.
update bigcommerce.item_problems set resolved_at = now()
where store_code = %(store)s and flow = %(flow)s and resolved_at is null
    and item_key = any(%(item_keys)s) and code = any(%(codes)s)
