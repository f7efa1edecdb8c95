"""What can be turned on this account, with the values it starts with. Kept across restarts and resets."""

from typing import Any

from sandbox.neto.databases import Account

DEFAULTS: dict[str, Any] = {
    # --- transport
    "calls_a_minute": 500,  # null: no limit
    "quota_window_ms": 60_000,  # of the minute, and of the silence after a 429
    "retry_after": None,  # seconds that a 429 names
    "bad_key": "ack",  # a wrong key is `Ack: Error`; or a status, 401 or 403
    "clock_offset_seconds": 0,
    "current_time_zone_hours": 0,  # of CurrentTime; its zone is documented nowhere
    # --- shape of the answers
    "collapse": True,  # a collection of one is the object itself
    "empty_collection": "",  # what stands for none: "", null, [] or "missing"
    "wrapper_in_list": False,  # [{"PriceGroup": […]}] instead of {"PriceGroup": […]}
    "wrap_response": False,  # the body inside {Action}Response
    "empty_date": "0000-00-00 00:00:00",  # or ""
    "money_decimals": None,  # 3: "5.950"; null: as it was given
    "quantity_decimals": 0,  # 3: "2.000"
    "json_scalars": False,  # numbers and booleans of JSON instead of text
    # --- lists
    "most_rows": 10_000,  # a Limit above it is cut to it
    "short_pages": 0,  # rows that every page lacks; the next one has them
    "page_shift": 0,  # rows that moved past the start of each next page: above 0 they come again, below they are lost
    "last_page_repeats": False,  # after the end comes the last page again
    # --- items
    "commit_bumps_item": False,  # an order that commits stock moves DateUpdated of its items
    "sales_channels_update": "keep",  # channels that an UpdateItem leaves out: or "remove"
    # --- orders
    "repeated_order_id": "refuse",  # or "accept": a second order with the same id
    "external_references": True,  # GetOrder returns the External… fields of lines
    "unknown_order_sku": "refuse",  # or "drop": the order without that line, and a warning
    "auto_pick_paid": False,  # a fully paid order moves to Pick
    "overpayment": True,
    "split_kits": False,  # kits go to the warehouse as their components, which GetOrder shows as lines
    "warehouses_need_filter": False,
    "tax_rate": "0.10",
    "currency": "AUD",
    "order_prefix": "N",
    # --- names
    "sales_channels": [
        {"SalesChannelID": "1", "SalesChannelName": "Website"},
        {"SalesChannelID": "12", "SalesChannelName": "BigCommerce"},
    ],
    "price_groups": [
        {"GroupID": "1", "Group": "A"},
        {"GroupID": "2", "Group": "BigCommerce"},
        {"GroupID": "3", "Group": "Wholesale"},
    ],
    "warehouses": [
        {"WarehouseID": "1", "WarehouseName": "Main", "IsPrimary": "True", "IsActive": "True"},
        {"WarehouseID": "2", "WarehouseName": "Overflow", "IsPrimary": "False", "IsActive": "True"},
    ],
    "payment_methods": ["Visa/Mastercard", "PayPal", "Afterpay", "Credit Card", "Account Credit", "Bank Deposit"],
    "shipping_methods": ["Standard Freight", "Express Freight", "Standard Shipping", "Store Collection"],
    "shipping_services": ["Standard Freight", "Express Freight", "eParcel Standard", "eParcel Express"],
}


def load(account: Account) -> None:
    """Read the kept settings over the defaults."""
    account.settings.clear()
    account.settings.update({**DEFAULTS, **account.kept("settings", {})})


def change(account: Account, changes: dict[str, Any]) -> dict[str, Any]:
    """Apply and keep; the settings as they are now. ValueError names a key that does not exist."""
    unknown = sorted(set(changes) - set(DEFAULTS))
    if unknown:
        raise ValueError(f"no such setting: {', '.join(unknown)}; there are {', '.join(DEFAULTS)}")
    with account.lock:
        account.settings.update(changes)
        account.keep("settings", account.settings)
        return dict(account.settings)
