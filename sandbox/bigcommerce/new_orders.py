"""Placing an order: from a short wish to a consistent order document with its payments."""

import json
from decimal import Decimal
from typing import Any

from sandbox.bigcommerce import orders, stock
from sandbox.bigcommerce.clocks import iso, now, read_date
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.order_changes import set_fees
from sandbox.bigcommerce.order_lines import new_line
from sandbox.bigcommerce.order_parts import ADDRESS_KEYS
from sandbox.bigcommerce.order_totals import total_up
from sandbox.memories import to_json

FIRST_ORDER = 100
PERSON = {
    "first_name": "Alex",
    "last_name": "Nguyen",
    "company": "",
    "street_1": "12 Harbour Street",
    "street_2": "",
    "city": "Sydney",
    "state": "New South Wales",
    "zip": "2000",
    "country": "Australia",
    "country_iso2": "AU",
    "phone": "0400000000",
    "email": "alex@example.com",
}
GATEWAYS = {  # payment method → (transaction method, gateway); None: no money moves at checkout
    "Credit Card": ("credit_card", "stripe"),
    "PayPal": ("electronic_wallet", "paypalexpress"),
    "Afterpay": ("offsite", "custom"),
    "Zip Pay": ("offsite", "custom"),
    "Bank Deposit": None,
    "Cash on Delivery": None,
}
UNPAID_STATUSES = (0, 1, 6, 7, 12)


def place(store: Store, wish: dict[str, Any]) -> dict[str, Any]:
    """Place an order and return its document; every key of the wish is optional.

    lines, customer_id, email, status_id, payment_method, payment_status, shipping_method, shipping_cost, handling,
    currency, display_currency, exchange_rate, tax_inclusive, tax_rate, discount, coupon {code, type, amount},
    store_credit, gift_certificate, addresses, pickup, fees, date_created, date_modified, staff_notes,
    customer_message, external_order_id, channel_id, source, billing_address, messages, raw.
    Stock goes down at once where the store counts at order time; never refused for want of stock.
    """
    with store.transaction() as db:
        order = draft(store, wish)
        order["lines"] = [new_line(store, order, line) for line in wish.get("lines", [{"name": "Custom item"}])]
        total_up(order)
        order["id"] = wish.get("id") or store.next_ids("order", first=FIRST_ORDER)
        if store.settings["update_stock_behavior"] == "order_placed" and order["status_id"] != 0:
            stock.take(store, order["lines"])
            for line in order["lines"]:
                line["taken"] = True
        db.execute(orders.INSERT, orders.row_of(order))
        add_payments(store, order)
    return order


def draft(store: Store, wish: dict[str, Any]) -> dict[str, Any]:
    """Everything of an order but its lines, its id and its totals."""
    settings = store.settings
    currency = wish.get("currency", settings["currency"])
    method = wish.get("payment_method", "Credit Card")
    status_id = wish.get("status_id", 11)
    created = _moment(wish.get("date_created"), now(store))
    billing = {**PERSON, **wish.get("billing_address", {})}
    if "email" in wish:
        billing["email"] = wish["email"]
    order: dict[str, Any] = {
        "id": 0,
        "customer_id": wish.get("customer_id", 0),
        "status_id": status_id,
        "date_created": created,
        "date_modified": _moment(wish.get("date_modified"), created),
        "date_shipped": created + 86_400 if status_id in (2, 10) else 0,
        "currency": currency,
        "display_currency": wish.get("display_currency", currency),
        "store_currency": settings["currency"],
        "rate": f"{Decimal(str(wish.get('exchange_rate', 1))):.10f}",
        "inclusive": wish.get("tax_inclusive", settings["is_price_entered_with_tax"]),
        "tax_rate": str(wish.get("tax_rate", settings["tax_rate"])),
        "payment_method": method,
        "payment_status": wish.get("payment_status", _payment_status(method, status_id)),
        "billing": billing,
        "lines": [],
        "addresses": [],
        "pickups": [],
        "fees": [],
        "messages": wish.get("messages", []),
        "coupon": None,
        "discount": str(wish.get("discount", 0)),
        "store_credit": str(wish.get("store_credit", 0)),
        "gift_certificate": str(wish.get("gift_certificate", 0)),
        "staff_notes": wish.get("staff_notes", ""),
        "customer_message": wish.get("customer_message", ""),
        "external_order_id": wish.get("external_order_id", ""),
        "channel_id": wish.get("channel_id", 1),
        "cart_id": wish.get("cart_id", f"cart-{store.next_ids('cart')}"),
        "source": wish.get("source", "www"),
        "is_deleted": wish.get("is_deleted", False),
        "raw": wish.get("raw", {}),
    }
    if wish.get("coupon"):
        coupon = wish["coupon"] if isinstance(wish["coupon"], dict) else {"amount": str(wish["coupon"])}
        order["coupon"] = {"id": store.next_ids("coupon"), "code": "SAVE", "type": 2, "discount": "0.0000", **coupon}
    if wish.get("pickup"):
        order["pickups"] = [_pickup(store.next_ids("pickup"))]
    kinds = {line.get("type", "physical") for line in wish.get("lines", [{}])}
    default: list[dict[str, Any]] = [] if wish.get("pickup") or "physical" not in kinds else [{}]
    for asked in wish.get("addresses", default):
        order["addresses"].append(_address(store, order, asked, wish))
    set_fees(store, order, wish.get("fees", []))
    return order


