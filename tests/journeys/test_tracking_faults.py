"""Whatever is lost, late, refused or killed: each parcel ends as exactly one shipment with the right items."""

from __future__ import annotations

import threading
import time
from typing import Any

import psycopg
import pytest

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.connectors.transport import Transport
from bigcommerce.db import tracking as db
from bigcommerce.errors import NotAuthorised, Unreachable
from tests.conftest import SandboxStore
from tests.journeys.tracking_world import World


@pytest.fixture
def world(commerce: psycopg.Connection, sandbox: SandboxStore) -> World:
    return World(commerce, sandbox)


class Killed(BaseException):
    """What kill -9 leaves behind, as far as the database and the store can tell."""


def finish(world: World) -> None:
    """The run, and as often as Airflow would the same again."""
    for _ in range(5):
        try:
            world.run()
            return
        except (Unreachable, Killed):
            continue
    raise AssertionError("never ended")


def assert_once(world: World, orders: dict[str, int]) -> None:
    """Each parcel is one shipment, recorded with that shipment's id, and a further run does nothing."""
    for name, order_id in orders.items():
        assert world.shipped(order_id) == [(f"NR-{name}", [2])], name
    ids = {name: world.shipments(order_id)[0]["id"] for name, order_id in orders.items()}
    assert [row[:4] for row in world.exports()] == [(name, 1, "accepted", ids[name]) for name in sorted(orders)]
    before = world.digest()
    again = world.run()
    assert (again["http_reads"], again["http_writes"]) == (0, 0) and world.digest() == before


def parcels(world: World, count: int = 3) -> dict[str, int]:
    orders = {f"C{number}": world.order(2) for number in range(count)}
    for name, order_id in orders.items():
        world.parcel(name, order_id)
    return orders


# Longer than the client waits in these tests.
LATE = 1.5
TROUBLE = [
    *({"kind": "timeout", "when": when, "seconds": LATE} for when in ("before", "after")),
    *({"kind": "cut", "when": when} for when in ("before", "after")),
    *({"kind": "status", "status": status, "when": when} for status in (500, 502, 503) for when in ("before", "after")),
    *({"kind": kind, "when": "after"} for kind in ("html", "truncated")),
    {"kind": "empty", "when": "after", "status": 201},
    {"kind": "status", "status": 429, "headers": {"X-Rate-Limit-Time-Reset-Ms": "50"}},
]


