"""Received orders at a real (pretend) Neto account: right, once, and the second run does nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest

from bigcommerce.errors import BadRequest, NotAuthorised
from tests.journeys.neto_world import NetoWorld
from tests.neto_account import NetoAccount

PAID = Decimal("27.5000")


@pytest.fixture
def world(commerce: psycopg.Connection, neto_sandbox: NetoAccount) -> NetoWorld:
    return NetoWorld(commerce, neto_sandbox)


def test_orders_and_their_payments_are_entered_once(world: NetoWorld) -> None:
    world.receive(7, 8)
    began = datetime.now(UTC)
    run = world.push()
    assert (run["items_read"], run["items_written"], run["items_refused"]) == (2, 2, 0)
    assert world.pushes() == [
        (7, "BC7", "accepted", "accepted", PAID, True),
        (8, "BC8", "accepted", "accepted", PAID, True),
    ]
    assert world.paid() == [("BC7", "27.50", "BC-7"), ("BC8", "27.50", "BC-8")]
    order = world.order("BC7")
    shown = ("OrderStatus", "GrandTotal", "SalesChannel", "PaymentMethod", "ShippingOption", "BillStreetLine1")
    assert [order[name] for name in shown] == ["New", "27.50", "BigCommerce", "Card", "Parcel", "1 High St"]
    assert (order["DatePlacedUTC"], order["OrderTax"]) == ("2026-03-02 01:12:09", "2.50")
    (line,) = order["OrderLine"]
    assert (line["ExternalOrderReference"], line["ExternalOrderLineReference"]) == ("7", "71")
    # Stock that was counted up to this moment may lack the order, so the moment is not before it.
    (accepted,) = world.rows("select accepted_at from backoffice.orders where order_id = 7")[0]
    assert began <= accepted < datetime.now(UTC) + timedelta(seconds=5)
    world.assert_at_rest()


def test_an_order_counts_as_accepted_by_netos_clock_where_that_is_ahead(world: NetoWorld) -> None:
    world.neto.set(clock_offset_seconds=240)
    world.receive(7)
    began = datetime.now(UTC)
    world.push()
    (accepted,) = world.rows("select accepted_at from backoffice.orders where order_id = 7")[0]
    assert accepted >= began + timedelta(seconds=240)


def test_what_it_costs_in_calls(world: NetoWorld) -> None:
    world.receive(*range(1, 41))
    # Whether it is there: all by number, each by reference; SKUs, totals and payments in bulk.
    assert world.push()["calls"] == {
        **{"GetOrder": 1 + 40 + 2, "GetItem": 2, "AddOrder": 40, "GetPayment": 1, "AddPayment": 40},
    }
    assert world.push()["calls"] == {}


def test_only_received_orders_that_nobody_accepted_or_cancelled(world: NetoWorld) -> None:
    world.receive(1, 2, 3)
    world.update("orders", 1, accepted_at="2026-03-03T00:00:00Z")
    world.update("orders", 2, cancelled_at="2026-03-03T00:00:00Z")
    world.push()
    assert [order["OrderID"] for order in world.neto.orders()] == ["BC3"]


def test_orders_asked_for_by_number_alone(world: NetoWorld) -> None:
    world.receive(1, 2, 3)
    assert world.push(order_ids=[2])["items_written"] == 1
    assert [order["OrderID"] for order in world.neto.orders()] == ["BC2"]


def test_an_order_without_names_is_held_unpaid_and_released_once_it_has_them(world: NetoWorld) -> None:
    world.receive(7)
    world.hold(7)
    world.push()
    assert (world.order("BC7")["OrderStatus"], world.order("BC7")["OnHoldType"], world.paid()) == (
        "On Hold",
        "On Hold",
        [],
    )
    (note,) = world.order("BC7")["StickyNotes"]
    assert note["Description"] == 'Paid by "Credit Card", which is not mapped yet.'
    world.assert_at_rest()
    world.name(7)
    assert world.push()["items_written"] == 1
    assert world.order("BC7")["OrderStatus"] == "New" and world.paid() == [("BC7", "27.50", "BC-7")]
    assert world.titles("BC7") == ["On hold: names are not mapped", "Released: names are mapped"]
    world.assert_at_rest()


def test_an_order_that_somebody_moved_on_is_not_moved_back(world: NetoWorld) -> None:
    world.receive(7)
    world.hold(7)
    world.push()
    world.neto.control("POST", "orders/BC7/status", {"status": "Pick"})
    world.name(7)
    world.push()
    assert world.order("BC7")["OrderStatus"] == "Pick" and len(world.paid()) == 1
    assert world.titles("BC7") == ["On hold: names are not mapped"]


def test_an_order_that_was_cancelled_there_is_neither_released_nor_paid(world: NetoWorld) -> None:
    world.receive(7)
    world.hold(7)
    world.push()
    world.neto.control("POST", "orders/BC7/cancel")
    world.name(7)
    world.push()
    assert (world.order("BC7")["OrderStatus"], world.paid()) == ("Cancelled", [])


def test_an_unknown_sku_keeps_one_order_here_and_no_other(world: NetoWorld) -> None:
    world.receive(7, 8)
    world.update("order_lines", 7, sku="HAT")
    run = world.push()
    assert (run["items_written"], run["items_refused"]) == (1, 1)
    assert world.problems() == [("7", "neto_unknown_sku")] and 'Neto has no product "HAT"' in world.messages()[0]
    assert [order["OrderID"] for order in world.neto.orders()] == ["BC8"]
    world.assert_at_rest()
    world.stock("HAT")
    assert world.push()["items_written"] == 1 and world.problems() == []
    world.assert_at_rest()


def test_a_cancelled_order_that_never_went_is_no_problem_any_more(world: NetoWorld) -> None:
    world.receive(7)
    world.update("order_lines", 7, sku="H" * 26)
    world.push()
    assert world.problems() == [("7", "neto_unknown_sku")]
    world.update("orders", 7, cancelled_at="2026-03-03T00:00:00Z")
    world.push()
    assert world.problems() == [] and world.neto.orders() == []


def test_what_was_begun_of_an_order_that_is_cancelled_since_is_not_done_any_more(world: NetoWorld) -> None:
    """Nor of a payment that was given back."""
    world.receive(7, 8, 9)
    for number in (7, 9):
        world.update("order_payments", number, status="authorized")
    world.push(order_ids=[7, 9])
    world.db.execute("update neto.order_pushes set payment_state = 'intended'")
    world.db.execute("insert into neto.order_pushes (order_id, neto_order_id, state) values (8, 'BC8', 'intended')")
    world.update("order_payments", 7, status="captured")
    for number in (7, 8):
        world.update("orders", number, cancelled_at="2026-03-03T00:00:00Z")
    world.push()
    assert [order["OrderID"] for order in world.neto.orders()] == ["BC7", "BC9"] and world.paid() == []
    assert [row[2:4] for row in world.pushes()] == [("accepted", "none"), ("refused", "none"), ("accepted", "none")]
    world.assert_at_rest()


def test_a_refused_order_is_sent_again_when_it_changes_or_a_person_says_so(world: NetoWorld) -> None:
    world.receive(7, 8)
    world.update("orders", 7, status="Whatever")
    run = world.push()
    assert (run["items_written"], run["items_refused"], world.problems()) == (1, 1, [("7", "neto_rejected")])
    assert "Unknown OrderStatus: Whatever" in world.messages()[0]
    assert world.push()["writes"] == 0
    world.db.execute("update bigcommerce.item_problems set resolved_at = now()")
    assert world.push()["writes"] == 1 and world.problems() == [("7", "neto_rejected")]
    # The approval of a SKU that looks like the order's number says nothing of the order.
    world.db.execute("""update bigcommerce.item_problems set details = '{"is_approved": true}'""")
    assert world.push()["writes"] == 1
    world.update("orders", 7, status="Pick")
    assert world.push()["items_written"] == 1 and world.problems() == []


def test_changes_after_receipt_become_notes_once(world: NetoWorld) -> None:
    world.receive(7, 8)
    first = world.change(7, "lines", {"71": {"quantity": 2}}, {"71": {"quantity": 1}})
    assert world.push()["items_written"] == 2
    second = world.change(7, "cancelled", {"status_id": 11}, {"status_id": 5})
    third = world.change(7, "refunded", {"amount": "0.0000"}, {"amount": "5.0000"})
    world.update("orders", 7, cancelled_at="2026-03-03T00:00:00Z")
    run = world.push()
    assert (run["items_written"], run["writes"]) == (1, 1)
    assert world.titles("BC7") == [
        f"BigCommerce change {first}: lines edited",
        f"BigCommerce change {second}: cancelled, or no longer",
        f"BigCommerce change {third}: refunded",
    ]
    text = world.order("BC7")["StickyNotes"][1]["Description"]
    assert "status id: 11 (Awaiting Fulfillment) → 5 (Cancelled)" in text
    assert world.order("BC7")["OrderStatus"] == "New" and world.titles("BC8") == []
    world.assert_at_rest()


def test_notes_that_are_there_are_not_written_again(world: NetoWorld) -> None:
    world.receive(7)
    world.change(7, "status", {"status_id": 11}, {"status_id": 9})
    world.push()
    world.db.execute("delete from neto.order_notes")
    run = world.push()
    assert run["writes"] == 0 and len(world.titles("BC7")) == 1


def test_money_that_arrives_later_is_paid_then(world: NetoWorld) -> None:
    world.receive(7)
    world.update("order_payments", 7, status="authorized")
    world.push()
    assert world.paid() == []
    world.assert_at_rest()
    world.update("order_payments", 7, status="captured", bigcommerce_transaction_id="91")
    world.push()
    assert world.paid() == [("BC7", "27.50", "91")]
    world.assert_at_rest()


def test_a_refused_payment_leaves_the_order_and_the_others_alone(world: NetoWorld) -> None:
    world.receive(7, 8)
    world.update("order_payments", 7, payment_method="Barter")
    run = world.push()
    assert (run["items_refused"], world.paid()) == (1, [("BC8", "27.50", "BC-8")])
    assert world.problems() == [("7", "neto_rejected")] and "PaymentMethod not found: Barter" in world.messages()[0]
    world.assert_at_rest()
    world.update("order_payments", 7, payment_method="PayPal")
    world.push()
    assert len(world.paid()) == 2 and world.problems() == []


def test_a_wrong_key_fails_the_run_and_says_so(world: NetoWorld) -> None:
    world.receive(7)
    world.neto.control("DELETE", "keys/sandbox-key")
    try:
        with pytest.raises(NotAuthorised, match="Invalid API Key"):
            world.push()
    finally:
        world.neto.control("PUT", "keys/sandbox-key", {"username": "sandbox-user"})
    assert world.pushes() == []


def test_another_store_is_refused(world: NetoWorld) -> None:
    world.db.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('other', true)")
    with pytest.raises(BadRequest, match='not to "other"'):
        world.push(store="other")
