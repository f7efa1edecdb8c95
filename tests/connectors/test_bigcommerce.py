"""The client against a real (pretend) store: orders and shipments, each list walked whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bigcommerce.connectors.bigcommerce import ORDERS_A_RANGE, BigCommerceClient
from bigcommerce.connectors.rows import PAGE, iso
from bigcommerce.connectors.transport import ATTEMPTS
from bigcommerce.errors import NotFound, UnexpectedAnswer, Unreachable
from tests.conftest import SandboxStore
from tests.connectors.store_calls import place, place_many, requests_of, rows, say


def walk(client: BigCommerceClient, **filters: Any) -> list[int]:
    return [order["id"] for page in client.order_pages(**filters) for order in page.body]


# --- orders ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("bounds", ["inclusive", "exclusive"])
@pytest.mark.parametrize(("count", "requests"), [(PAGE - 1, 1), (PAGE, 2), (2 * PAGE, 3)])
def test_a_walk_shows_every_order_once_whatever_the_bounds(
    sandbox: SandboxStore, client: BigCommerceClient, bounds: str, count: int, requests: int
) -> None:
    sandbox.control("PATCH", "settings", {"id_bounds": bounds})
    ids = place_many(sandbox, count)
    pages = list(client.order_pages())
    assert [order["id"] for page in pages for order in page.body] == ids
    assert all(page.body for page in pages)
    assert requests_of(sandbox) == requests


def test_an_order_that_leaves_meanwhile_hides_no_other(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    ids = place_many(sandbox, PAGE + 10)
    gone = {"method": "DELETE", "path": f"orders/{ids[0]}"}
    sandbox.control("POST", "hooks/before-request", {"path": "/v2/orders", "nth": 2, "do": [gone]})
    assert walk(client) == ids


def test_an_empty_walk_still_tells_the_servers_date(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    sandbox.control("PATCH", "settings", {"clock_offset_seconds": -86_400})
    (page,) = client.order_pages()
    assert (page.status, page.body) == (204, [])
    assert page.date is not None
    assert abs(datetime.now(UTC) - timedelta(days=1) - page.date) < timedelta(seconds=60)


def test_a_walk_can_be_narrowed_by_date_and_id(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    first, second, third = (place(sandbox, date_created=f"2026-01-0{day}T00:00:00Z")["id"] for day in (1, 2, 3))
    since = iso(datetime(2026, 1, 2, tzinfo=UTC))
    assert walk(client, min_date_created=since) == walk(client, min_date_modified=since) == [second, third]
    assert walk(client, max_date_created=since) == [first, second]
    assert walk(client, max_id=second) == [first, second]


def test_an_order_of_the_list_has_its_lines_and_fees(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    fee = {"type": "custom_fee", "name": "Gift wrap", "cost": 5}
    placed = place(sandbox, lines=[{"name": "A", "price": 19.99, "quantity": 3}], fees=[fee])
    (page,) = client.order_pages()
    assert page.body == [client.order(placed["id"])]
    (order,) = page.body
    (line,) = order["consignments"]["shipping"][0]["line_items"]
    assert (line["name"], line["quantity"]) == ("A", 3)
    assert [fee["display_name_merchant"] for fee in order["fees"]] == ["Gift wrap"]


@pytest.mark.parametrize(
    "body", [{"data": []}, {}, None, "", 0, [None], [[1]], [{"no": 1}], [{"id": None}], [{"id": "first"}]]
)
def test_an_answer_that_is_no_list_of_orders_ends_the_walk_with_an_error(
    sandbox: SandboxStore, client: BigCommerceClient, body: Any
) -> None:
    # The sandbox takes null for "no body planned".
    say(sandbox, "null" if body is None else '""' if body == "" else body, times=None)
    with pytest.raises(UnexpectedAnswer, match="GET /v2/orders was answered with"):
        walk(client)
    with pytest.raises(UnexpectedAnswer, match="GET /v2/orders was answered with"):
        client.orders_between(1, 2)


@pytest.mark.parametrize("body", [[{"id": 2}, {"id": 1}], [{"id": 1}, {"id": 1}]])
def test_a_page_out_of_order_or_with_an_order_twice_is_refused(
    sandbox: SandboxStore, client: BigCommerceClient, body: Any
) -> None:
    say(sandbox, body, times=None)
    with pytest.raises(UnexpectedAnswer, match="out of order"):
        walk(client)


def test_a_page_that_comes_again_is_refused(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    say(sandbox, rows(1, PAGE), times=None)
    with pytest.raises(Unreachable, match="GET /v2/orders showed the same page twice"):
        walk(client)
    assert requests_of(sandbox) == 2


@pytest.mark.parametrize("bounds", ["inclusive", "exclusive"])
def test_a_range_of_orders_is_one_request_whatever_the_bounds(
    sandbox: SandboxStore, client: BigCommerceClient, bounds: str
) -> None:
    sandbox.control("PATCH", "settings", {"id_bounds": bounds})
    ids = place_many(sandbox, ORDERS_A_RANGE + 10)
    found = client.orders_between(ids[5], ids[5] + ORDERS_A_RANGE - 1)
    assert [order["id"] for order in found] == ids[5 : 5 + ORDERS_A_RANGE]
    assert any("line_items" in consignment for consignment in found[0]["consignments"]["shipping"])
    assert requests_of(sandbox) == 1


def test_a_range_too_heavy_for_the_store_is_read_in_halves(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    ids = place_many(sandbox, 30)
    sandbox.control("POST", "faults", {"kind": "status", "status": 504, "path": "/v2/orders", "times": ATTEMPTS + 1})
    assert [order["id"] for order in client.orders_between(ids[0], ids[29])] == ids
    assert requests_of(sandbox) == ATTEMPTS + 4
    sandbox.control("POST", "faults", {"kind": "status", "status": 504, "path": "/v2/orders", "times": None})
    with pytest.raises(Unreachable):
        client.orders_between(ids[0], ids[29])


def test_a_range_shows_no_archived_order_and_may_be_empty(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    ids = place_many(sandbox, 3)
    sandbox.control("DELETE", f"orders/{ids[1]}")
    assert [order["id"] for order in client.orders_between(ids[0], ids[2])] == [ids[0], ids[2]]
    assert client.orders_between(1, 9) == []


def test_an_order_that_is_missing_is_none_and_one_that_is_archived_is_not(
    sandbox: SandboxStore, client: BigCommerceClient
) -> None:
    archived = place(sandbox)["id"]
    sandbox.control("DELETE", f"orders/{archived}")
    assert client.order(archived + 1) is None
    order = client.order(archived)
    assert order is not None and order["is_deleted"]


def test_every_line_of_a_long_order_is_read(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    order = place(sandbox, lines=[{"name": f"Thing {number}", "price": 1} for number in range(PAGE + 10)])
    assert [line["name"] for line in client.order_products(order["id"])] == [f"Thing {n}" for n in range(PAGE + 10)]
    assert requests_of(sandbox) == 2


def test_refunds_are_asked_for_in_chunks_of_orders(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    ids = place_many(sandbox, 251)
    for order_id in (ids[0], ids[-1]):
        sandbox.control("POST", f"orders/{order_id}/refunds", {"amount": 0.1})
    assert [(refund["order_id"], refund["total_amount"]) for refund in client.refunds(ids)] == [
        (ids[0], Decimal("0.1")),
        (ids[-1], Decimal("0.1")),
    ]
    assert requests_of(sandbox) == 2
    assert list(client.refunds([])) == [] and requests_of(sandbox) == 2


# --- shipments -------------------------------------------------------------------------------------------------
def test_shipments_are_made_listed_and_changed(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    order = place(sandbox, lines=[{"name": "A", "quantity": 2}])
    address = order["consignments"]["shipping"][0]
    assert client.shipments(order["id"]) == []
    items = [{"order_product_id": address["line_items"][0]["id"], "quantity": 2}]
    texts = {"tracking_number": "33ABC", "shipping_provider": "", "tracking_carrier": "australia-post"}
    made = client.create_shipment(order["id"], {"order_address_id": address["id"], "items": items, **texts})
    changed = client.update_shipment(order["id"], made["id"], {"tracking_number": "34ABC"})
    assert client.shipments(order["id"]) == [changed]
    assert (changed["id"], changed["tracking_number"]) == (made["id"], "34ABC")
    assert changed["items"][0]["quantity"] == 2
    assert sandbox.counts()["mails"] == 1 and sandbox.writes() == 2


# --- store -----------------------------------------------------------------------------------------------------
def test_facts_of_the_store_are_read(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    sandbox.control("PATCH", "settings", {"currency": "NZD", "update_stock_behavior": "order_completed_or_shipped"})
    assert client.time().body["time"] > 1_700_000_000
    assert (client.store()["currency"], client.store()["decimal_places"]) == ("NZD", 2)
    assert client.inventory_settings()["update_stock_behavior"] == "order_completed_or_shipped"


def test_lists_of_an_order_that_is_missing_are_refused(client: BigCommerceClient) -> None:
    for call in (client.order_products, client.shipments):
        with pytest.raises(NotFound):
            call(999)


def test_a_date_filter_has_its_zone() -> None:
    assert iso(datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)) == "2026-01-02T03:04:05+00:00"
