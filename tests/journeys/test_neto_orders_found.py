"""What Neto has already: an order or payment that is ours is taken, a number that is another order's is left alone."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest

from tests.journeys.neto_world import NetoWorld
from tests.neto_account import NetoAccount

PAID = Decimal("27.5000")


@pytest.fixture
def world(commerce: psycopg.Connection, neto_sandbox: NetoAccount) -> NetoWorld:
    return NetoWorld(commerce, neto_sandbox)


@pytest.mark.parametrize("is_renamed", [False, True])
def test_an_order_that_neto_has_is_taken_as_pushed_also_where_our_table_is_empty(
    world: NetoWorld, is_renamed: bool
) -> None:
    world.receive(7)
    world.push()
    world.db.execute("delete from neto.order_pushes")
    world.update("orders", 7, accepted_at=None)
    if is_renamed:
        world.db.execute("update neto.settings set order_id_prefix = 'XY'")
    run = world.push()
    assert (run["items_written"], world.neto.writes()) == (1, 0)
    assert world.pushes() == [(7, "BC7", "accepted", "accepted", PAID, True)]


def test_a_number_that_another_order_has_at_neto_is_neither_taken_nor_paid(world: NetoWorld) -> None:
    world.receive(7, 8)
    line = {"SKU": "CAP", "Quantity": "1", "UnitPrice": "5.00", "ExternalOrderReference": "7"}
    world.neto.client().add_order(
        {"OrderID": "BC7", "OrderStatus": "New", "Email": "other@example.com", "OrderLine": [line]}
    )
    run = world.push()
    assert (run["items_written"], run["items_refused"], world.problems()) == (1, 1, [("7", "neto_rejected")])
    assert "Neto has another order with the number BC7" in world.messages()[0]
    assert world.paid() == [("BC8", "27.50", "BC-8")]
    assert world.rows("select accepted_at from backoffice.orders where order_id = 7") == [(None,)]
    world.db.execute("update neto.settings set order_id_prefix = 'XY'")
    assert world.push()["items_written"] == 1 and world.problems() == []
    assert world.paid() == [("BC8", "27.50", "BC-8"), ("XY7", "27.50", "BC-7")]


def test_another_store_with_the_same_numbers_has_orders_of_its_own(world: NetoWorld) -> None:
    world.receive(7)
    world.push()
    world.db.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('outlet', true)")
    # The same number and goods at the other store; its line has its own number.
    world.db.execute("update backoffice.orders set bigcommerce_order_id = 70")
    world.receive(8)
    world.update("orders", 8, store_code="outlet", bigcommerce_order_id=7, customer_email="kim@example.com")
    for prefix, problems in (("BC", [("7", "neto_rejected")]), ("OUT", [])):
        world.db.execute("update neto.settings set store_code = 'outlet', order_id_prefix = %s", [prefix])
        world.push()
        assert world.problems() == problems
    assert [order["OrderID"] for order in world.neto.orders()] == ["BC7", "OUT7"]


def test_a_payment_that_somebody_entered_is_not_entered_again(world: NetoWorld) -> None:
    world.receive(7)
    world.update("order_payments", 7, status="authorized")
    world.push()
    by_hand = {"OrderID": "BC7", "PaymentMethodName": "PayPal", "CardAuthorisation": "x", "AmountPaid": "27.50"}
    world.neto.client().add_payment(by_hand)
    world.update("order_payments", 7, status="captured")
    world.push()
    assert world.paid() == [("BC7", "27.50", "x")] and world.pushes()[0][3] == "accepted"
