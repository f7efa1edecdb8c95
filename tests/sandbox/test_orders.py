"""Orders V2: lists, filters, keyset walks, changes."""

from decimal import Decimal
from typing import Any

import httpx
import pytest


def ids(answer: httpx.Response) -> list[int]:
    return [row["id"] for row in answer.json()]


def test_an_empty_list_is_204_without_a_body(store: Any) -> None:
    answer = store.api.get("v2/orders")
    assert (answer.status_code, answer.content) == (204, b"")


def test_pages_hold_fifty_unless_asked_and_250_at_most(store: Any) -> None:
    store.control.post("orders/bulk", json={"count": 260})
    assert len(store.api.get("v2/orders").json()) == 50
    assert len(store.api.get("v2/orders?limit=250").json()) == 250
    assert len(store.api.get("v2/orders?limit=250&page=2").json()) == 10
    assert store.api.get("v2/orders?limit=250&page=3").status_code == 204
    refused = store.api.get("v2/orders?limit=251")
    assert refused.status_code == 400 and refused.json()[0]["status"] == 400


def test_a_walk_by_key_sees_every_order_once(store: Any) -> None:
    store.control.post("orders/bulk", json={"count": 1_000})
    seen: list[int] = []
    requests = 0
    while True:
        query = {"min_id": (seen[-1] if seen else 0) + 1, "limit": 250, "sort": "id:asc"}
        answer = store.api.get("v2/orders", params=query)
        requests += 1
        if answer.status_code == 204:
            break
        seen += ids(answer)
    assert requests == 5 and len(seen) == len(set(seen)) == 1_000


def test_id_bounds_are_inclusive_or_not_as_set(store: Any) -> None:
    first, second = store.place()["id"], store.place()["id"]
    assert ids(store.api.get(f"v2/orders?min_id={first}")) == [first, second]
    store.set(id_bounds="exclusive")
    assert ids(store.api.get(f"v2/orders?min_id={first}")) == [second]


def test_date_bounds_are_inclusive_or_not_as_set(store: Any) -> None:
    order = store.place(date_created="2026-01-10T10:00:00Z")
    moment = "2026-01-10T10:00:00%2B00:00"
    for name in ("created", "modified"):
        query = f"v2/orders?min_date_{name}={moment}&max_date_{name}={moment}"
        store.set(date_bounds="inclusive")
        assert ids(store.api.get(query)) == [order["id"]]
        store.set(date_bounds="exclusive")
        assert store.api.get(query).status_code == 204
    assert store.api.get("v2/orders?min_date_modified=yesterday").status_code == 400


def test_filters_choose_by_status_customer_email_and_reference(store: Any) -> None:
    one = store.place(status_id=9, customer_id=7, email="Ava@example.com", external_order_id="BO-1")["id"]
    store.place()
    for query in ("status_id=9", "customer_id=7", "email=ava@example.com", "external_order_id=BO-1"):
        assert ids(store.api.get(f"v2/orders?{query}")) == [one]
    assert store.api.get("v2/orders/count?status_id=9").json()["count"] == 1


def test_consignments_come_only_as_an_object(store: Any) -> None:
    order = store.place()
    assert store.api.get("v2/orders?include=consignments").status_code == 400
    query = "include=consignments.line_items,fees&consignment_structure=object"
    (shown,) = store.api.get(f"v2/orders?{query}").json()
    assert shown["consignments"]["shipping"][0]["line_items"][0]["order_id"] == order["id"]
    assert store.api.get("v2/orders").json()[0]["consignments"]["resource"] == f"/orders/{order['id']}/consignments"


def test_a_consignment_shows_fifty_lines_and_a_warning(store: Any) -> None:
    order = store.place(lines=[{"name": f"Thing {n}", "price": 1} for n in range(60)])
    query = "include=consignments.line_items&consignment_structure=object"
    lines = store.api.get(f"v2/orders/{order['id']}?{query}").json()["consignments"]["shipping"][0]["line_items"]
    assert len(lines) == 51 and set(lines[-1]) == {"__warning__"}
    assert len(store.api.get(f"v2/orders/{order['id']}/products?limit=250").json()) == 60
    assert len(store.api.get(f"v2/orders/{order['id']}/products").json()) == 50


def test_a_put_takes_writable_fields_only(store: Any) -> None:
    order = store.place(date_created="2026-01-10T10:00:00Z")
    path = f"v2/orders/{order['id']}"
    refused = store.api.put(path, json={"staff_notes": "x", "status": "Shipped"})
    assert refused.status_code == 400 and "'status' cannot be written" in refused.json()[0]["message"]
    assert store.api.get(path).json() == store.api.get(path).json() | {"staff_notes": ""}
    changed = store.api.put(path, json={"staff_notes": "seen", "status_id": 9, "external_order_id": "BO-9"}).json()
    assert (changed["staff_notes"], changed["status_id"], changed["external_order_id"]) == ("seen", 9, "BO-9")
    assert changed["date_modified"] != order["date_modified"]


def test_an_archived_order_leaves_the_list_but_answers(store: Any) -> None:
    order = store.place()
    store.control.delete(f"orders/{order['id']}")
    assert store.api.get("v2/orders").status_code == 204
    assert store.api.get(f"v2/orders/{order['id']}").json()["is_deleted"] is True
    missing = store.api.get("v2/orders/99999")
    assert missing.status_code == 404 and missing.json()[0]["status"] == 404


