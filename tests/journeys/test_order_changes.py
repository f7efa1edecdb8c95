"""After receipt: each change of BigCommerce's is said once, and nothing the back office owns is touched."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.journeys.order_world import OrderWorld

TWO = [{"name": "Tee", "price": "22.00", "quantity": 2}, {"name": "Cap", "price": "9.00"}]


@pytest.fixture
def world(commerce: psycopg.Connection, sandbox: SandboxStore) -> OrderWorld:
    return OrderWorld(commerce, sandbox)


def kinds(world: OrderWorld, order_id: int) -> list[str]:
    return [kind for kind, _ in world.changes(order_id)]


def line_ids(world: OrderWorld, order_id: int) -> list[int]:
    return [line["id"] for line in world.sandbox.control("GET", f"state/orders/{order_id}")["lines"]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status_id": 9}, ["status"]),
        ({"status_id": 5}, ["cancelled"]),
        ({"status_id": 6}, ["cancelled"]),
        ({"billing_address": {"city": "Perth"}}, ["address"]),
        ({"address": {"street_1": "2 New Street"}}, ["address"]),
        ({"address": {"shipping_method": "Express Post"}}, ["address"]),
        ({"address": {"cost": "19.95"}}, ["totals"]),
        ({"discount": "3.00"}, ["lines", "totals"]),
        ({"fees": [{"name": "Carbon", "cost": "2.20"}]}, ["totals"]),
        ({"lines": {"add": [{"name": "Sock", "price": "5.00"}]}}, ["lines", "totals"]),
        ({"staff_notes": "call first", "customer_message": "ring twice"}, []),
        ({"payment_status": "refunded"}, []),
        ({"external_order_id": "ours-1"}, []),
    ],
)
def test_a_change_is_said_once_by_its_kind(world: OrderWorld, change: dict[str, Any], said: list[str]) -> None:
    order_id = world.place(lines=TWO)
    world.ingest()
    world.edit(order_id, **change)
    world.ingest()
    assert kinds(world, order_id) == said
    assert world.order(order_id)["needs_attention"] == bool(set(said) - {"status"})
    world.ingest(order_ids=[order_id])
    world.edit(order_id, staff_notes="something else")
    world.ingest()
    assert kinds(world, order_id) == said


def test_before_and_after_hold_what_differs_and_no_more(world: OrderWorld) -> None:
    order_id = world.place(lines=TWO)
    world.ingest()
    first, _ = line_ids(world, order_id)
    world.edit(order_id, lines={"quantity": {first: 3}}, address={"city": "Perth"})
    world.ingest()
    said = dict(world.changes(order_id))
    assert set(said) == {"lines", "address", "totals"}
    lines = said["lines"]
    assert (lines["before"][str(first)]["quantity"], lines["after"][str(first)]["quantity"]) == (2, 3)
    assert set(lines["before"]) == {str(first)} and "sku" not in lines["before"][str(first)]
    (address,) = said["address"]["after"].values()
    assert address == {"city": "Perth"}
    assert float(said["totals"]["after"]["total_inc_tax"]) - float(said["totals"]["before"]["total_inc_tax"]) == 22
    stored = world.rows("select quantity, total_inc_tax::float from backoffice.order_lines order by line_no")
    assert stored == [(3, 66.0), (1, 9.0)]


def test_a_cancelled_order_has_its_time_and_loses_it_when_it_is_taken_back(world: OrderWorld) -> None:
    order_id = world.place()
    world.ingest()
    world.sandbox.control("POST", f"orders/{order_id}/cancel")
    world.ingest()
    assert world.order(order_id)["cancelled_at"] == world.order(order_id)["modified_at"]
    world.edit(order_id, status_id=11)
    world.ingest()
    assert world.order(order_id)["cancelled_at"] is None
    assert [details["after"]["status_id"] for _, details in world.changes(order_id)] == [5, 11]
    assert kinds(world, order_id) == ["cancelled", "cancelled"]


def test_a_refund_is_one_change_with_amount_units_and_status(world: OrderWorld) -> None:
    order_id = world.place(lines=TWO)
    world.ingest()
    first, _ = line_ids(world, order_id)
    world.sandbox.control("POST", f"orders/{order_id}/refunds", {"items": [{"order_product_id": first, "quantity": 1}]})
    world.ingest()
    ((kind, details),) = world.changes(order_id)
    assert kind == "refunded"
    assert details["before"] == {"amount": "0.0000", "units": {}, "status_id": 11}
    assert details["after"] == {"amount": "22.0000", "units": {str(first): 1}, "status_id": 14}
    assert world.order(order_id)["refunded_amount"] == 22
    refund = world.rows(
        "select amount::float, kind, bigcommerce_transaction_id is not null, paid_at is not null"
        " from backoffice.order_payments where kind = 'refund'"
    )
    assert refund == [(22.0, "refund", True, True)]


def test_what_the_back_office_owns_stays_and_an_acknowledged_change_stays_acknowledged(world: OrderWorld) -> None:
    order_id = world.place()
    world.ingest()
    world.db.execute("update backoffice.orders set status = 'Picking', accepted_at = '2026-01-01T00:00:00Z'")
    world.edit(order_id, discount="1.00")
    world.ingest()
    world.db.execute("update backoffice.order_changes set acknowledged_at = now()")
    world.edit(order_id, status_id=9)
    world.ingest()
    order = world.order(order_id)
    assert (order["status"], order["accepted_at"][:10]) == ("Picking", "2026-01-01")
    acknowledged = world.rows("select kind, acknowledged_at is not null from backoffice.order_changes order by 1")
    assert acknowledged == [("lines", True), ("status", False), ("totals", True)]
    # Nothing else asks for a person.
    assert order["needs_attention"] is False


def test_a_removed_line_stays_with_nothing_and_its_number_is_never_used_again(world: OrderWorld) -> None:
    order_id = world.place(lines=TWO)
    world.ingest()
    _, second = line_ids(world, order_id)
    world.edit(order_id, lines={"remove": [second]})
    world.ingest()
    world.edit(order_id, lines={"add": [{"name": "Sock", "price": "5.00", "quantity": 4}]})
    world.ingest()
    rows = world.rows("select line_no, name, quantity, total_inc_tax::float from backoffice.order_lines order by 1")
    assert rows == [(1, "Tee", 2, 44.0), (2, "Cap", 0, 0.0), (3, "Sock", 4, 20.0)]


def test_an_address_that_is_gone_is_said_once(world: OrderWorld) -> None:
    addresses = [{"city": "Sydney", "shipping_method": "Standard"}, {"city": "Perth", "shipping_method": "Standard"}]
    order_id = world.place(lines=[{**TWO[0], "address_no": 1}, {**TWO[1], "address_no": 2}], addresses=addresses)
    world.ingest()
    _, second = line_ids(world, order_id)
    world.edit(order_id, lines={"remove": [second]})
    world.ingest()
    said = kinds(world, order_id)
    assert sorted(said) == ["address", "lines", "totals"]
    world.edit(order_id, staff_notes="x")
    world.ingest()
    assert kinds(world, order_id) == said


def test_shipping_of_our_own_is_no_change_and_a_strangers_is(world: OrderWorld) -> None:
    ours, theirs = world.place(lines=TWO), world.place(lines=TWO)
    world.ingest()
    for order_id in (ours, theirs):
        ship(world, order_id, is_ours=order_id == ours)
    world.ingest()
    assert kinds(world, ours) == [] and kinds(world, theirs) == ["status"]
    assert [world.order(order_id)["bigcommerce_status_id"] for order_id in (ours, theirs)] == [2, 2]
    assert not world.order(theirs)["needs_attention"]


def ship(world: OrderWorld, order_id: int, is_ours: bool) -> None:
    state = world.sandbox.control("GET", f"state/orders/{order_id}")
    items = [{"order_product_id": line["id"], "quantity": line["quantity"]} for line in state["lines"]]
    address = state["consignments"]["shipping"][0]["id"]
    request = {"order_address_id": address, "items": items, "tracking_number": "T1", "shipping_provider": ""}
    shipment = world.sandbox.client().create_shipment(order_id, request)
    if is_ours:
        world.db.execute(
            "insert into bigcommerce.shipment_exports (store_code, consignment_id, shipping_address_no, state,"
            " shipment_id, bigcommerce_order_id, request) values ('default', 'C1', 1, 'accepted', %s, %s, %s)",
            [shipment["id"], order_id, psycopg.types.json.Jsonb(request)],
        )
