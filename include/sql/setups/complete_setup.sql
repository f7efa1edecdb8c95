-- The moment of the first completion stays: parcels dispatched before it are not sent.
update bigcommerce.stores set is_enabled = true, setup_completed_at = coalesce(setup_completed_at, now())
where store_code = %(store)s
