"""What changed after export and cannot follow: a person is asked once, and what the person chose stays so."""

from __future__ import annotations

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.journeys.tracking_world import World

CHANGED = [("C1", "consignment_changed_after_export")]


@pytest.fixture
def world(commerce: psycopg.Connection, sandbox: SandboxStore) -> World:
    return World(commerce, sandbox)


def quiet(world: World) -> None:
    before = world.digest()
    run = world.run()
    assert (run["http_reads"], run["http_writes"], run["read"]) == (0, 0, 0) and world.digest() == before


@pytest.mark.parametrize("what", ["lines", "cancelled", "order"])
def test_a_change_that_a_person_closed_is_not_said_again_until_there_is_another(world: World, what: str) -> None:
    order_id = world.order(3)
    other = world.order(3)
    world.parcel("C1", order_id, {1: 2})
    world.run()
    if what == "lines":
        world.set_lines("C1", {1: 1})
    elif what == "cancelled":
        world.change("C1", is_cancelled=True)
    else:
        world.change("C1", order_id=world.our_id(other))
    world.run()
    assert world.problems() == CHANGED
    quiet(world)
    world.close_problems()
    quiet(world)
    assert world.problems() == []
    # The text still follows, to the order that has the shipment, and is another change to look at.
    world.change("C1", tracking_number="NEW")
    run = world.run()
    assert (run["http_writes"], run["http_mails"]) == (1, 0) and world.problems() == CHANGED
    assert world.shipped(order_id) == [("NEW", [2])] and world.shipped(other) == []
    quiet(world)
    world.set_lines("C1", {1: 2})
    world.change("C1", is_cancelled=False, order_id=world.our_id(order_id))
    assert world.run()["http_writes"] == 0 and world.problems() == []
    quiet(world)


def test_what_was_not_sent_yet_waits_for_the_person_who_closes_the_change(world: World) -> None:
    lines = [{"name": name, "quantity": 3, "address_no": number} for number, name in enumerate("AB", 1)]
    order_id = world.order(lines=lines, addresses=[{}, {"city": "Perth"}])
    world.parcel("C1", order_id, {1: 2, 2: 1})
    world.fault("status", skip=1, status=400, body=[{"status": 400, "message": "Not to Perth."}])
    world.run()
    assert world.shipped(order_id) == [("NR-C1", [2])]
    assert world.problems() == [("C1", "rejected_by_bigcommerce")]
    world.set_lines("C1", {1: 1, 2: 3})
    assert world.run()["http_writes"] == 0 and world.problems() == CHANGED
    quiet(world)
    world.close_problems()
    world.run()
    assert world.shipped(order_id) == [("NR-C1", [2]), ("NR-C1", [3])] and world.problems() == []
    quiet(world)


def test_a_shipment_deleted_there_is_asked_for_again_only_by_a_person(world: World) -> None:
    order_id = world.order(3)
    world.parcel("C1", order_id)
    world.run()
    (shipment,) = world.shipments(order_id)
    world.sandbox.client().transport.request("DELETE", f"/v2/orders/{order_id}/shipments/{shipment['id']}")
    world.change("C1", tracking_number="NEW")
    for _ in range(2):
        run = world.run()
        assert (run["http_writes"], run["refused"]) == (1, 1)
        assert world.problems() == [("C1", "rejected_by_bigcommerce")]
        (message,) = world.db.execute(
            "select message from bigcommerce.item_problems where resolved_at is null"
        ).fetchall()
        assert "Its shipment was deleted at BigCommerce" in message[0]
        quiet(world)
        world.close_problems()
    assert world.sandbox.counts()["mails"] == 1
