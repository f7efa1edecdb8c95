-- One store's settings.
select
    store_code, connection_id, is_enabled, setup_completed_at,
    order_sync_enabled, order_statuses_to_sync, received_order_status, orders_since, unmapped_order_policy,
    default_payment_method, default_shipping_service, orders_are_confirmed,
    consignment_sync_enabled, ship_without_tracking_number,
    prices_managed_in, price_group, empty_price_policy, promotion_pricing_enabled, prices_include_tax, tax_rate,
    max_price_change_percent,
    stock_managed_in, stock_sync_enabled, stock_limit, stock_buffer, stock_warehouses, stock_location_id, stock_api,
    stop_stock_when_orders_stale, zero_stock_when_unapproved, switch_on_inventory_tracking,
    raw_order_retention_days
from bigcommerce.stores
where store_code = %(store)s