def test_digital_orders_have_no_shipping_address(store: Any) -> None:
    order = store.place(lines=[{"name": "Guide", "type": "digital", "price": 5}])
    assert order["order_is_digital"] and order["shipping_address_count"] == 0
    assert store.api.get(f"v2/orders/{order['id']}/shipping_addresses").status_code == 204
    assert order["consignments"]["downloads"][0]["line_items"][0]["order_address_id"] == 0


def test_edits_behind_the_store_add_up_again_and_move_the_date(store: Any) -> None:
    order = store.place(lines=[{"name": "A", "price": 10}, {"name": "B", "price": 20}], shipping_cost=0)
    first = order["consignments"]["shipping"][0]["line_items"][0]["id"]
    change = {"lines": {"remove": [first], "add": [{"name": "C", "price": 5, "quantity": 3}]}, "status_id": 9}
    edited = store.control.patch(f"orders/{order['id']}", json=change).json()
    assert (edited["total_inc_tax"], edited["items_total"], edited["status_id"]) == ("35.0000", 4, 9)


def test_refunds_are_v3_and_move_the_status(store: Any) -> None:
    order = store.place(lines=[{"name": "A", "price": 10, "quantity": 2}], shipping_cost=0)
    line = order["consignments"]["shipping"][0]["line_items"][0]["id"]
    body = {"items": [{"order_product_id": line, "quantity": 1}]}
    assert store.control.post(f"orders/{order['id']}/refunds", json=body).json()["total_amount"] == 10
    shown = store.api.get(f"v2/orders/{order['id']}").json()
    assert (shown["status_id"], shown["refunded_amount"], shown["payment_status"]) == (
        14,
        "0.0000",
        "partially refunded",
    )
    found = store.api.get(f"v3/orders/payment_actions/refunds?order_id:in={order['id']},5").json()
    assert [row["order_id"] for row in found["data"]] == [order["id"]]
    assert store.api.get(f"v2/orders/{order['id']}/products").json()[0]["quantity_refunded"] == 1
    store.control.post(f"orders/{order['id']}/refunds", json=body)
    assert store.api.get(f"v2/orders/{order['id']}").json()["status_id"] == 4
    assert len(store.api.get(f"v3/orders/{order['id']}/transactions").json()["data"]) == 3


@pytest.mark.parametrize("inclusive", [True, False])
def test_totals_tie_on_the_entered_side(store: Any, inclusive: bool) -> None:
    order = store.place(
        lines=[{"name": "A", "price": "19.99", "quantity": 3, "discount": "1.11"}, {"name": "B", "price": "0.05"}],
        discount="7.77",
        coupon={"type": 1, "amount": "15"},
        fees=[{"name": "F", "cost": "2.22"}],
        handling="1.01",
        tax_inclusive=inclusive,
    )
    assert_ties(order)


def test_a_discount_that_does_not_divide_is_taken_whole(store: Any) -> None:
    order = store.place(lines=[{"name": name, "price": 10} for name in "ABC"], discount=10, shipping_cost=0)
    assert (order["discount_amount"], order["total_inc_tax"]) == ("10.0000", "20.0000")


def assert_ties(order: dict[str, Any]) -> None:
    """Parts and total agree to the last digit on the entered side; the two sides differ by the tax."""
    side = "inc_tax" if order["is_tax_inclusive_pricing"] else "ex_tax"
    parts = [
        Decimal(order[f"{name}_{side}"]) for name in ("subtotal", "shipping_cost", "handling_cost", "wrapping_cost")
    ]
    fees = [Decimal(fee[f"cost_{side}"]) for fee in order["fees"]]
    off = Decimal(order["discount_amount"]) + Decimal(order["coupon_discount"])
    assert sum(parts + fees, Decimal(0)) - off == Decimal(order[f"total_{side}"])
    assert Decimal(order["total_ex_tax"]) + Decimal(order["total_tax"]) == Decimal(order["total_inc_tax"])
    consignments = order["consignments"]
    groups = consignments["shipping"] + consignments["pickups"] + consignments["downloads"]
    groups += consignments["email"]["gift_certificates"]
    lines = [line for group in groups for line in group["line_items"]]
    if not any("__warning__" in line for line in lines):
        assert sum(line["quantity"] for line in lines) == order["items_total"]
        assert sum(Decimal(line[f"total_{side}"]) for line in lines) == Decimal(order[f"subtotal_{side}"])
    for line in lines:
        taken = sum(Decimal(discount["amount"]) for discount in line.get("applied_discounts", []))
        if "id" in line and order["is_tax_inclusive_pricing"]:
            assert Decimal(line["total_inc_tax"]) - taken == Decimal(line["discounted_total_inc_tax"])


def test_every_demo_order_ties(demo: Any) -> None:
    query = "limit=250&include=consignments.line_items,fees&consignment_structure=object"
    orders = demo.api.get(f"v2/orders?{query}").json()
    assert len(orders) == 199 and {order["status_id"] for order in orders} == set(range(15))
    for order in orders:
        assert_ties(order)
    names = {order["payment_method"] for order in orders}
    assert {"Credit Card", "PayPal", "Afterpay", "Bank Deposit", "Cash on Delivery", "Zip Pay"} <= names


def test_bulk_orders_tie_too(store: Any) -> None:
    store.product("A-1", price=19.95)
    store.control.post("orders/bulk", json={"count": 100, "seed": 3})
    query = "limit=250&include=consignments.line_items,fees&consignment_structure=object"
    for order in store.api.get(f"v2/orders?{query}").json():
        assert_ties(order)
