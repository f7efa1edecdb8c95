"""A table of parcels: what BigCommerce holds of each, what is said of it, and the status of the order afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.journeys.tracking_world import World

AWAITING, PARTLY, SHIPPED, CANCELLED = 11, 3, 2, 5
TWO_PLACES = {
    "lines": [
        {"name": "A", "quantity": 2, "address_no": 1},
        {"name": "B", "quantity": 1, "address_no": 2},
        {"name": "PDF", "quantity": 1, "type": "digital"},
    ],
    "addresses": [{}, {"city": "Perth"}],
}
LINK, SET_UP, BEFORE = "https://t.example/1", "2026-02-01T00:00:00Z", "2026-01-31T23:59:59Z"
MAPS = [
    ("Shipped via StarTrack – powered by Y", "exact", "star-track-express", ""),
    ("Shipped via StarTrack%", "pattern", "star-track", ""),
    ("%powered by Y", "pattern", "sendle", ""),
    ("Post", "exact", "", "auspost"),
    ("Pick-up", "exact", None, None),
    ("Wrong", "exact", "Star Track", "carrier_9"),
]
Parcel = tuple[str, dict[int, int] | None, dict[str, Any]]
Do = Callable[[World, int], Any]


@dataclass
class Case:
    """An order, its parcels, what happens after a first run (then), and what there is in the end.

    order: quantities of its lines, or the wish. before: happens before the first run. shipped: (number, quantities) of
    each shipment. carrier: tracking_carrier, shipping_provider and link of the first one. mails: None for one each.
    """

    name: str
    parcels: list[Parcel]
    shipped: list[tuple[str, list[int]]]
    status: int
    problems: tuple[tuple[str, str], ...] = ()
    order: tuple[int, ...] | dict[str, Any] = (3, 1)
    before: Do | None = None
    then: Do | None = None
    carrier: tuple[str, str, str] | None = None
    mails: int | None = None


def parcel(name: str = "A", lines: dict[int, int] | None = None, **columns: Any) -> Parcel:
    return name, lines, columns


def by_hand(world: World, order_id: int, quantity: int = 1) -> None:
    """Somebody ships some of the first line in the store's own panel."""
    line = world.state(order_id)["lines"][0]
    item = {"order_product_id": line["id"], "quantity": quantity}
    body = {"order_address_id": line["order_address_id"], "items": [item], "tracking_number": "HAND"}
    world.sandbox.client().create_shipment(order_id, body)


def refund(world: World, order_id: int, quantity: int = 1) -> None:
    line = world.state(order_id)["lines"][0]
    item = {"order_product_id": line["id"], "quantity": quantity}
    world.sandbox.control("POST", f"orders/{order_id}/refunds", {"items": [item]})
    world.sandbox.control("PATCH", f"orders/{order_id}", {"status_id": AWAITING})


def becomes(status_id: int) -> Do:
    return lambda world, order_id: world.sandbox.control("PATCH", f"orders/{order_id}", {"status_id": status_id})


def changes(name: str = "A", **columns: Any) -> Do:
    return lambda world, _: world.change(name, **columns)


def lines(lines: dict[int, int]) -> Do:
    return lambda world, _: world.set_lines("A", lines)


def store(**columns: Any) -> Do:
    return lambda world, _: world.set_store(**columns)


def maps(service: str, carrier: str) -> Do:
    row = "insert into bigcommerce.carrier_map values ('default', %s, 'exact', %s, null)"
    return lambda world, _: world.db.execute(row, [service, carrier])


def deleted_there(world: World, order_id: int) -> None:
    (shipment,) = world.shipments(order_id)
    path = f"/v2/orders/{order_id}/shipments/{shipment['id']}"
    world.sandbox.client().transport.request("DELETE", path)
    world.change("A", tracking_number="NEW")


def restored(world: World, order_id: int) -> None:
    deleted_there(world, order_id)
    world.change("A", tracking_number="NR-A")


def one_more(world: World, order_id: int) -> None:
    world.parcel("B", order_id, {1: 1})


def switched_off(world: World, _: int) -> None:
    world.change("A", tracking_number="NEW")
    world.set_store(consignment_sync_enabled=False)


def archived(world: World, order_id: int) -> None:
    world.sandbox.control("DELETE", f"orders/{order_id}")


def moved(world: World, order_id: int) -> None:
    other = world.order(9)
    world.db.execute("update backoffice.consignments set order_id = %s", [world.our_id(other)])


