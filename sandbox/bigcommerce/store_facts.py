"""What never changes while the store runs: locations, zones, channels, groups. Shapes: the published specs."""

from typing import Any

LOCATIONS: list[dict[str, Any]] = [
    {
        "id": id_,
        "code": f"BC-LOCATION-{id_}",
        "label": label,
        "description": "",
        "managed_by_external_source": False,
        "type_id": "PHYSICAL",
        "enabled": enabled,
        "time_zone": "Australia/Sydney",
        "created_at": "2024-01-01T00:00:00Z",
        "updated_at": "2024-01-01T00:00:00Z",
        "address": {
            "address1": "1 Ridge Road",
            "address2": "",
            "city": "Sydney",
            "state": "New South Wales",
            "zip": "2000",
            "email": "shop@example.com",
            "phone": "0290000000",
            "geo_coordinates": {"latitude": -33.86, "longitude": 151.2},
            "country_code": "AU",
        },
        "storefront_visibility": True,
        "special_hours": [],
    }
    for id_, label, enabled in ((1, "Default location", True), (2, "Melbourne warehouse", True), (3, "Old shed", False))
]
CURRENCIES = (("AUD", "$", "1.0000000000", 2), ("USD", "$", "0.6500000000", 2), ("JPY", "¥", "98.0000000000", 0))
PAYMENT_METHODS = (
    ("stripe", "Credit Card"),
    ("paypalexpress", "PayPal"),
    ("afterpay", "Afterpay"),
    ("zip", "Zip Pay"),
    ("bankdeposit", "Bank Deposit"),
    ("cod", "Cash on Delivery"),
)
SHIPPING_METHODS = (
    ("Standard", "perorder", 9.95),
    ("Express Post", "auspost", 14.95),
    ("Free Shipping", "freeshipping", 0),
    ("Pickup in store", "perorder", 0),
    ("Drone Delivery (beta)", "perorder", 24.95),
)
ZONES: list[dict[str, Any]] = [
    {
        "id": id_,
        "name": name,
        "type": kind,
        "locations": [{"id": id_, "country_iso2": country}] if country else [],
        "free_shipping": {"enabled": False, "minimum_sub_total": "0.0000", "exclude_fixed_shipping_products": False},
        "handling_fees": {"fixed_surcharge": "0.0000", "display_separately": False},
        "enabled": True,
    }
    for id_, name, kind, country in ((1, "Australia", "country", "AU"), (2, "Rest of the world", "global", ""))
]
CHANNELS: list[dict[str, Any]] = [
    {
        "id": 1,
        "external_id": "",
        "is_listable_from_ui": True,
        "is_enabled": True,
        "is_visible": True,
        "status": "active",
        "name": "Ridge & Hearth",
        "type": "storefront",
        "platform": "bigcommerce",
        "date_created": "2024-01-01T00:00:00Z",
        "date_modified": "2024-01-01T00:00:00Z",
        "icon_url": "https://cdn.example.com/icon.svg",
    }
]
CUSTOMER_GROUPS: list[dict[str, Any]] = [
    {
        "id": id_,
        "name": name,
        "is_default": id_ == 1,
        "category_access": {"type": "all"},
        "discount_rules": rules,
        "date_created": "2024-01-01 00:00:00",
        "date_modified": "2024-01-01 00:00:00",
        "is_group_for_guests": False,
    }
    for id_, name, rules in (
        (1, "Retail", []),
        (2, "Wholesale", [{"type": "price_list", "method": "fixed", "amount": "0.0000", "price_list_id": 1}]),
    )
]
TAX_CLASSES = ("Default Tax Class", "Non-Taxable Products", "Shipping", "Gift Wrapping")


def show_currencies(default: str) -> list[dict[str, Any]]:
    """Rows of /v2/currencies; rates as units of the currency for one of the default."""
    return [
        {
            "id": number,
            "is_default": code == default,
            "last_updated": "2024-01-01T00:00:00Z",
            "country_iso2": code[:2],
            "default_for_country_codes": [],
            "currency_code": code,
            "currency_exchange_rate": rate,
            "auto_update": False,
            "token_location": "left",
            "token": token,
            "decimal_token": ".",
            "thousands_token": ",",
            "decimal_places": places,
            "name": code,
            "enabled": True,
            "is_transactional": True,
            "use_default_name": False,
        }
        for number, (code, token, rate, places) in enumerate(CURRENCIES, start=1)
    ]


def show_shipping_methods() -> list[dict[str, Any]]:
    """Rows of /v2/shipping/zones/{id}/methods."""
    return [
        {
            "id": number,
            "name": name,
            "type": kind,
            "settings": {"rate": rate},
            "enabled": True,
            "handling_fees": {"fixed_surcharge": 0},
            "is_fallback": False,
            "channel_ids": [1],
        }
        for number, (name, kind, rate) in enumerate(SHIPPING_METHODS, start=1)
    ]