def _moment(given: Any, default: int) -> int:
    if given is None:
        return default
    return int(given) if isinstance(given, int | float) else int(read_date(given))


def _payment_status(method: str, status_id: int) -> str:
    if status_id in (4, 14):
        return "refunded" if status_id == 4 else "partially refunded"
    if status_id == 6:
        return "declined"
    if status_id in UNPAID_STATUSES or not GATEWAYS.get(method):
        return ""
    return "captured"


def _address(store: Store, order: dict[str, Any], asked: dict[str, Any], wish: dict[str, Any]) -> dict[str, Any]:
    person = {key: order["billing"][key] for key in ADDRESS_KEYS}
    return {
        "id": store.next_ids("address"),
        **person,
        **{key: value for key, value in asked.items() if key in ADDRESS_KEYS},
        "shipping_method": asked.get("shipping_method", wish.get("shipping_method", "Standard")),
        "cost": str(Decimal(str(asked.get("cost", wish.get("shipping_cost", "9.95"))))),
        "handling": str(Decimal(str(asked.get("handling", wish.get("handling", 0))))),
        "tax_rate": order["tax_rate"],
    }


def _pickup(id_: int) -> dict[str, Any]:
    return {
        "id": id_,
        "pickup_method_id": 1,
        "pickup_method_display_name": "Pickup in store",
        "collection_instructions": "Bring your order number.",
        "collection_time_description": "9am to 5pm",
        "location": {
            "id": 1,
            "name": "Default location",
            "code": "BC-LOCATION-1",
            "address_line_1": "1 Ridge Road",
            "address_line_2": "",
            "city": "Sydney",
            "state": "New South Wales",
            "postal_code": "2000",
            "country_alpha2": "AU",
            "email": "shop@example.com",
            "phone": "0290000000",
        },
    }


def payments_of(order: dict[str, Any], first_id: int) -> list[dict[str, Any]]:
    """The transactions of an order: gift certificate, store credit, and the rest by its payment method."""
    parts = [
        ("gift_certificate", "giftcertificate", Decimal(order["gift_certificate"])),
        ("store_credit", "storecredit", Decimal(order["store_credit"])),
    ]
    rest = Decimal(order["totals"]["total_inc_tax"]) - sum(part[2] for part in parts)
    gateway = GATEWAYS.get(order["payment_method"], ("custom", "custom"))
    if gateway and order["status_id"] not in (0, 1, 7, 12):
        parts.append((*gateway, rest))
    rows: list[dict[str, Any]] = []
    for method, gateway_name, amount in parts:
        if amount > 0:
            declined = order["status_id"] == 6 and method not in ("gift_certificate", "store_credit")
            rows.append(_transaction(order, first_id + len(rows), method, gateway_name, float(amount), declined))
    return rows


def _transaction(
    order: dict[str, Any], id_: int, method: str, gateway: str, amount: float, declined: bool
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": id_,
        "order_id": str(order["id"]),
        "event": "purchase",
        "method": method,
        "amount": amount,
        "currency": order["currency"],
        "gateway": gateway,
        "gateway_transaction_id": f"txn-{id_}",
        "status": "error" if declined else "ok",
        "test": False,
        "fraud_review": False,
        "reference_transaction_id": None,
        "date_created": iso(order["date_created"]),
        "payment_method_id": f"{gateway}.{method}",
    }
    if method == "gift_certificate":
        row["gift_certificate"] = {
            "code": f"GC-{id_}",
            "original_balance": amount,
            "starting_balance": amount,
            "remaining_balance": 0,
            "status": "active",
        }
    if method == "store_credit":
        row["store_credit"] = {"remaining_balance": 0}
    return row


def add_payments(store: Store, order: dict[str, Any]) -> None:
    """Write the transactions of a new order."""
    rows = payments_of(order, store.next_ids("transaction", 3))
    with store.transaction() as db:
        db.executemany(
            "insert into transactions values (?,?,?)", [(row["id"], order["id"], to_json(row)) for row in rows]
        )


def transactions(store: Store, order_id: int) -> list[dict[str, Any]]:
    """The transactions of an order, oldest first."""
    return [
        json.loads(row["doc"])
        for row in store.rows("select doc from transactions where order_id=? order by id", (order_id,))
    ]