NO_SHIPMENT = ("A", "rejected_by_bigcommerce")
BAD_NUMBER = ("A", "invalid_tracking_number")
A, EXCEEDS, CLOSED = [("NR-A", [3, 1])], ("A", "quantity_exceeds_order"), ("A", "order_not_shippable")
CHANGED, UNMAPPED = ("A", "consignment_changed_after_export"), ("A", "unmapped_carrier")
LABEL = "Shipped via StarTrack – powered by "
CASES = [
    # 3: whole, partial, several parcels and addresses
    Case("whole", [parcel()], A, SHIPPED),
    Case("whole, spelled out", [parcel("A", {1: 3, 2: 1})], A, SHIPPED),
    Case("partial", [parcel("A", {1: 2})], [("NR-A", [2])], PARTLY),
    Case("two parcels", [parcel("A", {1: 2}), parcel("B", {1: 1, 2: 1})], [("NR-A", [2]), ("NR-B", [1, 1])], SHIPPED),
    Case("the rest", [parcel("A"), parcel("B", {1: 2})], [("NR-B", [2]), ("NR-A", [1, 1])], SHIPPED),
    Case(
        "one number",
        [parcel(name, {1: 1}, tracking_number="SAME") for name in "AB"],
        [("SAME", [1]), ("SAME", [1])],
        PARTLY,
    ),
    Case("two addresses, no download", [parcel()], [("NR-A", [2]), ("NR-A", [1])], SHIPPED, order=TWO_PLACES),
    Case("one of two addresses", [parcel("A", {2: 1})], [("NR-A", [1])], PARTLY, order=TWO_PLACES),
    Case("the download alone", [parcel("A", {3: 1})], [], AWAITING, (EXCEEDS,), order=TWO_PLACES),
    Case("shipped by hand in part", [parcel()], [("HAND", [1]), ("NR-A", [2, 1])], SHIPPED, before=by_hand),
    Case("refunded in part", [parcel()], [("NR-A", [2, 1])], SHIPPED, before=refund),
    Case("more than was not refunded", [parcel("A", {1: 3})], [], AWAITING, (EXCEEDS,), before=refund),
    Case("more than is left", [parcel("A", {1: 4})], [], AWAITING, (EXCEEDS,)),
    Case("an unknown line", [parcel("A", {7: 1})], [], AWAITING, (EXCEEDS,)),
    Case("less than nothing", [parcel("A", {1: -1})], [], AWAITING, (("A", "invalid_quantity"),)),
    Case("nothing of two lines", [parcel("A", {1: 0, 2: 0})], [], AWAITING, (("A", "invalid_quantity"),)),
    Case(
        "too much does not hold up the other",
        [parcel("A", {1: 4}), parcel("B", {2: 1})],
        [("NR-B", [1])],
        PARTLY,
        (EXCEEDS,),
    ),
    # 4: carriers
    Case("a carrier", [parcel()], A, SHIPPED, carrier=("star-track", "", "")),
    Case("a provider", [parcel(shipping_service="Post")], A, SHIPPED, carrier=("", "auspost", "")),
    Case("a link", [parcel(tracking_url=LINK)], A, SHIPPED, carrier=("star-track", "", LINK)),
    Case(
        "exact before pattern",
        [parcel(shipping_service=f"{LABEL}Y")],
        A,
        SHIPPED,
        carrier=("star-track-express", "", ""),
    ),
    Case("by pattern", [parcel(shipping_service=f"{LABEL}Z")], A, SHIPPED, carrier=("star-track", "", "")),
    Case("other pattern", [parcel(shipping_service="X – powered by Y")], A, SHIPPED, carrier=("sendle", "", "")),
    Case("mapped to none", [parcel(shipping_service="Pick-up")], A, SHIPPED, carrier=("", "", "")),
    Case("no service", [parcel(shipping_service=None)], A, SHIPPED, carrier=("", "", "")),
    Case("unmapped", [parcel(shipping_service="Van")], A, SHIPPED, (UNMAPPED,), carrier=("", "", "")),
    Case(
        "too long a service", [parcel(shipping_service="x" * 256)], [], AWAITING, (("A", "invalid_shipping_service"),)
    ),
    Case("unmapped, and not sent", [parcel("A", {1: 4}, shipping_service="Van")], [], AWAITING, (EXCEEDS,)),
    Case("unpublished", [parcel(shipping_service="Wrong")], A, SHIPPED, (UNMAPPED,), carrier=("", "carrier_9", "")),
    Case("no link", [parcel(tracking_url="ftp://x")], A, SHIPPED, (("A", "invalid_tracking_link"),)),
    Case(
        "mapped later",
        [parcel(shipping_service="Van")],
        A,
        SHIPPED,
        then=maps("Van", "sendle"),
        carrier=("sendle", "", ""),
    ),
    # 5: after export
    Case("a new number", [parcel()], [("NEW", [3, 1])], SHIPPED, then=changes(tracking_number="NEW")),
    Case("a new link", [parcel()], A, SHIPPED, then=changes(tracking_url=LINK), carrier=("star-track", "", LINK)),
    Case("another service", [parcel()], A, SHIPPED, then=changes(shipping_service="Post"), carrier=("", "auspost", "")),
    Case("a number at last", [parcel(tracking_number=None)], A, SHIPPED, then=changes(tracking_number="NR-A")),
    Case("the number removed", [parcel()], A, SHIPPED, (CHANGED,), then=changes(tracking_number=None)),
    Case("a bad number", [parcel()], A, SHIPPED, (BAD_NUMBER,), then=changes(tracking_number="x" * 51)),
    Case("other lines", [parcel("A", {1: 2})], [("NR-A", [2])], PARTLY, (CHANGED,), then=lines({1: 1})),
    Case("the same lines, spelled out", [parcel()], A, SHIPPED, then=lines({1: 3, 2: 1})),
    Case("cancelled", [parcel()], A, SHIPPED, (CHANGED,), then=changes(is_cancelled=True)),
    Case("given to another order", [parcel()], A, SHIPPED, (CHANGED,), then=moved),
    Case("deleted there, then changed", [parcel()], [], SHIPPED, (NO_SHIPMENT,), then=deleted_there, mails=1),
    Case("deleted there, and nothing new", [parcel()], [], SHIPPED, then=restored, mails=1),
    Case("no number", [parcel(tracking_number=" ")], [("", [3, 1])], SHIPPED),
    Case(
        "no number, and none wanted",
        [parcel(tracking_number=None)],
        [],
        AWAITING,
        before=store(ship_without_tracking_number=False),
    ),
    Case("cancelled before", [parcel(is_cancelled=True)], [], AWAITING),
    # 6: numbers
    Case("trimmed", [parcel(tracking_number=" AB  12\n")], [("AB  12", [3, 1])], SHIPPED),
    Case("fifty characters", [parcel(tracking_number="x" * 50)], [("x" * 50, [3, 1])], SHIPPED),
    Case("fifty-one", [parcel(tracking_number="x" * 51)], [], AWAITING, (BAD_NUMBER,)),
    Case("control characters", [parcel(tracking_number="A\tB")], [], AWAITING, (BAD_NUMBER,)),
    # 7: which orders, from when on
    *(Case(f"status {n}", [parcel()], [], n, (CLOSED,), before=becomes(n)) for n in (0, 2, 4, 5, 6, 10)),
    *(Case(f"status {n}", [parcel()], A, SHIPPED, before=becomes(n)) for n in (1, 3, 7, 8, 9, 11, 12, 13, 14)),
    Case("more after our own shipment", [parcel()], A, SHIPPED, (("B", EXCEEDS[1]),), then=one_more),
    Case("archived", [parcel()], [], AWAITING, (CLOSED,), before=archived),
    Case("before the set-up", [parcel(dispatched_at=BEFORE)], [], AWAITING, before=store(setup_completed_at=SET_UP)),
    Case("since the set-up", [parcel(dispatched_at=SET_UP)], A, SHIPPED, before=store(setup_completed_at=SET_UP)),
    # 8: switched off
    Case("switched off", [parcel()], [], AWAITING, before=store(consignment_sync_enabled=False)),
    Case("switched off after export", [parcel()], A, SHIPPED, then=switched_off),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_becomes_of_a_parcel(commerce: psycopg.Connection, sandbox: SandboxStore, case: Case) -> None:
    world = World(commerce, sandbox)
    with commerce.cursor() as cursor:
        cursor.executemany("insert into bigcommerce.carrier_map values ('default', %s, %s, %s, %s)", MAPS)
    order_id = world.order(**case.order) if isinstance(case.order, dict) else world.order(*case.order)
    for name, lines, columns in case.parcels:
        world.parcel(name, order_id, lines, **columns)
    if case.before:
        case.before(world, order_id)
    world.run()
    if case.then:
        case.then(world, order_id)
        world.run()
    assert world.shipped(order_id) == case.shipped
    assert world.problems() == list(case.problems)
    assert world.status(order_id) == case.status
    assert sandbox.counts()["mails"] == (len(case.shipped) if case.mails is None else case.mails)
    if case.carrier:
        found = world.shipments(order_id)[0]
        assert (found["tracking_carrier"], found["shipping_provider"], found["tracking_link"]) == case.carrier
    before = world.digest()
    again = world.run()
    assert (again["http_reads"], again["http_writes"], again["written"]) == (0, 0, 0) and world.digest() == before
