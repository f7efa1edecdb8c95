"""The demo's 200 orders: every kind once, in `demo_kinds`, among plain ones; spread over the last 20 days."""

import random
from typing import Any

from sandbox.bigcommerce import new_orders, orders, refunds, shipments
from sandbox.bigcommerce.clocks import now
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.demo_kinds import KINDS

COUNT, DAYS = 200, 20
PLAIN_SKUS = ("MUG-ENAMEL", "TENT-2P", "BOTTLE-750", "TEE-BUSH-M", "CANDLE-EUC", "SOCK-MERINO-L", "COOLER-25", "00123")
NAMES = (("Ava", "Smith"), ("Noah", "Nguyen"), ("Mia", "O'Brien"), ("Liam", "Singh"), ("Zoë", "Müller"))
METHODS = ("Credit Card", "Credit Card", "Credit Card", "PayPal", "Afterpay", "Bank Deposit", "Cash on Delivery")
SERVICES = ("Standard", "Standard", "Standard", "Express Post", "Free Shipping")


def place_all(store: Store) -> None:
    """Place them oldest first, so that ids rise with the date placed. The same every time but for the dates."""
    dice, end = random.Random(20), now(store)
    every = COUNT // len(KINDS)
    for number in range(COUNT):
        kind, rest = divmod(number, every)
        wish = dict(KINDS[kind]) if rest == 0 and kind < len(KINDS) else _plain(dice)
        created = end - DAYS * 86_400 + (number + 1) * DAYS * 86_400 // (COUNT + 2)
        after = wish.pop("after", {})
        order = new_orders.place(store, {**wish, "date_created": created})
        _happen(store, order, after, min(created + 90_000, end))


def _plain(dice: random.Random) -> dict[str, Any]:
    """An everyday order, waiting to be fulfilled."""
    first, last = dice.choice(NAMES)
    service = dice.choice(SERVICES)
    skus = dice.sample(PLAIN_SKUS, dice.choice((1, 1, 2, 3)))
    return {
        "lines": [{"sku": sku, "quantity": dice.choice((1, 1, 2))} for sku in skus],
        "customer_id": dice.choice((0, 0, 11, 12, 13)),
        "billing_address": {"first_name": first, "last_name": last},
        "email": f"{first.lower()}.{dice.randint(1, 99)}@example.com",
        "payment_method": dice.choice(METHODS),
        "shipping_method": service,
        "shipping_cost": {"Standard": "9.95", "Express Post": "14.95"}.get(service, "0"),
    }


def _happen(store: Store, order: dict[str, Any], after: dict[str, Any], moment: int) -> None:
    """What came later: refunded (units or all), shipped (units or all), archived. Dated `moment`."""
    if not after:
        return
    lines = order["lines"]
    if "refund" in after:
        units = after["refund"]
        items = [
            {"order_product_id": line["id"], "quantity": min(line["quantity"], units or line["quantity"])}
            for line in (lines[:1] if units else lines)
        ]
        # everything refunded means shipping too
        amount = {} if units else {"amount": order["totals"]["total_inc_tax"]}
        refunds.refund(store, order["id"], {"items": items, **amount})
    if "ship" in after:
        units = after["ship"]
        items = [
            {"order_product_id": line["id"], "quantity": min(line["quantity"], units or line["quantity"])}
            for line in (lines[:1] if units else lines)
        ]
        body = {"order_address_id": lines[0]["address_id"], "items": items, "shipping_provider": "auspost"}
        shipments.create(store, order["id"], {**body, "tracking_number": f"33DEMO{order['id']:06d}"})
    changed = orders.load(store, order["id"])
    changed["status_id"] = after.get("status_id", changed["status_id"])
    changed["date_modified"] = moment
    changed["date_shipped"] = moment if changed["date_shipped"] else 0
    changed["is_deleted"] = after.get("archived", False)
    orders.save(store, changed, touch=False)
