"""Which statuses bring an order down, when, and what is said of one that left before it could come."""

from __future__ import annotations

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.journeys.order_world import OrderWorld


@pytest.fixture
def world(commerce: psycopg.Connection, sandbox: SandboxStore) -> OrderWorld:
    return OrderWorld(commerce, sandbox)


def test_an_order_in_manual_verification_is_received_only_where_that_is_chosen(world: OrderWorld) -> None:
    order_id = world.place(status_id=12)
    world.ingest()
    assert world.received() == [] and world.problems() == []
    assert world.rows("select status_id, outcome from bigcommerce.landed_orders") == [(12, "not_synced")]
    world.set_store(order_statuses_to_sync=[11, 12])
    world.ingest()
    assert world.received() == [order_id] and world.order(order_id)["status"] == "New"


def test_an_order_that_comes_into_a_synced_status_later_is_received_then(world: OrderWorld) -> None:
    order_id = world.place(status_id=7)
    assert world.ingest()["written"] == 0 and world.received() == []
    world.edit(order_id, status_id=11)
    assert world.ingest()["written"] == 1
    assert world.received() == [order_id] and world.changes(order_id) == []
    # Received, it stays so in whatever status.
    world.edit(order_id, status_id=7)
    world.ingest()
    assert [kind for kind, _ in world.changes(order_id)] == ["status"]


@pytest.mark.parametrize("status_id", [2, 3, 10])
def test_an_order_shipped_before_it_could_be_received_is_said_after_the_first_walk_until_it_is(
    world: OrderWorld, status_id: int
) -> None:
    old = world.place(status_id=status_id)
    world.ingest()
    assert world.problems() == []
    late = world.place(status_id=7)
    world.ingest()
    world.edit(late, status_id=status_id)
    run = world.ingest()
    assert (run["written"], world.received(), world.problems()) == (0, [], [(late, "order_not_received")])
    world.set_store(order_statuses_to_sync=[11, status_id])
    world.ingest(order_ids=[late])
    assert world.received() == [late] and world.problems() == []
    world.ingest(order_ids=[old])
    assert world.received() == [old, late]


def test_an_order_whose_status_is_chosen_later_and_whose_name_is_unmapped_is_said_to_wait(world: OrderWorld) -> None:
    world.set_store(unmapped_order_policy="park")
    order_id = world.place(status_id=7, payment_method="Zip Pay")
    world.ingest()
    assert world.problems() == []
    world.set_store(order_statuses_to_sync=[7, 11])
    world.ingest()
    assert world.problems() == [(order_id, "unmapped_payment_method")]
    assert world.rows("select outcome from bigcommerce.landed_orders") == [("parked",)]


def test_an_order_that_did_not_add_up_is_read_again_where_somebody_asks_for_it(world: OrderWorld) -> None:
    order_id = world.place(lines=[{"name": f"Sticker {n}", "price": "1.00"} for n in range(51)])
    path = f"/v2/orders/{order_id}/products"
    world.sandbox.control(
        "POST", "faults", {"kind": "status", "status": 200, "body": [], "path": path, "when": "after", "times": None}
    )
    world.ingest()
    assert (world.received(), world.problems()) == ([], [(order_id, "invalid_order")])
    world.sandbox.control("DELETE", "faults")
    # Unchanged, it is left alone until then.
    world.ingest()
    assert world.received() == []
    world.ingest(placed_from="2020-01-01T00:00:00Z")
    assert (world.received(), world.problems()) == ([order_id], [])