@pytest.mark.parametrize("trouble", TROUBLE, ids=lambda fault: "-".join(str(v) for v in fault.values())[:30])
def test_a_lost_answer_never_makes_a_second_shipment(
    world: World, trouble: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    if trouble["kind"] == "timeout":
        monkeypatch.setitem(Transport.__init__.__kwdefaults__, "read_timeout", LATE / 3)
    orders = parcels(world)
    world.fault(**trouble, skip=1)
    finish(world)
    assert_once(world, orders)
    assert world.sandbox.counts()["mails"] == len(orders)


def test_answers_lost_again_and_again(world: World) -> None:
    orders = parcels(world, 2)
    world.fault("cut", when="before", times=2)
    world.fault("cut", when="after", times=1)
    world.fault("status", method="GET", times=2)
    finish(world)
    assert_once(world, orders)


def test_an_order_that_gets_no_answer_does_not_hold_up_the_others(world: World) -> None:
    orders = parcels(world)
    world.fault("status", f"/v2/orders/{orders['C0']}/shipments", times=3)
    with pytest.raises(Unreachable):
        world.run()
    assert [row[0] for row in world.exports() if row[2] == "accepted"] == ["C1", "C2"]
    finish(world)
    assert_once(world, orders)


def test_a_store_that_is_down_is_not_asked_for_every_parcel(world: World) -> None:
    parcels(world, 6)
    world.fault("status", times=None)
    with pytest.raises(Unreachable):
        world.run()
    assert {row[0] for row in world.exports()} == {"C0", "C1", "C2"}


def test_a_missing_scope_fails_the_run_and_refuses_no_parcel(world: World) -> None:
    orders = parcels(world, 1)
    world.fault("status", status=403)
    with pytest.raises(NotAuthorised):
        world.run()
    assert world.problems() == []
    finish(world)
    assert_once(world, orders)


@pytest.mark.parametrize("offset", [0, -90_000, 90_000])
def test_a_store_whose_clock_is_wrong_is_matched_all_the_same(world: World, offset: int) -> None:
    world.sandbox.control("PATCH", "settings", {"clock_offset_seconds": offset})
    orders = parcels(world, 1)
    world.fault("cut", when="after")
    finish(world)
    world.sandbox.control("PATCH", "settings", {"clock_offset_seconds": 0})
    assert_once(world, orders)


def test_equal_parcels_of_one_order_are_told_apart(world: World) -> None:
    order_id = world.order(3)
    for name in "ABC":
        world.parcel(name, order_id, {1: 1}, tracking_number=None)
    world.fault("cut", when="after", skip=1, times=1)
    finish(world)
    assert world.shipped(order_id) == [("", [1])] * 3
    assert len({row[3] for row in world.exports()}) == 3


def test_an_equal_shipment_that_was_there_before_is_not_taken_for_ours(world: World) -> None:
    order_id = world.order(2)
    (line,) = world.state(order_id)["lines"]
    item = {"order_product_id": line["id"], "quantity": 1}
    by_hand = {"order_address_id": line["order_address_id"], "items": [item], "tracking_number": "NR-C1"}
    world.sandbox.control("PATCH", "settings", {"clock_offset_seconds": -3600})
    world.sandbox.client().create_shipment(order_id, by_hand)
    world.sandbox.control("PATCH", "settings", {"clock_offset_seconds": 0})
    world.parcel("C1", order_id, {1: 1})
    world.fault("cut", when="before")
    finish(world)
    assert len(world.shipments(order_id)) == 2
    assert world.exports()[0][3] == world.shipments(order_id)[1]["id"]


# --- killed --------------------------------------------------------------------------------------------------------
def test_killed_after_the_intent_alone_it_is_sent(world: World) -> None:
    orders = parcels(world, 1)
    world.db.execute("insert into bigcommerce.shipment_exports values ('default', 'C0', 1)")
    finish(world)
    assert_once(world, orders)


def test_killed_after_the_shipment_it_is_found_and_not_sent_again(world: World) -> None:
    orders = parcels(world, 1)
    world.db.execute("insert into bigcommerce.shipment_exports values ('default', 'C0', 1)")
    (line,) = world.state(orders["C0"])["lines"]
    item = {"order_product_id": line["id"], "quantity": 2}
    made = {"order_address_id": line["order_address_id"], "items": [item], "tracking_number": "NR-C0"}
    made |= {"tracking_carrier": "star-track", "shipping_provider": "", "shipping_method": "Express"}
    world.sandbox.client().create_shipment(orders["C0"], made)
    run = world.run()
    assert (run["written"], run["http_mails"]) == (1, 0)
    assert_once(world, orders)


def test_a_parcel_cancelled_while_it_was_unclear_is_not_sent(world: World) -> None:
    orders = parcels(world, 1)
    world.db.execute("insert into bigcommerce.shipment_exports values ('default', 'C0', 1)")
    world.change("C0", is_cancelled=True)
    world.run()
    assert world.shipments(orders["C0"]) == [] and world.run()["http_reads"] == 0


def test_a_parcel_whose_number_changed_while_it_was_unclear_is_corrected(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = parcels(world, 1)
    with monkeypatch.context() as patch:
        patch.setattr(db, "accept_shipment", kill)
        with pytest.raises(Killed):
            world.run()
    world.change("C0", tracking_number="NEW")
    world.run()
    assert world.shipped(orders["C0"]) == [("NEW", [2])]


def kill(*_: Any, **__: Any) -> Any:
    raise Killed


POINTS = [
    *((db, name) for name in ("read_intents", "read_consignments", "units_shipped", "insert_intents")),
    *((db, name) for name in ("accept_shipment", "refuse_shipment", "resolve_orphaned_problems")),
    *((BigCommerceClient, name) for name in ("orders_between", "create_shipment", "shipments")),
]


@pytest.mark.parametrize("is_after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("place", "name"), POINTS, ids=[name for _, name in POINTS])
def test_killed_at_any_request_or_commit_each_parcel_ends_as_one_shipment(
    world: World, monkeypatch: pytest.MonkeyPatch, place: Any, name: str, is_after: bool
) -> None:
    orders = parcels(world)
    # A parcel that lost its answer walks the look-up, too.
    world.fault("cut", when="after", skip=2)
    for turn in (1, 2, 3):
        with monkeypatch.context() as patch:
            dies_at(patch, place, name, turn, is_after)
            try:
                world.run()
            except (Killed, Unreachable):
                continue
    finish(world)
    assert_once(world, orders)


def dies_at(patch: pytest.MonkeyPatch, place: Any, name: str, turn: int, is_after: bool) -> None:
    """The process dies at the nth call, before or after it did its work. What was not committed is lost."""
    real, calls = getattr(place, name), []

    def dying(*arguments: Any, **named: Any) -> Any:
        calls.append(name)
        if len(calls) == turn and not is_after:
            raise Killed
        answer = real(*arguments, **named)
        if len(calls) == turn:
            raise Killed
        return answer

    patch.setattr(place, name, dying)


# --- at once -------------------------------------------------------------------------------------------------------
def test_two_runs_at_once_send_each_parcel_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    # More is left than is sent, so that the store itself would take a double; and each answer is slow.
    orders = {f"C{number}": world.order(9) for number in range(4)}
    for name, order_id in orders.items():
        world.parcel(name, order_id, {1: 2})
    real = BigCommerceClient.create_shipment

    def slow(*arguments: Any) -> Any:
        time.sleep(0.4)
        return real(*arguments)

    monkeypatch.setattr(BigCommerceClient, "create_shipment", slow)
    threads = [threading.Thread(target=world.run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert_once(world, orders)


def test_what_changes_at_bigcommerce_while_a_run_walks_does_no_harm(world: World) -> None:
    orders = parcels(world)
    cancel = {"method": "POST", "path": f"orders/{orders['C2']}/cancel"}
    world.sandbox.control("POST", "hooks/before-request", {"path": "/v2/orders", "do": [cancel]})
    world.run()
    assert world.shipments(orders["C2"]) == [] and world.problems() == [("C2", "order_not_shippable")]
