"""What a person closed by hand stays closed while nothing about it changed, run after run."""

from __future__ import annotations

import psycopg
import pytest

from bigcommerce.db.problem_lists import close_by_hand
from tests.conftest import SandboxStore
from tests.journeys.order_world import OrderWorld
from tests.journeys.tracking_world import World


def test_an_unknown_sku_that_a_person_closed_is_not_said_again_but_another_is(
    commerce: psycopg.Connection, sandbox: SandboxStore
) -> None:
    world = OrderWorld(commerce, sandbox)
    order_id = world.place(lines=[{"name": "Tee", "price": "22.00", "sku": "NEVER"}])
    world.ingest()
    assert world.problems() == [(order_id, "sku_not_in_back_office")]
    closed = close_by_hand(world.db, "default", "orders", "sku_not_in_back_office", None, "olga")
    assert closed == (1, 1)
    world.ingest()
    world.edit(order_id, status_id=9)
    assert world.ingest()["written"] == 1
    assert (world.problems(), world.order(order_id)["needs_attention"]) == ([], False)
    other = world.place(lines=[{"name": "Tee", "price": "22.00", "sku": "NEVER"}])
    world.ingest()
    assert world.problems() == [(other, "sku_not_in_back_office")]


@pytest.mark.parametrize("code", ["unmapped_carrier", "invalid_tracking_link"])
def test_what_a_shipment_went_without_is_said_again_only_when_its_consignment_changes(
    commerce: psycopg.Connection, sandbox: SandboxStore, code: str
) -> None:
    world = World(commerce, sandbox)
    wrong = {"shipping_service": "Van"} if code == "unmapped_carrier" else {"tracking_url": "no address"}
    order_id = world.order(1)
    world.parcel("C1", order_id, **wrong)
    world.run()
    assert world.problems() == [("C1", code)]
    assert close_by_hand(commerce, "default", "tracking", code, None, "olga") == (1, 0)
    for _ in range(2):
        assert world.run()["http_writes"] == 0 and world.problems() == []
    world.change("C1", tracking_number="NEW")
    world.run()
    assert world.problems() == [("C1", code)]
