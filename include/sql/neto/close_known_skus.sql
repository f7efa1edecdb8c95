-- Neto has these SKUs by now, so their approvals can be written. Keys of orders' problems may look like SKUs.
update bigcommerce.item_problems set resolved_at = now()
where store_code = %(store)s and flow = 'neto' and code = 'neto_unknown_sku' and resolved_at is null
    and item_key = any(%(skus)s) and details ? 'is_approved'
