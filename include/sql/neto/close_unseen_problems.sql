-- After everything was read: what cannot be read is known, and what is not among it was mended or is gone.
update bigcommerce.item_problems p set resolved_at = now()
where p.store_code = %(store)s and p.flow = 'neto' and p.code = 'neto_invalid_item' and p.resolved_at is null
    and not exists (select from neto_seen s where s.item_key = p.item_key and s.is_bad)
