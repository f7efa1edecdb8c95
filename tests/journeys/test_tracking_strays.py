"""Consignments that are not sent, or lost what they belonged to: nothing goes out, and it is said once."""

from __future__ import annotations

import logging

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.journeys.tracking_world import World


@pytest.fixture
def world(commerce: psycopg.Connection, sandbox: SandboxStore, caplog: pytest.LogCaptureFixture) -> World:
    caplog.set_level(logging.INFO)
    return World(commerce, sandbox)


def test_a_parcel_is_sent_and_mailed_when_it_is_dispatched(world: World, caplog: pytest.LogCaptureFixture) -> None:
    order_id = world.order(3)
    world.parcel("C1", order_id, dispatched_at="2999-01-01T00:00:00Z")
    run = world.run()
    assert (run["http_writes"], run["http_mails"]) == (0, 0) and world.problems() == []
    assert "1 wait for their dispatch time, first C1" in caplog.text
    world.change("C1", dispatched_at="2026-01-01T00:00:00Z")
    assert world.run()["http_mails"] == 1 and world.shipped(order_id) == [("NR-C1", [3])]


def test_a_number_that_was_removed_stays_with_the_shopper_until_there_is_another(world: World) -> None:
    order_id = world.order(3)
    world.parcel("C1", order_id)
    world.run()
    world.set_store(ship_without_tracking_number=False)
    world.change("C1", tracking_number="\u00a0", shipping_service=None)
    for _ in range(2):
        assert world.run()["http_writes"] == 0
        assert world.problems() == [("C1", "consignment_changed_after_export")]
    world.close_problems()
    assert world.run()["http_writes"] == 0 and world.problems() == []
    (shipment,) = world.shipments(order_id)
    assert (shipment["tracking_number"], shipment["tracking_carrier"]) == ("NR-C1", "star-track")
    world.change("C1", tracking_number="NEW")
    run = world.run()
    assert (run["http_writes"], run["http_mails"]) == (1, 0) and world.problems() == []
    (shipment,) = world.shipments(order_id)
    assert (shipment["tracking_number"], shipment["tracking_carrier"]) == ("NEW", "")


@pytest.mark.parametrize("what", ["deleted", "no order"])
def test_a_consignment_that_went_after_export_is_asked_about_once(world: World, what: str) -> None:
    order_id = world.order(3)
    world.parcel("C1", order_id, shipping_service="Van")
    world.run()
    assert world.problems() == [("C1", "unmapped_carrier")]
    if what == "deleted":
        world.db.execute("delete from backoffice.consignments")
    else:
        world.change("C1", order_id=None)
    world.run(dry_run=True)
    assert world.problems() == [("C1", "unmapped_carrier")]
    for _ in range(2):
        assert world.run()["http_writes"] == 0
        assert world.problems() == [("C1", "consignment_changed_after_export")]
    world.close_problems()
    assert world.run()["read"] == 0 and world.problems() == []
    assert world.shipped(order_id) == [("NR-C1", [3])]


def test_a_consignment_that_comes_back_is_no_problem_any_more(world: World) -> None:
    order_id = world.order(3)
    world.parcel("C1", order_id)
    world.run()
    world.db.execute("delete from backoffice.consignments")
    world.run()
    world.parcel("C1", order_id)
    assert world.run()["http_writes"] == 0 and world.problems() == []
    assert world.run()["read"] == 0 and world.shipped(order_id) == [("NR-C1", [3])]


def test_a_consignment_given_to_another_stores_order_after_export_is_sent_to_neither(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    orders = [world.order(3) for _ in range(3)]
    world.parcel("C1", orders[0])
    world.run()
    home, there = world.our_id(orders[0]), world.our_id(orders[1])
    # The other store's orders are at the same sandbox.
    world.db.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('other', true)")
    world.db.execute("update backoffice.orders set store_code = 'other' where order_id <> %s", [home])
    world.change("C1", order_id=there)
    world.parcel("C2", orders[2], shipping_service=None)
    run = world.run(store="other")
    assert (run["http_writes"], run["http_mails"]) == (1, 1)
    assert world.shipped(orders[1]) == [] and world.shipped(orders[2]) == [("NR-C2", [3])]
    assert "1 are shipments of another store already and are not sent here, first C1" in caplog.text
    for _ in range(2):
        assert world.run()["http_writes"] == 0
        assert world.problems() == [("C1", "consignment_changed_after_export")]
    row = world.db.execute("select store_code, message from bigcommerce.item_problems").fetchone()
    assert row and row[0] == "default" and f"Given to order {orders[1]} of store other" in row[1]
    world.close_problems()
    for store in ("default", "other"):
        assert world.run(store=store)["read"] == 0 and world.problems() == []
    world.change("C1", order_id=home)
    assert world.run()["http_writes"] == 0 and world.problems() == []
    assert world.shipped(orders[0]) == [("NR-C1", [3])]


def test_consignments_that_name_no_order_are_said_in_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.db.execute("insert into backoffice.consignments (consignment_id) values ('C1'), ('C2')")
    assert world.run()["http_writes"] == 0 and world.problems() == []
    assert "2 consignments name no order and are not sent, first C1, C2" in caplog.text
