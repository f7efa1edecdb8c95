"""Parcels become shipments: each once, with the right items, number and carrier; again: nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.journeys.tracking_world import World

QUIET = {"http_reads": 0, "http_writes": 0, "http_mails": 0}


@pytest.fixture
def world(commerce: psycopg.Connection, sandbox: SandboxStore) -> World:
    return World(commerce, sandbox)


def quiet(world: World) -> None:
    """A further run asks nothing, sends nothing, touches no row."""
    before = world.digest()
    run = world.run()
    assert {name: run[name] for name in QUIET} == QUIET and run["written"] == 0
    assert world.digest() == before


def test_the_dag_ships_a_parcel_once(world: World, run_dag: Callable[..., str]) -> None:
    order_id = world.order(3)
    world.parcel("C1", order_id)
    assert run_dag("bigcommerce_tracking_export") == "success"
    assert world.shipped(order_id) == [("NR-C1", [3])]
    before = world.digest()
    world.sandbox.control("DELETE", "counts")
    assert run_dag("bigcommerce_tracking_export", store="default", order_ids=[order_id]) == "success"
    assert world.sandbox.counts()["requests"] == 0 and world.digest() == before


def test_a_whole_order_is_one_write_and_one_read_and_is_shipped_then(world: World) -> None:
    order_id = world.order(2, 1)
    world.parcel("C1", order_id, tracking_number="  33 ABC ", tracking_url="https://t.example/33")
    run = world.run()
    assert run == {"read": 1, "written": 1, "unchanged": 0, "refused": 0} | {
        "http_reads": 1,
        "http_writes": 1,
        "http_mails": 1,
    }
    (shipment,) = world.shipments(order_id)
    texts = ("tracking_number", "tracking_carrier", "shipping_provider", "tracking_link", "shipping_method")
    assert [shipment[name] for name in texts] == ["33 ABC", "star-track", "", "https://t.example/33", "Express"]
    assert world.exports() == [("C1", 1, "accepted", shipment["id"], "33 ABC", "star-track")]
    assert world.status(order_id) == 2 and world.problems() == []
    quiet(world)


def test_several_addresses_are_several_shipments_and_a_download_is_none(world: World) -> None:
    lines = [
        {"name": "A", "quantity": 2, "address_no": 1},
        {"name": "B", "quantity": 1, "address_no": 2},
        {"name": "PDF", "quantity": 1, "type": "digital"},
    ]
    order_id = world.order(lines=lines, addresses=[{}, {"city": "Perth"}])
    world.parcel("C1", order_id)
    assert world.run()["written"] == 1
    assert [s["shipping_address"]["city"] for s in world.shipments(order_id)] == ["Sydney", "Perth"]
    assert world.shipped(order_id) == [("NR-C1", [2]), ("NR-C1", [1])]
    quiet(world)


def test_too_much_is_a_problem_that_closes_when_it_is_corrected(world: World) -> None:
    order_id = world.order(2)
    world.parcel("C1", order_id, {1: 3})
    run = world.run()
    assert (run["refused"], run["http_writes"]) == (1, 0)
    assert world.problems() == [("C1", "quantity_exceeds_order")]
    quiet(world)
    world.set_lines("C1", {1: 2})
    assert world.run()["written"] == 1 and world.problems() == []


def test_too_much_is_sent_once_the_order_was_raised(world: World) -> None:
    order_id = world.order(2)
    world.parcel("C1", order_id, {1: 3})
    world.run()
    (line,) = world.state(order_id)["lines"]
    world.sandbox.control("PATCH", f"orders/{order_id}", {"lines": {"quantity": {str(line["id"]): 3}}})
    world.receive(order_id)
    assert world.run()["written"] == 1 and world.problems() == []


@pytest.mark.parametrize("status_id", [4, 5, 6, 10, 2])
def test_a_closed_order_is_not_shipped_until_a_person_asks_again(world: World, status_id: int) -> None:
    order_id = world.order(2)
    world.parcel("C1", order_id)
    world.sandbox.control("PATCH", f"orders/{order_id}", {"status_id": status_id})
    assert world.run()["refused"] == 1
    assert world.problems() == [("C1", "order_not_shippable")] and world.shipments(order_id) == []
    quiet(world)
    world.sandbox.control("PATCH", f"orders/{order_id}", {"status_id": 11})
    world.close_problems()
    assert world.run()["written"] == 1 and world.problems() == []


def test_an_archived_order_is_not_shipped(world: World) -> None:
    orders = [world.order(1), world.order(1)]
    for number, order_id in enumerate(orders):
        world.parcel(f"C{number}", order_id)
    world.sandbox.control("DELETE", f"orders/{orders[0]}")
    world.run()
    assert world.problems() == [("C0", "order_not_shippable")]
    assert world.shipped(orders[1]) == [("NR-C1", [1])]


def test_an_order_of_more_lines_than_the_list_shows_is_read_in_full(world: World) -> None:
    order_id = world.order(*[1] * 60)
    world.parcel("C1", order_id)
    assert world.run()["http_reads"] == 2
    assert world.shipped(order_id) == [("NR-C1", [1] * 60)]


def test_a_bad_number_is_refused_here_and_one_refused_there_is_said_in_its_words(world: World) -> None:
    orders = [world.order(1) for _ in range(3)]
    world.parcel("A", orders[0], tracking_number="x" * 51)
    world.parcel("B", orders[1], shipping_service=None)
    world.parcel("C", orders[2])
    words = [{"status": 400, "message": "Not on a Sunday."}]
    world.fault("status", f"/v2/orders/{orders[1]}/shipments", status=400, body=words)
    run = world.run()
    assert (run["written"], run["refused"]) == (1, 2)
    assert world.problems() == [("A", "invalid_tracking_number"), ("B", "rejected_by_bigcommerce")]
    message = world.db.execute("select message from bigcommerce.item_problems where item_key = 'B'").fetchone()
    assert message and "Not on a Sunday. It is sent again" in message[0]
    assert [row[:3] for row in world.exports()] == [("B", 1, "refused"), ("C", 1, "accepted")]
    quiet(world)
    world.change("A", tracking_number="x" * 50)
    world.change("B", tracking_number="NEW")
    assert world.run()["written"] == 2 and world.problems() == []


def test_an_unmapped_service_ships_without_carrier_and_is_completed_once_mapped(world: World) -> None:
    order_id = world.order(1)
    world.parcel("C1", order_id, shipping_service="Shipped via Oz – powered by X")
    world.run()
    assert world.shipments(order_id)[0]["tracking_carrier"] == "" and world.problems() == [("C1", "unmapped_carrier")]
    quiet(world)
    world.db.execute(
        "insert into bigcommerce.carrier_map values ('default', 'Shipped via Oz%', 'pattern', 'sendle', '')"
    )
    run = world.run()
    assert (run["written"], run["http_writes"], run["http_reads"], run["http_mails"]) == (1, 1, 0, 0)
    assert world.shipments(order_id)[0]["tracking_carrier"] == "sendle" and world.problems() == []
    assert world.exports()[0][5] == "sendle"
    quiet(world)


def test_a_changed_number_or_link_is_corrected_without_another_mail(world: World) -> None:
    order_id = world.order(1)
    world.parcel("C1", order_id, tracking_url="https://t.example/1")
    world.run()
    world.change("C1", tracking_number="NEW", tracking_url=None)
    run = world.run()
    assert (run["written"], run["http_writes"], run["http_mails"]) == (1, 1, 0)
    (shipment,) = world.shipments(order_id)
    assert (shipment["tracking_number"], shipment["tracking_link"]) == ("NEW", "")
    world.change("C1", tracking_number=" NEW ")
    assert world.run()["http_writes"] == 0
    quiet(world)


def test_lines_changed_or_cancelled_after_export_are_a_problem_until_they_are_as_before(world: World) -> None:
    order_id = world.order(3)
    world.parcel("C1", order_id, {1: 2})
    world.run()
    for change, back in (
        (lambda: world.set_lines("C1", {1: 1}), lambda: world.set_lines("C1", {1: 2})),
        (lambda: world.change("C1", is_cancelled=True), lambda: world.change("C1", is_cancelled=False)),
    ):
        change()
        assert world.run()["http_writes"] == 0
        assert world.problems() == [("C1", "consignment_changed_after_export")]
        quiet(world)
        back()
        world.run()
        assert world.problems() == []
    assert world.shipped(order_id) == [("NR-C1", [2])]


def test_cancelled_before_export_is_never_sent(world: World) -> None:
    order_id = world.order(1)
    world.parcel("C1", order_id, {1: 9})
    world.run()
    assert world.problems() != []
    world.change("C1", is_cancelled=True)
    assert world.run()["http_writes"] == 0 and world.problems() == [] and world.shipments(order_id) == []


def test_switched_off_nothing_is_asked_or_sent_and_it_is_said_how_many_wait(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.parcel("C1", world.order(1))
    world.set_store(consignment_sync_enabled=False)
    with caplog.at_level(logging.INFO):
        run = world.run()
    assert run == dict.fromkeys(("read", "written", "unchanged", "refused"), 0) | QUIET
    assert "1 wait" in caplog.text


def test_without_a_number_the_store_decides(world: World) -> None:
    order_id = world.order(1)
    world.set_store(ship_without_tracking_number=False)
    world.parcel("C1", order_id, tracking_number=" ")
    quiet(world)
    assert world.shipments(order_id) == []
    world.set_store(ship_without_tracking_number=True)
    world.run()
    assert world.shipped(order_id) == [("", [1])]


def test_a_dry_run_says_what_it_would_do_and_does_nothing(world: World, caplog: pytest.LogCaptureFixture) -> None:
    order_id = world.order(1)
    world.parcel("C1", order_id)
    world.parcel("C2", order_id, tracking_number="x" * 51)
    with caplog.at_level(logging.INFO):
        run = world.run(dry_run=True)
    assert (run["http_writes"], run["written"], run["unchanged"], run["refused"]) == (0, 0, 0, 1)
    assert world.exports() == [] and world.problems() == []
    assert "would send C1" in caplog.text and ": 1 would be sent or updated, 0 unchanged, 1 refused" in caplog.text
    world.run()
    world.change("C1", tracking_number="NEW")
    with caplog.at_level(logging.INFO):
        run = world.run(dry_run=True)
    assert (run["http_writes"], run["written"], run["unchanged"]) == (0, 0, 0)
    assert ": 1 would be sent or updated, 0 unchanged, 0 refused" in caplog.text


def test_three_hundred_parcels_are_as_many_writes_and_two_reads(world: World) -> None:
    made = world.sandbox.control("POST", "orders/bulk", {"count": 300, "seed": 3})
    for order_id in range(made["first_id"], made["last_id"] + 1):
        world.receive(order_id)
        world.parcel(f"C{order_id}", order_id)
    run = world.run()
    assert run["read"] == 300 and run["written"] + run["refused"] == 300
    assert run["http_writes"] == run["written"] > 200 and run["http_reads"] == 2
    quiet(world)
