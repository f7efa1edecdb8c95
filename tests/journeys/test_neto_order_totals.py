"""What orders come to at Neto: compared with what shoppers paid, and said where it differs or cannot be read."""

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


def test_another_total_is_accepted_all_the_same_and_said_until_it_is_right(world: NetoWorld) -> None:
    world.receive(7, 8)
    # Neto computes its totals itself; a line that it did not take is not in them.
    world.neto.set(unknown_order_sku="drop")
    world.neto.control(
        "POST", "hooks/before-request", {"path": "AddOrder", "do": [{"method": "DELETE", "path": "items/CAP"}]}
    )
    world.db.execute(
        "insert into backoffice.order_lines (order_id, line_no, sku, quantity, total_inc_tax, discounted_total_inc_tax)"
        " values (7, 2, 'CAP', 1, 9, 9)"
    )
    world.update("orders", 7, total_inc_tax=Decimal("36.50"))
    world.push()
    assert [row[2] for row in world.pushes()] == ["accepted", "accepted"]
    assert world.problems() == [("7", "neto_total_differs")] and "27.50 AUD at Neto and 36.50" in world.messages()[0]
    world.assert_at_rest()
    world.update("orders", 7, total_inc_tax=Decimal("27.54"))
    world.push()
    assert world.problems() == []


def test_cents_that_do_not_divide_are_rounding(world: NetoWorld) -> None:
    world.receive(7)
    world.update("order_lines", 7, quantity=3, discounted_total_inc_tax=Decimal(20))
    world.update("orders", 7, total_inc_tax=Decimal("25.50"))
    world.push()
    order = world.order("BC7")
    assert (order["OrderLine"][0]["UnitPrice"], order["OrderRounding"], order["GrandTotal"]) == (
        "6.67",
        "-0.01",
        "25.50",
    )
    assert world.problems() == []


def test_an_order_that_neto_cannot_tell_the_total_of_stops_no_other(world: NetoWorld) -> None:
    world.receive(7, 8)
    world.push()
    world.db.execute("update neto.order_pushes set grand_total = null")
    world.neto.control("PATCH", "settings", {"money_decimals": 3})
    world.push()
    assert [row[4] for row in world.pushes()] == [PAID, PAID]


def test_an_order_whose_total_can_be_read_again_is_no_problem_any_more(world: NetoWorld) -> None:
    world.receive(7)
    world.push()
    world.db.execute("update neto.order_pushes set grand_total = null")
    # As a run left it to which Neto gave no total.
    world.db.execute(
        "insert into bigcommerce.item_problems (store_code, flow, code, item_key, message, details)"
        """ values ('default', 'neto', 'neto_unreadable_order', '7', 'x', '{"neto_order_id": "BC7"}')"""
    )
    world.push()
    assert world.problems() == []
