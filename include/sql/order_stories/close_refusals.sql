-- What kept the order from Neto, closed by a person.
-- store; item_key: BigCommerce's order id; codes; person
update bigcommerce.item_problems set resolved_at = now(), resolved_by = %(person)s
where store_code = %(store)s and flow = 'neto' and item_key = %(item_key)s and code = any(%(codes)s)
    and resolved_at is null and not details ? 'is_approved'
