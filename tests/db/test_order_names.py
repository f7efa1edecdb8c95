"""Received orders that wait for a name or a product: what completes them, and what leaves them alone."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from bigcommerce.db.order_receipts import complete_waiting_orders
from bigcommerce.db.problems import open_problems
from bigcommerce.domain.problems import Problem
from tests.db.order_rows import everything, open_stores, rows, take, the_order
from tests.domain.order_payloads import line, payload, rules

UNMAPPED = rules(payment_names={}, shipping_names={})
PAYMENT_ONLY = rules(payment_names={})


@pytest.fixture
def store(rolled_back: psycopg.Connection) -> psycopg.Connection:
    return open_stores(rolled_back)


def map_payment(connection: psycopg.Connection, name: str, ours: str | None = "Card", store: str = "default") -> None:
    connection.execute("insert into bigcommerce.payment_method_map values (%s, %s, %s)", [store, name, ours])


def map_shipping(
    connection: psycopg.Connection, name: str, ours: str | None = "Parcel", store: str = "default"
) -> None:
    connection.execute("insert into bigcommerce.shipping_method_map values (%s, %s, %s)", [store, name, ours])


def choose(connection: psycopg.Connection, **settings: Any) -> None:
    for name, value in settings.items():
        connection.execute(f"update bigcommerce.stores set {name} = %s where store_code = 'default'", [value])


def open_codes(connection: psycopg.Connection) -> list[str]:
    query = "select code from bigcommerce.item_problems where resolved_at is null order by code"
    return [code for (code,) in rows(connection, query)]


def names(connection: psycopg.Connection) -> tuple[Any, ...]:
    """Of the order, of its payment, of its deliveries."""
    (found,) = rows(
        connection,
        "select payment_method,"
        " (select p.payment_method from backoffice.order_payments p"
        " where p.order_id = o.order_id and p.kind = 'payment'),"
        " (select array_agg(shipping_service order by shipping_address_no)"
        " from backoffice.order_shipping_addresses a where a.order_id = o.order_id)"
        " from backoffice.orders o where bigcommerce_order_id = 100",
    )
    return found


def state(connection: psycopg.Connection) -> tuple[str, bool]:
    order = the_order(connection)
    return order["status"], order["needs_attention"]


def change(connection: psycopg.Connection, kind: str, acknowledged: bool = False) -> None:
    connection.execute(
        "insert into backoffice.order_changes (order_id, kind, acknowledged_at)"
        " select order_id, %s, case when %s then now() end from backoffice.orders",
        [kind, acknowledged],
    )


# --- names ---------------------------------------------------------------------------------------------------------
def test_an_unmapped_order_is_held_and_completed_once_both_names_are_there(store: psycopg.Connection) -> None:
    take(store, payload(store_credit_amount="1"), rules=UNMAPPED)
    assert (state(store), names(store)) == (("On Hold", True), (None, None, [None]))
    assert open_codes(store) == ["unmapped_payment_method", "unmapped_shipping_method"]
    map_payment(store, "Credit Card")
    assert complete_waiting_orders(store, "default").changed == 1
    assert (state(store), names(store)) == (("On Hold", True), ("Card", "Card", [None]))
    assert open_codes(store) == ["unmapped_shipping_method"]
    map_shipping(store, "Standard")
    assert complete_waiting_orders(store, "default").changed == 1
    assert (state(store), names(store)) == (("New", False), ("Card", "Card", ["Parcel"]))
    assert open_codes(store) == []
    assert rows(store, "select payment_method from backoffice.order_payments where kind = 'store_credit'") == [(None,)]


def test_nothing_is_left_to_do_a_second_time(store: psycopg.Connection) -> None:
    take(store, payload(), rules=PAYMENT_ONLY)
    assert complete_waiting_orders(store, "default").changed == 0
    map_payment(store, "Credit Card")
    assert complete_waiting_orders(store, "default").changed == 1
    before = everything(store)
    assert complete_waiting_orders(store, "default").changed == 0
    assert everything(store) == before


def test_the_store_says_which_status_a_completed_order_gets(store: psycopg.Connection) -> None:
    choose(store, received_order_status="To pick")
    take(store, payload(), rules=PAYMENT_ONLY)
    map_payment(store, "Credit Card")
    complete_waiting_orders(store, "default")
    assert state(store) == ("To pick", False)


@pytest.mark.parametrize("name", ["credit card", "Credit Card ", " Credit Card", "Credit  Card", "Cafe\u0301", "C%"])
def test_only_the_exact_name_counts(store: psycopg.Connection, name: str) -> None:
    ours = "Café" if name.startswith("Caf") else "Credit Card"
    order = payload(payment_method=ours)
    order["consignments"]["shipping"][0]["shipping_method"] = ours
    take(store, order, rules=UNMAPPED)
    map_payment(store, name)
    map_shipping(store, name)
    assert complete_waiting_orders(store, "default").changed == 0
    assert (state(store), names(store)) == (("On Hold", True), (None, None, [None]))


@pytest.mark.parametrize("ours", [None, ""])
def test_a_map_row_without_a_name_maps_nothing(store: psycopg.Connection, ours: str | None) -> None:
    take(store, payload(), rules=UNMAPPED)
    map_payment(store, "Credit Card", ours)
    map_shipping(store, "Standard", ours)
    assert complete_waiting_orders(store, "default").changed == 0
    assert names(store) == (None, None, [None])
    choose(store, default_payment_method="Other", default_shipping_service="Post")
    assert complete_waiting_orders(store, "default").changed == 1
    assert (state(store), names(store)) == (("New", False), ("Other", "Other", ["Post"]))


def test_a_default_fills_what_the_map_lacks_and_the_map_comes_first(store: psycopg.Connection) -> None:
    choose(store, default_payment_method="Other", default_shipping_service="Post")
    map_payment(store, "Credit Card")
    order = payload()
    methods = ("Standard", "Air")
    order["consignments"]["shipping"] = [
        {"id": number, "shipping_method": method, "line_items": []} for number, method in enumerate(methods, start=1)
    ]
    map_shipping(store, "Air", "Fast")
    take(store, order, rules=UNMAPPED)
    assert complete_waiting_orders(store, "default").changed == 1
    assert names(store) == ("Card", "Card", ["Post", "Fast"])


def test_every_delivery_needs_its_name(store: psycopg.Connection) -> None:
    order = payload()
    methods = ("Standard", "Air", None)
    order["consignments"]["shipping"] = [
        {"id": number, "shipping_method": method, "line_items": []} for number, method in enumerate(methods, start=1)
    ]
    take(store, order, rules=rules(shipping_names={}))
    map_shipping(store, "Standard")
    assert complete_waiting_orders(store, "default").changed == 1
    assert (names(store)[2], open_codes(store)) == (["Parcel", None, None], ["unmapped_shipping_method"])
    map_shipping(store, "Air", "Fast")
    assert complete_waiting_orders(store, "default").changed == 1
    assert (names(store)[2], open_codes(store)) == (["Parcel", "Fast", None], [])


def test_a_delivery_that_the_order_lost_is_not_waited_for(store: psycopg.Connection) -> None:
    order = payload()
    order["consignments"]["shipping"] = [
        {"id": number, "shipping_method": method, "line_items": []} for number, method in ((1, "Standard"), (2, "Air"))
    ]
    take(store, order, rules=rules(shipping_names={}))
    del order["consignments"]["shipping"][1]
    take(store, order, rules=rules(shipping_names={}))
    map_shipping(store, "Standard")
    assert complete_waiting_orders(store, "default").changed == 1
    assert (state(store), open_codes(store), names(store)[2]) == (("New", False), [], ["Parcel", None])


def test_a_name_that_an_order_has_is_not_replaced(store: psycopg.Connection) -> None:
    take(store, payload())
    choose(store, default_payment_method="Other", default_shipping_service="Post")
    map_payment(store, "Credit Card", "New name")
    map_shipping(store, "Standard", "New name")
    assert complete_waiting_orders(store, "default").changed == 0
    assert names(store) == ("Card", "Card", ["Parcel"])


def test_nothing_to_pay_and_nothing_to_ship_need_no_name(store: psycopg.Connection) -> None:
    choose(store, default_payment_method="Other", default_shipping_service="Post")
    order = payload(payment_method="")
    order["consignments"]["shipping"][0]["shipping_method"] = ""
    take(store, order, rules=UNMAPPED)
    assert (state(store), complete_waiting_orders(store, "default").changed) == (("New", False), 0)
    assert names(store) == (None, None, [None])


def test_each_store_has_its_own_names(store: psycopg.Connection) -> None:
    for code in ("default", "other"):
        take(store, payload(), rules=UNMAPPED, store=code)
    map_payment(store, "Credit Card", store="other")
    map_shipping(store, "Standard", store="other")
    assert complete_waiting_orders(store, "default").changed == 0
    assert complete_waiting_orders(store, "other").changed == 1
    assert complete_waiting_orders(store, "default").changed == 0
    query = "select store_code, status, payment_method from backoffice.orders order by 1"
    assert rows(store, query) == [("default", "On Hold", None), ("other", "New", "Card")]
    query = "select store_code, count(*) from bigcommerce.item_problems where resolved_at is null group by 1"
    assert rows(store, query) == [("default", 2)]


# --- what else holds an order --------------------------------------------------------------------------------------
def test_an_unknown_product_holds_it_until_the_product_is_there(store: psycopg.Connection) -> None:
    take(store, payload(line(1, sku="NEW"), line(2, sku=None)), rules=PAYMENT_ONLY)
    map_payment(store, "Credit Card")
    assert complete_waiting_orders(store, "default").changed == 1
    assert (state(store), open_codes(store)) == (("On Hold", True), ["sku_not_in_back_office"])
    store.execute("insert into backoffice.products (sku) values ('new')")
    assert complete_waiting_orders(store, "default").changed == 0
    store.execute("insert into backoffice.products (sku) values ('NEW')")
    assert complete_waiting_orders(store, "default").changed == 1
    assert (state(store), open_codes(store)) == (("New", False), [])


def test_a_product_is_not_asked_for_where_its_line_was_removed(store: psycopg.Connection) -> None:
    take(store, payload(line(1, sku="NEW"), line(2)))
    assert complete_waiting_orders(store, "default").changed == 0
    take(store, payload(line(2)))
    assert complete_waiting_orders(store, "default").changed == 1
    assert (state(store), open_codes(store)) == (("New", False), [])


def test_other_open_problems_hold_it_and_closed_ones_do_not(store: psycopg.Connection) -> None:
    take(store, payload(), rules=PAYMENT_ONLY)
    open_problems(store, "default", "orders", "run", [Problem("100", "invalid_order", ""), Problem("7", "b", "")])
    open_problems(store, "other", "orders", "run", [Problem("100", "invalid_order", "")])
    open_problems(store, "default", "tracking", "run", [Problem("100", "order_not_received", "")])
    map_payment(store, "Credit Card")
    assert complete_waiting_orders(store, "default").changed == 1
    assert (state(store), names(store)[0]) == (("On Hold", True), "Card")
    assert open_codes(store) == ["b", "invalid_order", "invalid_order", "order_not_received"]


def test_a_problem_that_was_closed_before_holds_nothing(store: psycopg.Connection) -> None:
    take(store, payload(), rules=PAYMENT_ONLY)
    open_problems(store, "default", "orders", "run", [Problem("100", "invalid_order", "")])
    store.execute("update bigcommerce.item_problems set resolved_at = now() where code = 'invalid_order'")
    map_payment(store, "Credit Card")
    complete_waiting_orders(store, "default")
    assert state(store) == ("New", False)


@pytest.mark.parametrize("kind", ["cancelled", "refunded", "lines", "address", "totals"])
def test_an_unacknowledged_change_keeps_the_attention(store: psycopg.Connection, kind: str) -> None:
    take(store, payload(), rules=PAYMENT_ONLY)
    change(store, kind)
    map_payment(store, "Credit Card")
    assert complete_waiting_orders(store, "default").changed == 1
    assert (the_order(store)["needs_attention"], names(store)[0], open_codes(store)) == (True, "Card", [])


@pytest.mark.parametrize(("kind", "acknowledged"), [("status", False), ("lines", True)])
def test_a_status_move_or_an_acknowledged_change_does_not(
    store: psycopg.Connection, kind: str, acknowledged: bool
) -> None:
    take(store, payload(), rules=PAYMENT_ONLY)
    change(store, kind, acknowledged)
    map_payment(store, "Credit Card")
    complete_waiting_orders(store, "default")
    assert state(store) == ("New", False)


def test_an_order_never_received_before_is_said_until_it_is(store: psycopg.Connection) -> None:
    open_problems(store, "default", "orders", "run", [Problem("100", "order_not_received", "")])
    assert complete_waiting_orders(store, "default").changed == 0
    take(store, payload())
    assert complete_waiting_orders(store, "default").changed == 1
    assert open_codes(store) == []


# --- the back office's own status ----------------------------------------------------------------------------------
def test_a_status_that_the_back_office_chose_stays(store: psycopg.Connection) -> None:
    take(store, payload(), rules=PAYMENT_ONLY)
    store.execute("update backoffice.orders set status = 'Picking'")
    map_payment(store, "Credit Card")
    assert complete_waiting_orders(store, "default").changed == 1
    assert (state(store), names(store)[0], open_codes(store)) == (("Picking", False), "Card", [])


def test_an_order_that_the_back_office_put_on_hold_itself_stays_there(store: psycopg.Connection) -> None:
    take(store, payload(line(sku="NEW")))
    store.execute("update backoffice.orders set status = 'On Hold'")
    store.execute("insert into backoffice.products (sku) values ('NEW')")
    assert complete_waiting_orders(store, "default").changed == 1
    assert state(store) == ("On Hold", False)


def test_an_order_without_anything_to_complete_is_left_alone(store: psycopg.Connection) -> None:
    take(store, payload())
    store.execute("update backoffice.orders set needs_attention = true")
    take(store, payload(id=101), rules=PAYMENT_ONLY)
    map_payment(store, "Credit Card")
    assert complete_waiting_orders(store, "default").changed == 1
    query = "select needs_attention from backoffice.orders order by bigcommerce_order_id"
    assert rows(store, query) == [(True,), (False,)]
