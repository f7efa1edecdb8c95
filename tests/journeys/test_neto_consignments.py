"""What a real (pretend) Neto account dispatched, as our consignments, and on to BigCommerce's shopper."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from bigcommerce.connectors.neto import NetoClient
from tests.journeys.neto_world import NetoWorld
from tests.neto_account import NetoAccount

SENT = {"tracking": "T1", "service": "eParcel", "url": "https://track/T1"}


@pytest.fixture
def world(commerce: psycopg.Connection, neto_sandbox: NetoAccount) -> NetoWorld:
    found = NetoWorld(commerce, neto_sandbox)
    found.receive(7, 8)
    # Two tees and a cap.
    found.db.execute(
        "update backoffice.order_lines set quantity = 2, discounted_total_inc_tax = 22 where order_id in (7, 8)"
    )
    found.db.execute(
        "insert into backoffice.order_lines (order_id, line_no, bigcommerce_order_product_id, sku, quantity)"
        " values (7, 2, 72, 'CAP', 1), (8, 2, 82, 'CAP', 1)"
    )
    found.push()
    assert [row[2] for row in found.pushes()] == ["accepted", "accepted"] and found.problems() == []
    return found


def assert_at_rest(world: NetoWorld) -> None:
    before = world.digest()
    again = world.bring()
    assert (again["items_written"], again["writes"], world.digest()) == (0, 0, before)


def test_what_was_dispatched_comes_down_once(world: NetoWorld) -> None:
    assert world.bring()["items_written"] == 0
    world.neto.dispatch("BC7", **SENT)
    run = world.bring()
    assert (run["items_read"], run["items_written"], run["calls"]) == (1, 1, {"GetOrder": 2})
    assert world.consignments() == [("neto:BC7:1", 7, "eParcel", "T1", False, {"1": 2, "2": 1})]
    url, dispatched = world.rows("select tracking_url, dispatched_at is not null from backoffice.consignments")[0]
    assert (url, dispatched) == ("https://track/T1", True)
    assert_at_rest(world)


def test_a_part_that_left_comes_down_and_the_rest_later(world: NetoWorld) -> None:
    world.neto.dispatch("BC7", lines=[{"line": "TEE", "quantity": 1}], **SENT)
    world.bring()
    assert world.consignments() == [("neto:BC7:1", 7, "eParcel", "T1", False, {"1": 1})]
    world.neto.dispatch("BC7", lines=[{"line": "CAP"}], tracking="T2", service="eParcel")
    world.bring()
    assert world.consignments() == [
        ("neto:BC7:1", 7, "eParcel", "T1", False, {"1": 1}),
        ("neto:BC7:2", 7, "eParcel", "T2", False, {"2": 1}),
    ]
    # Neto keeps both numbers of the line in one field: nobody knows which unit is in which box.
    world.neto.dispatch("BC7", tracking="T3", service="eParcel")
    world.bring()
    assert world.consignments()[0] == ("neto:BC7:1", 7, "eParcel", "T1, T3", False, {"1": 2})
    assert_at_rest(world)


def test_a_parcel_of_the_store_that_was_connected_before_is_never_another_stores(world: NetoWorld) -> None:
    world.db.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('outlet', true)")
    world.receive(9)
    # The same number and goods at the other store.
    world.update("orders", 9, store_code="outlet", bigcommerce_order_id=7)
    world.db.execute("update neto.settings set store_code = 'outlet', order_id_prefix = 'OUT'")
    world.push()
    for name in ("BC7", "OUT7"):
        world.neto.dispatch(name, tracking=name, service="eParcel")
    world.bring()
    assert [row[:2] for row in world.consignments()] == [("neto:BC7:1", 7), ("neto:OUT7:1", 9)]
    assert world.problems() == []
    assert_at_rest(world)


def test_a_corrected_number_is_the_same_consignment_and_a_cancelled_order_its_end(world: NetoWorld) -> None:
    world.neto.dispatch("BC7", **SENT)
    world.bring()
    line = {"SKU": "TEE", "TrackingDetails": {"ShippingMethod": "eParcel Standard", "TrackingNumber": "T9"}}
    world.neto.client().update_orders([{"OrderID": "BC7", "OrderLine": [line, line | {"SKU": "CAP"}]}])
    world.bring()
    assert world.consignments() == [("neto:BC7:1", 7, "eParcel Standard", "T9", False, {"1": 2, "2": 1})]
    world.neto.control("POST", "orders/BC7/cancel")
    assert world.bring()["items_written"] == 1
    assert world.consignments() == [("neto:BC7:1", 7, "eParcel Standard", "T9", True, {"1": 2, "2": 1})]
    assert_at_rest(world)


@pytest.mark.parametrize("has_references", [True, False])
def test_split_orders_are_followed_to_ours(world: NetoWorld, has_references: bool) -> None:
    world.neto.set(external_references=has_references)
    world.neto.control("POST", "orders/BC7/split", {"lines": [{"line": "CAP"}]})
    world.neto.control("POST", "orders/BC8/split", {"lines": [{"line": "CAP"}], "order_id": "N500"})
    world.neto.dispatch("BC7", **SENT)
    world.neto.dispatch("BC7-1", tracking="T2", service="eParcel")
    world.neto.dispatch("N500", tracking="T3", service="eParcel")
    world.bring()
    assert world.consignments() == [
        ("neto:BC7-1:1", 7, "eParcel", "T2", False, {"2": 1}),
        ("neto:BC7:1", 7, "eParcel", "T1", False, {"1": 2}),
        ("neto:N500:1", 8, "eParcel", "T3", False, {"2": 1}),
    ]
    assert world.problems() == []
    assert_at_rest(world)


def test_combined_orders_are_told_apart_by_their_references(world: NetoWorld) -> None:
    world.neto.control("POST", "orders/BC7/combine", {"with": "BC8"})
    world.neto.dispatch("BC7", **SENT)
    world.bring()
    assert world.consignments() == [
        ("neto:BC7:1", 7, "eParcel", "T1", False, {"1": 2, "2": 1}),
        ("neto:BC7:2", 8, "eParcel", "T1", False, {"1": 2, "2": 1}),
    ]


@pytest.mark.parametrize("has_references", [True, False])
def test_a_kit_ships_as_its_own_line(world: NetoWorld, has_references: bool) -> None:
    kit = {"KitComponents": {"KitComponent": [{"ComponentSKU": "TEE", "AssembleQuantity": "2"}]}}
    world.neto.put({"SKU": "KIT", "Name": "Kit", "IsActive": "True"} | kit)
    world.receive(9)
    world.db.execute("update backoffice.order_lines set sku = 'KIT' where order_id = 9")
    world.push()
    world.neto.set(split_kits=True, external_references=has_references)
    world.neto.dispatch("BC9", **SENT)
    world.bring()
    assert world.consignments() == [("neto:BC9:1", 9, "eParcel", "T1", False, {"1": 1})]
    assert world.problems() == []


def foreign(world: NetoWorld, name: str, **fields: Any) -> None:
    """An order that somebody entered at Neto as BigCommerce's, and dispatched."""
    line = {"SKU": "CAP", "Quantity": "1", "UnitPrice": "5"}
    world.neto.client().add_order({"OrderID": name, "SalesChannel": "BigCommerce", "OrderLine": [line | fields]})
    world.neto.dispatch(name, **SENT)


