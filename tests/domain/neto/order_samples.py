"""Received orders as the push reads them, as short as a test can read."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bigcommerce.domain.neto.orders import LineToPush, OrderToPush

ADDRESS = {
    **{"first_name": "Jo", "last_name": "Lee", "company": "", "street_1": "1 High St", "street_2": ""},
    **{"city": "Perth", "state": "WA", "postcode": "6000", "country_code": "AU", "phone": "0400000000"},
    "shipping_service": "Express",
}

BILLING = {name: value for name, value in ADDRESS.items() if name != "shipping_service"}
BILLING |= {"zip": "6000", "country_iso2": "AU"}


def line(number: int = 1, **fields: Any) -> LineToPush:
    """Two tees at 11.00, for which 20.00 was paid."""
    values: dict[str, Any] = {
        "bigcommerce_order_product_id": 700 + number,
        "sku": f"TEE-{number}",
        "name": "Tee",
        "quantity": 2,
        "quantity_refunded": 0,
        "unit_price_inc_tax": Decimal("11"),
        "total_inc_tax": Decimal("22"),
        "total_ex_tax": Decimal("20"),
        "discounted_total_inc_tax": Decimal("20"),
        "options": None,
    }
    return LineToPush(**values | fields)


def order(*lines: LineToPush, **fields: Any) -> OrderToPush:
    values: dict[str, Any] = {
        "order_id": 1,
        "bigcommerce_order_id": 100245,
        "status": "New",
        "currency": "AUD",
        "total_inc_tax": Decimal("25.5"),
        "costs": {"shipping": Decimal("5.5")},
        "costs_tax": Decimal("0.5"),
        "payment_method": "Card",
        "customer_email": "jo@example.com",
        "customer_message": None,
        "staff_notes": None,
        "billing_address": BILLING,
        "placed_at": datetime(2026, 3, 2, 1, 12, 9, tzinfo=UTC),
        "lines": lines or (line(),),
        "addresses": (ADDRESS,),
    }
    return OrderToPush(**values | fields)
