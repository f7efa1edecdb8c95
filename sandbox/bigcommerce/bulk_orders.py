"""Many mixed orders at once, for benchmarks and backfills: ids reserved in blocks, rows written together."""

import random
from typing import Any

from sandbox.bigcommerce import new_orders, orders, stock
from sandbox.bigcommerce.clocks import now
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.new_orders import FIRST_ORDER
from sandbox.bigcommerce.order_parts import ADDRESS_KEYS
from sandbox.bigcommerce.order_totals import total_up
from sandbox.memories import to_json

BLOCK = 5_000
METHODS = ("Credit Card",) * 6 + ("PayPal", "PayPal", "Afterpay", "Bank Deposit", "Cash on Delivery")
SERVICES = ("Standard",) * 6 + ("Express Post", "Express Post", "Free Shipping")
STATUS_IDS = (11,) * 12 + (9, 7, 2, 10, 5, 1)
FIRST_NAMES = ("Ava", "Noah", "Mia", "Zoë", "Liam", "Amélie", "Jürgen", "Søren", "Oliver", "Chloé")
LAST_NAMES = ("Smith", "O'Brien", "Nguyen", "Müller", "Łukasz", "Brown", "Singh", "Taylor", "García")
TOWNS = (
    ("Sydney", "New South Wales", "2000"),
    ("Melbourne", "Victoria", "3000"),
    ("Darwin", "Northern Territory", "0800"),
)


def place_many(store: Store, count: int, seed: int, days: int) -> tuple[int, int]:
    """Place `count` orders over the last `days` days, oldest first; (first id, last id). Stock goes down as usual."""
    dice = random.Random(seed)
    found = store.rows(
        "select p.id, v.id as variant_id, v.sku, p.name, p.calculated_price as price from variants v"
        " join products p on p.id = v.product_id limit 2000"
    )
    goods = [tuple(row) for row in found] or [(0, 0, "", "Custom item", 25.0)]
    first = store.next_ids("order", count, first=FIRST_ORDER)
    end = now(store)
    start = end - days * 86_400
    for offset in range(0, count, BLOCK):
        size = min(BLOCK, count - offset)
        moments = [start + (end - start) * (offset + n + 1) // (count + 1) for n in range(size)]
        _place_block(store, dice, goods, first + offset, moments)
    return first, first + count - 1


def _place_block(store: Store, dice: random.Random, goods: list[Any], first: int, moments: list[int]) -> None:
    sizes = [dice.choice((1, 1, 1, 2, 2, 3, 4, 6)) for _ in moments]
    line_id = store.next_ids("line", sum(sizes))
    address_id = store.next_ids("address", len(moments))
    payment_id = store.next_ids("transaction", 3 * len(moments))
    coupon_id = store.next_ids("coupon", len(moments))
    counted = store.settings["update_stock_behavior"] == "order_placed"
    documents, payments = [], []
    template = new_orders.draft(store, {"addresses": []})
    for number, moment in enumerate(moments):
        order = _draft(template, dice, first + number, moment, address_id + number)
        for _ in range(sizes[number]):
            order["lines"].append(_line(dice, dice.choice(goods), line_id, address_id + number, counted))
            line_id += 1
        if dice.random() < 0.1:
            order["coupon"] = {
                "id": coupon_id + number,
                "code": "SAVE10",
                "type": 1,
                "amount": "10",
                "discount": "0.0000",
            }
        total_up(order)
        documents.append(order)
        for row in new_orders.payments_of(order, payment_id + 3 * number):
            payments.append((row["id"], order["id"], to_json(row)))
    with store.transaction() as db:
        db.executemany(orders.INSERT, [orders.row_of(order) for order in documents])
        db.executemany("insert into transactions values (?,?,?)", payments)
        if counted:
            stock.take(store, [line for order in documents for line in order["lines"]])


def _draft(
    template: dict[str, Any], dice: random.Random, order_id: int, moment: int, address_id: int
) -> dict[str, Any]:
    """An order without lines; shares nothing that is changed with the template."""
    guest, status_id = dice.random() < 0.5, dice.choice(STATUS_IDS)
    name, family, town = dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES), dice.choice(TOWNS)
    method = dice.choice(METHODS)
    billing = {
        **template["billing"],
        "first_name": name,
        "last_name": family,
        "city": town[0],
        "state": town[1],
        "zip": town[2],
        "email": f"shopper{order_id}@example.com",
    }
    service = dice.choice(SERVICES)
    cost = "0" if service == "Free Shipping" else "14.95" if service == "Express Post" else "9.95"
    person = {key: billing[key] for key in ADDRESS_KEYS}
    paid = bool(new_orders.GATEWAYS[method]) and status_id not in new_orders.UNPAID_STATUSES
    return {
        **template,
        "id": order_id,
        "customer_id": 0 if guest else 1 + order_id % 5_000,
        "status_id": status_id,
        "date_created": moment,
        "date_modified": moment,
        "date_shipped": moment if status_id in (2, 10) else 0,
        "payment_method": method,
        "payment_status": "captured" if paid else "",
        "billing": billing,
        "lines": [],
        "addresses": [
            {"id": address_id, **person, "shipping_method": service, "cost": cost, "handling": "0", "tax_rate": "0.10"}
        ],
        "cart_id": f"bulk-{order_id}",
        "raw": {},
    }


def _line(dice: random.Random, good: Any, line_id: int, address_id: int, counted: bool) -> dict[str, Any]:
    product_id, variant_id, sku, name, price = good
    return {
        "id": line_id,
        "product_id": product_id,
        "variant_id": variant_id,
        "sku": sku,
        "name": name,
        "type": "physical",
        "unit": f"{price:.2f}",
        "quantity": dice.choice((1, 1, 1, 2, 3)),
        "tax_rate": "0.10",
        "own_discount": "0",
        "wrapping": "0",
        "discounts": [],
        "options": [],
        "address_id": address_id,
        "pickup_id": 0,
        "shipped": 0,
        "refunded": 0,
        "gift_certificate_id": None,
        "taken": counted,
    }
