update bigcommerce.stores set
    consignment_sync_enabled = %(consignment_sync_enabled)s,
    ship_without_tracking_number = %(ship_without_tracking_number)s
where store_code = %(store)s
