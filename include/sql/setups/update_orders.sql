update bigcommerce.stores set
    order_sync_enabled = %(order_sync_enabled)s, order_statuses_to_sync = %(order_statuses_to_sync)s,
    received_order_status = %(received_order_status)s, orders_since = %(orders_since)s,
    unmapped_order_policy = %(unmapped_order_policy)s, default_payment_method = %(default_payment_method)s,
    default_shipping_service = %(default_shipping_service)s, orders_are_confirmed = %(orders_are_confirmed)s,
    raw_order_retention_days = %(raw_order_retention_days)s
where store_code = %(store)s
