"""Which consignments a run looks at, and what it keeps of them."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from bigcommerce.db import tracking as db
from bigcommerce.db.problems import Problem, open_problems
from bigcommerce.db.queries import sql
from bigcommerce.domain.tracking import Shipment
from bigcommerce.domain.tracking_texts import BLANKS


@pytest.fixture
def store(commerce: psycopg.Connection) -> psycopg.Connection:
    """One order 100 of two lines to one address, and consignment C1 of it."""
    commerce.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('default', true), ('o', true)")
    add_order(commerce, 100)
    add_consignment(commerce, "C1", 100)
    return commerce


def add_order(connection: psycopg.Connection, order_id: int, store: str = "default") -> None:
    connection.execute(
        "insert into backoffice.orders (order_id, store_code, bigcommerce_order_id, bigcommerce_status_id)"
        " values (%s, %s, %s, 11)",
        [order_id + 5000, store, order_id],
    )
    connection.execute(
        "insert into backoffice.order_shipping_addresses (order_id, shipping_address_no, bigcommerce_order_address_id)"
        " values (%s, 1, 501)",
        [order_id + 5000],
    )
    connection.execute(
        "insert into backoffice.order_lines (order_id, line_no, bigcommerce_order_product_id, shipping_address_no,"
        " quantity, quantity_refunded) values (%s, 1, 11, 1, 3, 1), (%s, 2, 12, null, 1, 0)",
        [order_id + 5000] * 2,
    )


def add_consignment(connection: psycopg.Connection, name: str, order_id: int, **columns: Any) -> None:
    row = {"consignment_id": name, "order_id": order_id + 5000, "tracking_number": "AB1", **columns}
    names = ", ".join(row)
    places = ", ".join(f"%({column})s" for column in row)
    connection.execute(f"insert into backoffice.consignments ({names}) values ({places})", row)


def looked_at(connection: psycopg.Connection, order_ids: list[int] | None = None) -> list[str]:
    found = db.orders_to_look_at(connection, "default", order_ids)
    return [row.consignment_id for row in db.read_consignments(connection, "default", found)]


def one(connection: psycopg.Connection) -> db.Consignment:
    (row,) = db.read_consignments(connection, "default", [100])
    return row


def accept(connection: psycopg.Connection, shipment_id: int = 7) -> None:
    row = one(connection)
    request = {"tracking_number": "AB1", "tracking_carrier": "", "items": [{"order_product_id": 11, "quantity": 2}]}
    db.insert_intents(connection, "default", row, [Shipment(1, request)])
    db.accept_shipment(connection, "default", (row.consignment_id, 1), shipment_id, row.order_id, request)


def find(connection: psycopg.Connection, code: str) -> None:
    row = one(connection)
    open_problems(connection, "default", "tracking", "run", [Problem(row.consignment_id, code, "", row.basis)])


def set_store(connection: psycopg.Connection, **columns: Any) -> None:
    for name, value in columns.items():
        connection.execute(f"update bigcommerce.stores set {name} = %s where store_code = 'default'", [value])


def carrier(connection: psycopg.Connection, service: str | None) -> tuple[str, str, bool]:
    connection.execute("update backoffice.consignments set shipping_service = %s", [service])
    value = one(connection).value
    return value["tracking_carrier"], value["shipping_provider"], value["is_mapped"]


# --- what is sent --------------------------------------------------------------------------------------------------
def test_a_consignment_comes_with_its_order_and_its_value(store: psycopg.Connection) -> None:
    store.execute("insert into backoffice.consignment_lines values ('C1', 1, 2)")
    row = one(store)
    assert (row.order_id, row.asked, row.is_due, row.is_to_send, row.accepted) == (100, {1: 2}, True, True, [])
    assert [(line.line_no, line.order_product_id, line.shipping_address_no) for line in row.lines] == [
        (1, 11, 1),
        (2, 12, None),
    ]
    assert row.lines[0].order_address_id == 501
    assert row.basis["order_lines"] == {"1": 2, "2": 1}


def test_other_stores_consignments_and_those_without_an_order_are_not_looked_at(store: psycopg.Connection) -> None:
    add_order(store, 101, "o")
    add_consignment(store, "C2", 101)
    store.execute("insert into backoffice.consignments (consignment_id) values ('C3'), ('C4')")
    assert looked_at(store) == ["C1"]
    assert db.left_out(store, "default", None) == {"no_order": (2, ["C3", "C4"])}
    assert db.left_out(store, "default", [100]) == {}


def test_named_orders_only(store: psycopg.Connection) -> None:
    add_order(store, 102)
    add_consignment(store, "C2", 102)
    assert looked_at(store, [102]) == ["C2"]
    assert db.orders_to_look_at(store, "default", None) == [100, 102]


def test_a_cancelled_consignment_is_never_sent(store: psycopg.Connection) -> None:
    store.execute("update backoffice.consignments set is_cancelled = true")
    assert looked_at(store) == []


def test_what_was_dispatched_before_the_set_up_was_complete_is_not_sent(store: psycopg.Connection) -> None:
    set_store(store, setup_completed_at="2026-02-01T00:00:00Z")
    store.execute("update backoffice.consignments set dispatched_at = '2026-01-31T23:59:59Z'")
    assert looked_at(store) == []
    assert db.count_waiting(store, "default") == 0
    store.execute("update backoffice.consignments set dispatched_at = '2026-02-01T00:00:00Z'")
    assert looked_at(store) == ["C1"]
    store.execute("update backoffice.consignments set dispatched_at = null")
    assert looked_at(store) == ["C1"]
    set_store(store, setup_completed_at=None)
    store.execute("update backoffice.consignments set dispatched_at = '1999-01-01T00:00:00Z'")
    assert looked_at(store) == ["C1"]


def test_what_is_dispatched_later_waits_until_then(store: psycopg.Connection) -> None:
    store.execute("update backoffice.consignments set dispatched_at = now() + interval '1 hour'")
    assert looked_at(store) == [] and db.count_waiting(store, "default") == 0
    assert db.left_out(store, "default", None) == {"later": (1, ["C1"])}
    assert db.left_out(store, "default", [999]) == {} == db.left_out(store, "o", None)
    store.execute("update backoffice.consignments set dispatched_at = now() - interval '1 second'")
    assert looked_at(store) == ["C1"] and db.left_out(store, "default", None) == {}


def test_without_a_number_it_waits_where_the_store_wants_numbers(store: psycopg.Connection) -> None:
    for is_sent, found in (True, ["C1"]), (False, []):
        set_store(store, ship_without_tracking_number=is_sent)
        for number in (None, "", " \t", *BLANKS):
            store.execute("update backoffice.consignments set tracking_number = %s", [number])
            assert looked_at(store) == found and db.count_waiting(store, "default") == len(found), number


# --- carriers ------------------------------------------------------------------------------------------------------
def test_an_exact_name_comes_before_patterns_and_the_longest_pattern_before_others(store: psycopg.Connection) -> None:
    store.execute(
        """insert into bigcommerce.carrier_map values
        ('default', '%Post%', 'pattern', 'any-post', ''),
        ('default', '%Shipped via Post 1%', 'pattern', 'longer', ''),
        ('default', 'Shipped via Post%', 'pattern', 'via-post', null),
        ('default', 'Shipped via Post 1', 'exact', 'australia-post', 'auspost'),
        ('default', 'Bike', 'exact', null, null),
        ('default', 'Van\\', 'pattern', 'broken', null),
        ('o', 'Truck', 'exact', 'other-store', null)"""
    )
    assert carrier(store, "Shipped via Post 1") == ("australia-post", "auspost", True)
    assert carrier(store, "Shipped via Post 2") == ("via-post", "", True)
    assert carrier(store, "Some Post") == ("any-post", "", True)
    assert carrier(store, "post") == ("", "", False)
    assert carrier(store, "Bike") == ("", "", True)
    assert carrier(store, "Truck") == ("", "", False)
    assert carrier(store, "Van\\") == ("", "", False)
    assert carrier(store, None) == ("", "", True)


# --- memory --------------------------------------------------------------------------------------------------------
def test_an_accepted_consignment_is_left_alone_until_its_value_changes(store: psycopg.Connection) -> None:
    accept(store)
    assert looked_at(store) == []
    store.execute("update backoffice.consignments set updated_at = now()")
    assert looked_at(store) == []
    store.execute("update backoffice.consignments set tracking_number = 'CD2'")
    row = one(store)
    assert not row.is_to_send and row.accepted[0].shipment_id == 7


def test_a_shipment_whose_outcome_is_unknown_is_not_sent_again(store: psycopg.Connection) -> None:
    db.insert_intents(store, "default", one(store), [Shipment(1, {"tracking_number": "AB1"})])
    assert looked_at(store) == []
    (intent,) = db.read_intents(store, "default", None)
    assert (intent.order_id, intent.request, intent.age >= 0) == (100, {"tracking_number": "AB1"}, True)
    assert db.read_intents(store, "default", [999]) == []
    db.refuse_shipment(store, "default", ("C1", 1))
    assert looked_at(store) == ["C1"]


def test_an_accepted_shipment_never_goes_back(store: psycopg.Connection) -> None:
    row = one(store)
    accept(store)
    assert db.insert_intents(store, "default", row, [Shipment(1, {})]) == {}
    db.refuse_shipment(store, "default", ("C1", 1))
    assert store.execute("select state, shipment_id from bigcommerce.shipment_exports").fetchone() == ("accepted", 7)


def test_an_intent_of_which_only_the_key_is_known_is_completed_from_the_consignment(store: psycopg.Connection) -> None:
    store.execute("insert into backoffice.consignment_lines values ('C1', 1, 2), ('C1', 2, 1)")
    store.execute("insert into bigcommerce.shipment_exports values ('default', 'C1', 1)")
    (intent,) = db.read_intents(store, "default", None)
    assert intent.order_id == 100
    assert intent.request["order_address_id"] == 501 and intent.request["tracking_number"] == "AB1"
    assert intent.request["items"] == [{"order_product_id": 11, "quantity": 2}]


def test_what_a_lost_answer_turned_out_to_be_is_compared_once_more(store: psycopg.Connection) -> None:
    row = one(store)
    db.insert_intents(store, "default", row, [Shipment(1, {"tracking_number": "AB1"})])
    db.accept_shipment(store, "default", ("C1", 1), 7, 100, {"tracking_number": "AB1"}, is_found=True)
    assert looked_at(store) == ["C1"]
    db.update_shipment(store, "default", ("C1", 1), 100, {"tracking_number": "AB1"}, row.value, row.fingerprint)
    assert looked_at(store) == []
    assert db.recorded_shipments(store, "default", 100) == {7}


def test_recording_the_same_again_touches_no_row(store: psycopg.Connection) -> None:
    row = one(store)
    accept(store)
    request = {"tracking_number": "AB1", "tracking_carrier": "", "items": [{"order_product_id": 11, "quantity": 2}]}
    before = store.execute("select xmin from bigcommerce.shipment_exports").fetchone()
    db.update_shipment(store, "default", ("C1", 1), 100, request, row.value, row.fingerprint)
    assert store.execute("select xmin from bigcommerce.shipment_exports").fetchone() == before
    assert db.units_shipped(store, "default", [100]) == {100: {11: 2}}


# --- problems ------------------------------------------------------------------------------------------------------
def close(connection: psycopg.Connection) -> None:
    connection.execute("update bigcommerce.item_problems set resolved_at = now()")


@pytest.mark.parametrize(
    "code", ["invalid_tracking_number", "rejected_by_bigcommerce", "order_not_shippable", "quantity_exceeds_order"]
)
def test_a_refused_consignment_waits_for_another_value_or_a_person(store: psycopg.Connection, code: str) -> None:
    find(store, code)
    assert looked_at(store) == []
    store.execute("insert into backoffice.consignment_lines values ('C1', 1, 1)")
    assert looked_at(store) == ["C1"]
    store.execute("delete from backoffice.consignment_lines")
    assert looked_at(store) == []
    close(store)
    assert looked_at(store) == ["C1"]


def test_an_order_that_changed_is_reason_enough_where_the_order_was_the_trouble(store: psycopg.Connection) -> None:
    find(store, "quantity_exceeds_order")
    store.execute("update backoffice.order_lines set quantity = 9 where line_no = 1")
    assert one(store).is_to_send
    close(store)
    find(store, "order_not_shippable")
    assert looked_at(store) == []
    store.execute("update backoffice.orders set bigcommerce_status_id = 9")
    assert one(store).is_to_send
    close(store)
    find(store, "rejected_by_bigcommerce")
    store.execute("update backoffice.order_lines set quantity = 10 where line_no = 1")
    assert looked_at(store) == []


def test_a_notice_does_not_hold_a_consignment_back(store: psycopg.Connection) -> None:
    find(store, "unmapped_carrier")
    assert looked_at(store) == ["C1"]
    accept(store)
    assert looked_at(store) == []


def test_problems_of_consignments_that_are_gone_or_cancelled_unsent_are_closed(store: psycopg.Connection) -> None:
    find(store, "invalid_tracking_number")
    assert db.resolve_orphaned_problems(store, "default") == 0
    store.execute("update backoffice.consignments set is_cancelled = true")
    assert db.resolve_orphaned_problems(store, "default") == 1
    store.execute("update backoffice.consignments set is_cancelled = false")
    accept(store)
    store.execute("update backoffice.consignments set is_cancelled = true")
    find(store, "consignment_changed_after_export")
    assert db.resolve_orphaned_problems(store, "default") == 0
    store.execute("delete from backoffice.consignments")
    assert db.resolve_orphaned_problems(store, "default") == 0
    find_lost = db.read_lost(store, "default", None)
    assert [(row.consignment_id, row.order_id, row.is_deleted) for row in find_lost] == [("C1", 100, True)]
    store.execute("update bigcommerce.shipment_exports set accepted_at = now() - interval '91 days'")
    assert db.read_lost(store, "default", None) == []


def test_what_was_accepted_before_the_order_was_part_of_its_value_is_not_looked_at_again(
    store: psycopg.Connection,
) -> None:
    accept(store)
    store.execute(
        "update bigcommerce.shipment_exports set consignment = consignment - 'order_id',"
        " fingerprint = md5((consignment - 'order_id')::text)"
    )
    assert looked_at(store) == ["C1"]
    store.execute(sql("schema/012_consignment_orders"))
    assert looked_at(store) == []