def test_what_belongs_to_no_order_is_said_until_it_does(world: NetoWorld) -> None:
    foreign(world, "N900", ExternalSystemIdentifier="BigCommerce", ExternalOrderReference="9")
    foreign(world, "N901", ExternalSystemIdentifier="eBay", ExternalOrderReference="7")
    world.neto.dispatch("BC7", **SENT)
    run = world.bring()
    assert (run["items_written"], run["items_refused"]) == (1, 1)
    assert world.problems() == [("9", "neto_unmatched_dispatch")] and "N900 dispatched 1 × CAP" in world.messages()[0]
    # Long after Neto's update date has passed by.
    world.db.execute("update neto.dispatch_watermarks set read_until = now() + interval '1 day'")
    assert world.bring()["items_written"] == 0 and world.problems() == [("9", "neto_unmatched_dispatch")]
    world.receive(9)
    world.update("order_lines", 9, sku="CAP")
    world.bring()
    assert world.problems() == [] and world.consignments()[-1][:4] == ("neto:N900:1", 9, "eParcel", "T1")


def test_an_order_that_cannot_be_read_stops_no_other(world: NetoWorld) -> None:
    for name in ("BC7", "BC8"):
        world.neto.dispatch(name, **SENT)
    # What another integration made of it.
    world.neto.control("PATCH", "orders/BC7", {"DateCompletedUTC": "soon"})
    run = world.bring()
    assert (run["items_written"], run["items_refused"]) == (1, 1)
    assert world.problems() == [("BC7", "neto_unreadable_order")] and "DateCompletedUTC" in world.messages()[0]
    world.neto.control("PATCH", "orders/BC7", {"DateCompletedUTC": "2026-03-02 01:12:09"})
    world.db.execute("update neto.dispatch_watermarks set read_until = now() + interval '1 day'")
    assert world.bring()["items_written"] == 1 and world.problems() == []


def test_orders_asked_for_by_number_alone(world: NetoWorld) -> None:
    world.neto.control("POST", "orders/BC7/split", {"lines": [{"line": "CAP"}], "order_id": "N500"})
    for name in ("BC7", "BC8", "N500"):
        world.neto.dispatch(name, **SENT)
    world.bring(order_ids=[7])
    assert [row[:2] for row in world.consignments()] == [("neto:BC7:1", 7), ("neto:N500:1", 7)]
    assert world.rows("select * from neto.dispatch_watermarks") == []


def test_the_watermark_is_netos_clock_and_overlaps(world: NetoWorld) -> None:
    world.bring()
    ((first,),) = world.rows("select read_until from neto.dispatch_watermarks")
    world.db.execute("update neto.dispatch_watermarks set read_until = read_until + interval '14 minutes'")
    # What Neto's list shows late is still seen.
    world.neto.dispatch("BC7", **SENT)
    run = world.bring()
    assert run["items_written"] == 1 and (run["window_from"] - first).total_seconds() == -60
    world.db.execute("delete from backoffice.orders")
    world.db.execute("delete from neto.dispatch_watermarks")
    assert world.bring()["calls"] == {}


def test_the_watermark_is_of_the_first_page(world: NetoWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is dispatched during a long walk may be of a page that was read before."""
    for name in ("BC7", "BC8"):
        world.neto.dispatch(name, **SENT)
    monkeypatch.setattr(NetoClient.orders, "__defaults__", (1,))
    hour_later = {"method": "PATCH", "path": "settings", "json": {"clock_offset_seconds": 3600}}
    world.neto.before("GetOrder", hour_later, nth=2)
    run = world.bring()
    assert run["items_written"] == 2 and run["calls"]["GetOrder"] >= 3
    assert world.rows("select read_until < now() + interval '1 minute' from neto.dispatch_watermarks") == [(True,)]
