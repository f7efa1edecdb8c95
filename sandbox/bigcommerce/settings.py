"""What can be turned on this store, with the values it starts with. Kept across restarts and resets."""

from typing import Any

from sandbox.bigcommerce.databases import Store

DEFAULTS: dict[str, Any] = {
    "quota": 150,  # requests a window; null: no limit
    "quota_window_ms": 30_000,
    "inventory_delay_ms": 0,  # between an accepted stock write and the moment it is read back
    "clock_offset_seconds": 0,
    "date_bounds": "inclusive",  # or "exclusive": BigCommerce's documents are silent
    "id_bounds": "inclusive",  # the same for min_id and max_id
    "over_limit": "refuse",  # a `limit` above the maximum: "refuse" (400 on V2, 413 on V3) or "cap"
    "update_stock_behavior": "order_placed",  # or "order_completed_or_shipped"
    "catalog_inventory_writes": True,  # false: inventory_level in catalogue writes is silently ignored
    "untracked_inventory": "reject",  # stock of a product that is not tracked: or "ignore" (200, not saved)
    "sku_for_product_tracking": "reject",  # a SKU where the product is tracked as a whole: or "accept"
    "price_list_upsert_ms": 0,  # how long an upsert holds its place, so that a second one can meet it
    "zero_sale_price": "none",  # a price record's sale price of 0 is no sale; or "price": goods for nothing
    "currency": "AUD",
    "decimal_places": 2,
    "is_price_entered_with_tax": True,
    "tax_rate": "0.10",
    "timezone": "Australia/Sydney",
    "store_name": "Ridge & Hearth (sandbox)",
    "unknown_carriers": "refuse",  # a tracking_carrier or shipping_provider not published: or "ignore"
    "partial_failure_skus": [],  # products that a batch does not save: 207 for the others
    "rate_headers": True,
}
DEMO = {"quota": 450, "inventory_delay_ms": 300}


def load(store: Store) -> None:
    """Read the kept settings over the defaults."""
    store.settings.clear()
    store.settings.update({**DEFAULTS, **store.kept("settings", {})})


def change(store: Store, changes: dict[str, Any]) -> dict[str, Any]:
    """Apply and keep; the settings as they are now. ValueError names a key that does not exist."""
    unknown = sorted(set(changes) - set(DEFAULTS))
    if unknown:
        raise ValueError(f"no such setting: {', '.join(unknown)}; there are {', '.join(DEFAULTS)}")
    with store.lock:
        store.settings.update(changes)
        store.keep("settings", store.settings)
        return dict(store.settings)
