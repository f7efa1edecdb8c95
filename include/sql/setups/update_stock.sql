update bigcommerce.stores set
    stock_managed_in = %(stock_managed_in)s, stock_sync_enabled = %(stock_sync_enabled)s,
    stock_limit = %(stock_limit)s, stock_buffer = %(stock_buffer)s, stock_warehouses = %(stock_warehouses)s,
    stock_location_id = %(stock_location_id)s, stop_stock_when_orders_stale = %(stop_stock_when_orders_stale)s,
    zero_stock_when_unapproved = %(zero_stock_when_unapproved)s,
    switch_on_inventory_tracking = %(switch_on_inventory_tracking)s
where store_code = %(store)s
