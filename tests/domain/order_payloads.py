"""Orders as BigCommerce lists them, as short as a test can read, and a store's rules to judge them by."""

from __future__ import annotations

from typing import Any

from bigcommerce.domain.receipts import OrderRules


def line(number: int = 1, **fields: Any) -> dict[str, Any]:
    """Two tees at 11.00, of 22.00, for which 20.00 was paid."""
    return {
        "id": number,
        "order_address_id": 9,
        "sku": f"SKU-{number}",
        "name": "Tee",
        "quantity": 2,
        "price_inc_tax": "11.0000",
        "price_ex_tax": "10.0000",
        "total_inc_tax": "22.0000",
        "total_ex_tax": "20.0000",
        "total_tax": "2.0000",
        "discounted_total_inc_tax": "20.0000",
    } | fields


def payload(*lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """An order of two tees with shipping, tax included."""
    items = list(lines) or [line()]
    return {
        "id": 100,
        "status_id": 11,
        "status": "Awaiting Fulfillment",
        "date_created": "Tue, 20 Jan 2026 01:00:00 +0000",
        "date_modified": "Tue, 20 Jan 2026 02:00:00 +0000",
        "default_currency_code": "AUD",
        "currency_code": "USD",
        "is_tax_inclusive_pricing": True,
        "items_total": sum(item["quantity"] or 0 for item in items),
        "customer_id": 0,
        "payment_method": "Credit Card",
        "subtotal_inc_tax": "22.0000",
        "subtotal_ex_tax": "20.0000",
        "shipping_cost_inc_tax": "5.5000",
        "shipping_cost_ex_tax": "5.0000",
        "discount_amount": "2.0000",
        "total_inc_tax": "25.5000",
        "total_ex_tax": "23.0000",
        "total_tax": "2.5000",
        "billing_address": {"email": "jane@example.com"},
        "consignments": {"shipping": [{"id": 9, "shipping_method": "Standard", "line_items": items}]},
    } | fields


RULES = OrderRules([11], "New", None, "on_hold", {"Credit Card": "Card"}, {"Standard": "Parcel"}, None, None)


def rules(**changes: Any) -> OrderRules:
    return OrderRules(**vars(RULES) | changes)
