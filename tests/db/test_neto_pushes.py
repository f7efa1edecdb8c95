"""What is kept of orders at Neto: when they count as accepted, and what stands against them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from bigcommerce.db.neto.consignments import (
    close_dispatch_problems,
    disputed_dispatches,
    find_consignments,
    move_watermark,
    read_window,
    save_consignments,
)
from bigcommerce.db.neto.notes import read_notes
from bigcommerce.db.neto.payments import read_payments, set_payment_state
from bigcommerce.db.neto.pushes import (
    Scope,
    accept_push,
    close_moot_problems,
    insert_intents,
    read_held,
    read_pushes,
    read_totals,
    refuse_push,
)
from bigcommerce.db.problems import open_problems
from bigcommerce.domain.neto.consignments import Consignment
from bigcommerce.domain.problems import Problem

SCOPE = Scope("default")


@pytest.fixture
def db(rolled_back: psycopg.Connection) -> psycopg.Connection:
    rolled_back.execute("insert into bigcommerce.stores (store_code) values ('default'), ('other')")
    rolled_back.execute(
        "insert into backoffice.orders (order_id, store_code, bigcommerce_order_id)"
        " values (1, 'default', 1), (2, 'default', 2), (3, 'other', 3)"
    )
    return rolled_back


def accepted_at(db: psycopg.Connection, order_id: int) -> datetime:
    row = db.execute("select accepted_at from backoffice.orders where order_id = %s", [order_id]).fetchone()
    assert row
    return row[0]


def due(db: psycopg.Connection, scope: Scope = SCOPE) -> list[tuple[int, str | None]]:
    return [(push.order.order_id, push.state) for push in read_pushes(db, scope, 0, 10)]


def say(db: psycopg.Connection, *problems: tuple[str, str, dict[str, Any]]) -> None:
    rows = [Problem(key, code, "", details) for key, code, details in problems]
    open_problems(db, "default", "neto", "run", rows)


def open_keys(db: psycopg.Connection) -> list[str]:
    rows = db.execute("select item_key from bigcommerce.item_problems where resolved_at is null order by 1")
    return [key for (key,) in rows]


def pay(db: psycopg.Connection) -> None:
    db.execute(
        "insert into backoffice.order_payments (order_id, payment_no, kind, amount, status, payment_method)"
        " values (1, 1, 'payment', 5, 'captured', 'Card'), (2, 1, 'payment', 5, 'Captured', 'Card')"
    )


def test_only_this_stores_orders_that_nobody_accepted_or_cancelled_are_due(db: psycopg.Connection) -> None:
    assert due(db) == [(1, None), (2, None)] and due(db, Scope("default", [2])) == [(2, None)]
    db.execute("update backoffice.orders set cancelled_at = now() where order_id = 1")
    db.execute("update backoffice.orders set accepted_at = now() where order_id = 2")
    assert due(db) == []


def test_nothing_of_another_store_is_sent_though_neto_has_its_order(db: psycopg.Connection) -> None:
    pay(db)
    db.execute("update backoffice.order_payments set order_id = 3 where order_id = 1")
    db.execute("insert into backoffice.order_changes (order_id, kind) values (3, 'status')")
    accept_push(db, 3, "BC3", False, 0.0)
    for read in (read_totals, read_payments, read_notes):
        assert read(db, SCOPE, 0, 10) == []
        assert len(read(db, Scope("other"), 0, 10)) == 1


def test_a_line_that_was_removed_does_not_go_to_neto(db: psycopg.Connection) -> None:
    db.execute(
        "insert into backoffice.order_lines (order_id, line_no, sku, quantity)"
        " values (1, 1, 'TEE', 0), (1, 2, 'CAP', 2)"
    )
    lines = read_pushes(db, Scope("default", [1]), 0, 10)[0].order.lines
    assert [(line.sku, line.quantity) for line in lines] == [("CAP", 2)]


def test_what_was_begun_is_looked_at_again_whatever_became_of_it(db: psycopg.Connection) -> None:
    insert_intents(db, {1: "BC1"})
    db.execute("update backoffice.orders set cancelled_at = now() where order_id = 1")
    assert due(db) == [(1, "intended"), (2, None)]
    refuse_push(db, 1, "BC1", None)
    assert due(db) == [(2, None)]


def test_what_was_refused_and_is_sent_again_counts_as_begun(db: psycopg.Connection) -> None:
    refuse_push(db, 1, "BC1", "as it was")
    insert_intents(db, {1: "BC1"})
    db.execute("update backoffice.orders set cancelled_at = now() where order_id = 1")
    assert due(db) == [(1, "intended"), (2, None)]


def test_an_order_counts_as_accepted_by_the_later_clock(db: psycopg.Connection) -> None:
    for order_id, ahead in ((1, 30.0), (2, -30.0)):
        began = datetime.now(UTC)
        accept_push(db, order_id, f"BC{order_id}", False, ahead)
        later = (accepted_at(db, order_id) - began).total_seconds()
        # Neto's time is in whole seconds, so one more.
        assert max(ahead + 1, 0) <= later < max(ahead + 1, 0) + 5
    first = accepted_at(db, 1)
    accept_push(db, 1, "BC1", False, 90.0)
    assert accepted_at(db, 1) == first


def test_combined_orders_may_be_one_at_neto(db: psycopg.Connection) -> None:
    accept_push(db, 1, "N5", False, 0.0)
    accept_push(db, 2, "N5", False, 0.0)
    assert due(db) == []


def test_held_and_cancelled_orders_are_not_paid(db: psycopg.Connection) -> None:
    pay(db)
    accept_push(db, 1, "BC1", True, 0.0)
    accept_push(db, 2, "BC2", False, 0.0)
    (row,) = read_payments(db, SCOPE, 0, 10)
    assert row.order_id == 2 and row.payment and row.payment.amount == 5
    db.execute("update backoffice.orders set cancelled_at = now() where order_id = 2")
    assert read_payments(db, SCOPE, 0, 10) == []
    # A request may have reached Neto before.
    set_payment_state(db, [2], "intended")
    (row,) = read_payments(db, SCOPE, 0, 10)
    assert (row.order_id, row.state, row.is_cancelled) == (2, "intended", True)


def test_a_refused_payment_waits_while_its_own_problem_is_open(db: psycopg.Connection) -> None:
    pay(db)
    accept_push(db, 2, "BC2", False, 0.0)
    set_payment_state(db, [2], "none", "Card: 5.00")
    # A SKU that looks like the order's number.
    say(db, ("2", "neto_rejected", {"is_approved": True}))
    assert [row.refused_as for row in read_payments(db, SCOPE, 0, 10)] == [None]
    say(db, ("2", "neto_rejected", {}))
    assert [row.refused_as for row in read_payments(db, SCOPE, 0, 10)] == ["Card: 5.00"]
    set_payment_state(db, [2], "none")
    assert [row.refused_as for row in read_payments(db, SCOPE, 0, 10)] == [None]


def test_a_held_order_leaves_on_hold_once_it_has_every_name_and_has_left_it_here(db: psycopg.Connection) -> None:
    def held() -> list[int]:
        return [push.order_id for push in read_held(db, SCOPE, 0, 10)]

    db.execute("update backoffice.orders set status = 'On Hold', bigcommerce_payment_method = 'Credit Card'")
    db.execute(
        "insert into backoffice.order_shipping_addresses (order_id, shipping_address_no, bigcommerce_shipping_method)"
        " values (1, 1, 'Flat Rate'), (1, 2, '')"
    )
    for order_id in (1, 3):
        accept_push(db, order_id, f"BC{order_id}", True, 0.0)
    for change in (
        "orders set status = 'New'",
        "orders set payment_method = 'Card'",
        "order_shipping_addresses set shipping_service = 'Parcel' where bigcommerce_shipping_method <> ''",
    ):
        assert held() == []
        db.execute(f"update backoffice.{change}")
    assert held() == [1]
    db.execute("update backoffice.orders set status = 'On Hold'")
    assert held() == []


def test_what_stood_against_an_order_that_neto_is_not_to_get_is_closed(db: psycopg.Connection) -> None:
    say(db, ("1", "neto_unknown_sku", {}), ("2", "neto_rejected", {}), ("A-1", "neto_unknown_sku", {}))
    # A SKU that looks like an order's number.
    say(db, ("1", "neto_rejected", {"is_approved": True}))
    assert close_moot_problems(db, "default") == 0
    db.execute("update backoffice.orders set cancelled_at = now() where order_id = 1")
    # Its payment was refused; it is there.
    accept_push(db, 2, "BC2", False, 0.0)
    assert close_moot_problems(db, "default") == 1 and open_keys(db) == ["1", "2", "A-1"]


def test_the_watermark_of_dispatches_never_goes_back(db: psycopg.Connection) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    assert read_window(db, "default")[0] is None
    for moment in (at, at + timedelta(hours=1), at):
        move_watermark(db, "default", moment)
    assert read_window(db, "default")[0] == at + timedelta(hours=1)


def test_a_corrected_consignment_has_its_own_lines_and_units(db: psycopg.Connection) -> None:
    def parcel(consignment_id: str, lines: dict[int, int]) -> Consignment:
        return Consignment(consignment_id, 1, "Parcel", "", "", None, False, lines)

    former = [parcel("neto:N1:1", {1: 3, 2: 2}), parcel("neto:N1:2", {3: 1})]
    save_consignments(db, former)
    db.execute("update backoffice.consignments set updated_at = '2026-01-01'")
    corrected = [parcel("neto:N1:1", {1: 1}), parcel("neto:N1:2", {2: 2, 3: 1})]
    save_consignments(db, corrected)
    assert sorted(find_consignments(db, ["N1"])["N1"], key=lambda row: row.consignment_id) == corrected
    assert db.execute("select from backoffice.consignments where updated_at < '2026-01-02'").fetchall() == []


def test_only_what_was_read_again_and_not_found_again_is_closed(db: psycopg.Connection) -> None:
    unmatched = "neto_unmatched_dispatch"
    say(
        db, ("7", unmatched, {"neto_order_id": "N1"}), ("8", unmatched, {"neto_order_id": "N1"}),
        ("9", unmatched, {"neto_order_id": "N2"}), ("N1", "neto_unreadable_order", {"neto_order_id": "N1"}),
        # The order push says this of an order's total; an import has not looked at that.
        ("1", "neto_unreadable_order", {"neto_order_id": "N1"}),
    )  # fmt: skip
    assert sorted(disputed_dispatches(db, "default")) == ["N1", "N2"]
    close_dispatch_problems(db, "default", ["N1"], [Problem("8", unmatched, "")])
    assert open_keys(db) == ["1", "8", "9"]
