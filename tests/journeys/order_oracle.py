"""What the back office must hold of an order, worked out from the store's single-order answers by other code.

Money as text with four decimals. Shares nothing with the product; only what a person reads off the order's page.
"""

from __future__ import annotations

from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from tests.conftest import SandboxStore

JSON = dict[str, Any]
PAIRS = {
    "subtotal": "subtotal",
    "shipping": "shipping_cost",
    "handling": "handling_cost",
    "wrapping": "wrapping_cost",
    "total": "total",
}


class Oracle:
    """Reads one order after the other from the published API."""

    def __init__(self, sandbox: SandboxStore) -> None:
        self.root = f"{sandbox.url}/stores/{sandbox.store_hash}"
        self.session = requests.Session()
        self.session.headers.update({"X-Auth-Token": sandbox.token, "Accept": "application/json"})

    def get(self, path: str, **params: Any) -> Any:
        answer = self.session.get(self.root + path, params=params, timeout=60)
        answer.raise_for_status()
        return answer.json() if answer.content else []

    def expected(self, order_id: int) -> JSON:
        """{order: columns, lines: {order product id: columns}, addresses: {order address id: columns},
        payments: [(kind, amount)]}"""
        order = self.get(f"/v2/orders/{order_id}")
        lines = self.get(f"/v2/orders/{order_id}/products", limit=250)
        addresses = self.get(f"/v2/orders/{order_id}/shipping_addresses", limit=250)
        fees = self.get(f"/v2/orders/{order_id}/fees")
        refunds = self.get(f"/v3/orders/{order_id}/payment_actions/refunds")["data"]
        back = [Decimal(str(refund["total_amount"])) for refund in refunds]
        return {
            "order": expected_order(order, fees, sum(back, Decimal(0))),
            "lines": {line["id"]: expected_line(line) for line in lines},
            "addresses": {address["id"]: expected_address(address) for address in addresses},
            "payments": expected_payments(order, back),
        }


def money(value: Any) -> str:
    return f"{Decimal(str(value or 0)):.4f}"


def expected_order(order: JSON, fees: list[JSON], refunded: Decimal) -> JSON:
    found = {
        "bigcommerce_status_id": order["status_id"],
        "bigcommerce_status": order["status"],
        "currency": order["default_currency_code"],
        "customer_id": order["customer_id"] or None,
        "customer_email": order["billing_address"]["email"] or None,
        "bigcommerce_payment_method": order["payment_method"] or None,
        "customer_message": order["customer_message"] or None,
        "staff_notes": order["staff_notes"] or None,
        "placed_at": parsedate_to_datetime(order["date_created"]).strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        "modified_at": parsedate_to_datetime(order["date_modified"]).strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        "refunded_amount": money(refunded),
        **{
            name: money(order[name])
            for name in ("discount_amount", "coupon_discount", "store_credit_amount", "gift_certificate_amount")
        },
        "total_tax": money(order["total_tax"]),
    }
    for side in ("inc_tax", "ex_tax"):
        found |= {f"{ours}_{side}": money(order[f"{theirs}_{side}"]) for ours, theirs in PAIRS.items()}
        found[f"fees_{side}"] = money(sum(Decimal(str(fee[f"cost_{side}"])) for fee in fees))
    return found


def expected_line(line: JSON) -> JSON:
    return {
        "sku": line["sku"] or None,
        "name": line["name"],
        "quantity": line["quantity"],
        "quantity_refunded": line["quantity_refunded"],
        "unit_price_inc_tax": money(line["price_inc_tax"]),
        "unit_price_ex_tax": money(line["price_ex_tax"]),
        "total_inc_tax": money(line["total_inc_tax"]),
        "total_ex_tax": money(line["total_ex_tax"]),
        "total_tax": money(line["total_tax"]),
        "discounted_total_inc_tax": money(line["discounted_total_inc_tax"]),
        "bigcommerce_order_address_id": line["order_address_id"] or None,
    }


def expected_address(address: JSON) -> JSON:
    names = ("first_name", "last_name", "company", "street_1", "street_2", "city", "state", "phone", "email")
    return {name: address[name] or None for name in names} | {
        "postcode": address["zip"] or None,
        "country_code": address["country_iso2"] or None,
        "bigcommerce_shipping_method": address["shipping_method"] or None,
        "cost_inc_tax": money(address["cost_inc_tax"]),
        "cost_ex_tax": money(address["cost_ex_tax"]),
    }


def expected_payments(order: JSON, refunds: list[Decimal]) -> list[tuple[str, str]]:
    credit, certificate = (Decimal(order[f"{name}_amount"]) for name in ("store_credit", "gift_certificate"))
    rest = Decimal(order["total_inc_tax"]) - credit - certificate
    means = [("payment", rest), ("store_credit", credit), ("gift_certificate", certificate)]
    return [(kind, money(value)) for kind, value in means if value] + [("refund", money(value)) for value in refunds]
