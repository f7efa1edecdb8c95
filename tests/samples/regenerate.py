"""One order of every kind, as a sandbox store lists it: `python -m tests.samples.regenerate`.

Writes orders/{kind}.json and orders/{kind}.expected.json. The expected files are what the product makes of them today:
read the difference before committing it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "orders"
sys.path.insert(0, str(Path(__file__).parents[2] / "plugins"))

MUG, TENT = {"sku": "MUG", "price": "16.50", "quantity": 2}, {"sku": "TENT", "price": "249.00"}
GUIDE = {"sku": "GUIDE", "price": "9.90", "type": "digital"}
SYDNEY = {"city": "Sydney", "shipping_method": "Standard", "cost": "9.95"}
PERTH = {"city": "Perth", "zip": "6000", "shipping_method": "Express Post", "cost": "14.95"}

KINDS: dict[str, dict[str, Any]] = {
    "guest": {"lines": [MUG, TENT], "customer_id": 0, "email": "guest@example.com"},
    "customer_with_options": {"lines": [{**MUG, "options": {"Colour": "Red"}}], "customer_id": 11},
    "digital": {"lines": [GUIDE]},
    "digital_and_shipped": {"lines": [GUIDE, TENT]},
    "two_addresses": {
        "lines": [{**MUG, "address_no": 1}, {**TENT, "address_no": 2}],
        "addresses": [SYDNEY, PERTH],
    },
    "pickup": {"lines": [{**TENT, "pickup": True}], "pickup": True},
    "coupon_percent": {"lines": [MUG, TENT], "coupon": {"code": "TEN", "type": 1, "amount": "10"}},
    "discount_on_order_and_line": {"lines": [{**MUG, "discount": "3.33"}, TENT], "discount": "25.00"},
    "gift_certificate_in_part": {"lines": [TENT], "gift_certificate": "50.00"},
    "gift_certificate_in_full": {"lines": [MUG], "gift_certificate": "500", "payment_method": "", "payment_status": ""},
    "gift_certificate_sold": {"lines": [{"name": "Gift certificate", "type": "giftcertificate", "price": "50"}]},
    "store_credit": {"lines": [TENT], "store_credit": "20.00", "gift_certificate": "15.00", "customer_id": 12},
    "fees_wrapping_handling": {
        "lines": [{**MUG, "wrapping": "5.50"}],
        "handling": "3.30",
        "fees": [{"name": "Carbon", "cost": "2.20"}, {"name": "Insurance", "cost": "5.00"}],
    },
    "refunded_in_part": {"lines": [MUG]},
    "refunded_in_full": {"lines": [MUG]},
    "free_shipping": {"lines": [TENT], "coupon": {"code": "SHIPFREE", "type": 4, "amount": "0"}, "shipping_cost": 0},
    "custom_item_without_sku": {"lines": [{"name": "Repair service", "price": "35.00"}, TENT]},
    "no_lines": {"lines": [], "shipping_cost": 0},
    "several_consignments": {
        "lines": [{**MUG, "address_no": 1}, {**TENT, "address_no": 2}, GUIDE, {**MUG, "pickup": True}],
        "addresses": [SYDNEY, PERTH],
        "pickup": True,
    },
    "cancelled": {"lines": [MUG], "status_id": 5},
    "declined": {"lines": [MUG], "status_id": 6},
    "manual_verification": {"lines": [MUG], "status_id": 12},
    "disputed": {"lines": [MUG], "status_id": 13},
    "tax_exclusive": {"lines": [{**MUG, "price": "14.99"}, TENT], "tax_inclusive": False},
    "tax_free": {"lines": [MUG], "tax_rate": "0"},
    "foreign_currency": {
        "lines": [{**MUG, "price": "8.40"}],
        "currency": "USD",
        "exchange_rate": "0.65",
        "addresses": [{"country_iso2": "US", "country": "United States", "shipping_method": "Standard"}],
    },
    "yen": {
        "lines": [{**TENT, "price": "24500"}],
        "currency": "JPY",
        "exchange_rate": "98",
        "shipping_cost": "1500",
    },
    "unicode": {
        "lines": [{**MUG, "name": "Tasse e\u0301mail\x00le \U0001f3d5"}],
        "billing_address": {"first_name": "\u202eAna", "last_name": "Nguyễn", "street_1": "١٢ شارع النيل\x00"},
        "customer_message": "two\nlines\ttab\x07",
        "staff_notes": "x" * 20_000,
    },
    "sixty_lines": {"lines": [{"name": f"Sticker {n}", "sku": f"S-{n}", "price": "1.10"} for n in range(1, 61)]},
    "nothing_to_pay": {
        "lines": [{**MUG, "price": "0"}],
        "shipping_cost": 0,
        "payment_method": "",
        "payment_status": "",
    },
}
MOMENT = "2026-01-20T01:02:03+00:00"


def result(
    payload: dict[str, Any], products: list[Any] | None, refunds: list[Any], transactions: list[Any]
) -> dict[str, Any]:
    """What the product makes of one listed order, as the flow does it."""
    from bigcommerce.db.json_rows import as_json
    from bigcommerce.domain.order_totals import tie_out
    from bigcommerce.domain.orders import is_cut, read_order, units_sold
    from bigcommerce.domain.payloads import read_payload
    from bigcommerce.domain.payments import list_payments, may_have_refunds, needs_transactions

    payload = read_payload(payload).document
    cut = is_cut(payload)
    order = read_order(payload | {"products": products} if cut else payload)
    asks = may_have_refunds(order)
    refunds = refunds if asks else []
    wants = needs_transactions(order, refunds)
    found = {
        "is_cut": cut,
        "ties": tie_out(order) == {},
        "asks_for_refunds": asks,
        "asks_for_transactions": wants,
        "order": order,
        "payments": list_payments(order, refunds, transactions if wants else []),
        "units": units_sold(order),
    }
    return json.loads(json.dumps(found, default=as_json))


def main() -> None:
    from tests.sandbox.conftest import start

    FOLDER.mkdir(exist_ok=True)
    sandbox = start(Path(tempfile.mkdtemp()), "--seed", "empty")
    try:
        sandbox.reset()
        query = {"include": "consignments.line_items,fees", "consignment_structure": "object", "limit": 250}
        for kind, wish in KINDS.items():
            placed = sandbox.place(**wish, date_created=MOMENT)
            if kind.startswith("refunded"):
                line = placed["consignments"]["shipping"][0]["line_items"][0]["id"]
                body = {"items": [{"order_product_id": line, "quantity": 1}]}
                if kind == "refunded_in_full":
                    body = {"items": [{"order_product_id": line, "quantity": 2}], "amount": placed["total_inc_tax"]}
                sandbox.control.post(f"orders/{placed['id']}/refunds", json=body)
            (payload,) = sandbox.api.get("v2/orders", params={**query, "min_id": placed["id"]}).json()
            payload["date_modified"] = payload["date_created"]
            transactions = sandbox.api.get(f"v3/orders/{placed['id']}/transactions").json()["data"]
            sample: dict[str, Any] = {"payload": payload, "products": None, "refunds": [], "transactions": []}
            sample["transactions"] = [row | {"date_created": MOMENT} for row in transactions]
            if kind == "sixty_lines":
                sample["products"] = sandbox.api.get(f"v2/orders/{placed['id']}/products?limit=250").json()
            if kind.startswith("refunded"):
                refunds = sandbox.api.get(f"v3/orders/{placed['id']}/payment_actions/refunds").json()["data"]
                sample["refunds"] = [refund | {"created": MOMENT} for refund in refunds]
            write(f"{kind}.json", sample)
            write(f"{kind}.expected.json", result(**sample))
    finally:
        sandbox.process.kill()


def write(name: str, value: Any) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=True, sort_keys=True)
    (FOLDER / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
