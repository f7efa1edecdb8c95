"""One order's page tells all that is known of it, and lets a person acknowledge what changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from bigcommerce.db.order_receipts import complete_waiting_orders
from bigcommerce.domain.order_stories import PROBLEM_TITLES
from tests.db.order_rows import keep, rows, unreadable
from tests.ui.order_pages import PARKING, STORE, UNMAPPED, open_shop, order, take, text_of
from tests.ui.panel_rows import insert_problem

PAGE = f"{STORE}/orders/100"
Browse = Callable[..., Any]


@pytest.fixture
def shop(commerce: psycopg.Connection) -> psycopg.Connection:
    return open_shop(commerce)


def change(connection: psycopg.Connection, kind: str, details: str = '{"before": {}, "after": {}}') -> int:
    """As order ingest notices one."""
    (row,) = rows(
        connection,
        "insert into backoffice.order_changes (order_id, kind, details)"
        " select order_id, %s, %s from backoffice.orders where bigcommerce_order_id = 100 returning change_id",
        kind,
        details,
    )
    if kind != "status":
        connection.execute("update backoffice.orders set needs_attention = true where bigcommerce_order_id = 100")
    return row[0]


def state(connection: psycopg.Connection) -> list[tuple[Any, ...]]:
    return rows(connection, "select status, needs_attention from backoffice.orders where bigcommerce_order_id = 100")


def in_order(page: str, *said: str) -> bool:
    story = page[page.index("Its story") :]
    places = [story.find(words) for words in said]
    return -1 not in places and places == sorted(places)


def test_the_story_runs_from_landed_to_shipped(browse: Browse, shop: psycopg.Connection) -> None:
    shop.execute(
        "insert into bigcommerce.sync_runs (dag_id, dag_run_id, flow, store_code, started_at)"
        " values ('bigcommerce_order_ingest', 'scheduled__1', 'orders', 'default', now() - interval '1 minute')"
    )
    take(shop, order(), rules=UNMAPPED)
    shop.execute("insert into bigcommerce.payment_method_map values ('default', 'Credit Card', 'Card')")
    shop.execute("insert into bigcommerce.shipping_method_map values ('default', 'Standard', 'Parcel')")
    complete_waiting_orders(shop, "default")
    change(shop, "totals", '{"before": {"total_inc_tax": "25.5000"}, "after": {"total_inc_tax": "20.0000"}}')
    shop.execute(
        "insert into backoffice.consignments (consignment_id, order_id, tracking_number, dispatched_at)"
        " select 'C-1', order_id, 'TN-1', now() from backoffice.orders"
    )
    shop.execute(
        "insert into bigcommerce.shipment_exports (store_code, consignment_id, shipping_address_no, state, shipment_id,"
        " tracking_number, tracking_carrier, accepted_at)"
        " values ('default', 'C-1', 1, 'accepted', 4711, 'TN-1', 'australia-post', now())"
    )
    page = browse("vic").get(PAGE).text
    assert in_order(
        page,
        *(
            "Placed at BigCommerce",
            "Seen at BigCommerce and kept here",
            "Received, as order",
            "Payment method without a mapping",
        ),
        *("Payment method mapped", "Changed at BigCommerce: totals", "Dispatched: consignment C-1"),
        "Shipped: BigCommerce took it as shipment 4711",
    )
    assert 'href="/dags/bigcommerce_order_ingest/runs/scheduled__1"' in page
    for said in ("total inc tax", "25.5000", "20.0000", "TN-1", "australia-post", "Parcel", "1 of 1 consignments"):
        assert said in page


def test_what_holds_an_order_is_said_with_what_to_do(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(), rules=UNMAPPED)
    page = text_of(browse().get(PAGE))
    assert 'was paid by "Credit Card", which has no mapping: add one under Mappings' in page
    assert f'href="{STORE}/mappings/payment?name=Credit+Card#add"' in page
    assert "waits for a payment and a shipping mapping" in page
    assert "yes, with the status On Hold in the back office" in page


def test_a_parked_order_shows_what_is_in_it_though_nothing_is_received(
    browse: Browse, shop: psycopg.Connection
) -> None:
    take(shop, order(), rules=PARKING)
    page = text_of(browse().get(PAGE))
    assert "no. It waits until its names are mapped" in page
    for said in ("SKU-1", "Jane Doe, Jane@example.com", "25.50", "not mapped yet"):
        assert said in page
    assert "Payments and refunds" not in page


def test_an_order_that_cannot_be_read_shows_its_payload(browse: Browse, shop: psycopg.Connection) -> None:
    document = order(total_inc_tax="a lot")
    keep(shop, [unreadable(document)])
    page = text_of(browse().get(PAGE))
    assert "cannot be read as an order" in page and '"total_inc_tax": "a lot"' in page


def test_each_version_that_landed_is_told(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order())
    take(shop, order(hours=1, status="Shipped", status_id=2))
    page = browse().get(PAGE).text
    assert in_order(
        page, "Seen at BigCommerce and kept here, Awaiting Fulfillment there", "Seen again, changed, Shipped there"
    )


@pytest.mark.parametrize("number", ["7", "99999999999999999999", "abc", "0", "-1", "1.5", "%00"])
def test_an_unknown_order_is_explained(browse: Browse, shop: psycopg.Connection, number: str) -> None:
    answer = browse("olga").get(f"{STORE}/orders/{number}")
    assert answer.status_code == 404
    if number == "7":
        assert "No order 7 was ever seen" in answer.text and 'name="order_ids" value="7"' in answer.text
        assert "Fetch now" not in browse("vic").get(f"{STORE}/orders/7").text
    else:
        assert "no order number" in answer.text


def test_markup_anywhere_in_an_order_is_text(browse: Browse, shop: psycopg.Connection) -> None:
    evil = "<script>alert(1)</script>"
    document = order(first=evil, last=evil, status=evil, payment_method=evil, customer_message=evil, staff_notes=evil)
    document["consignments"]["shipping"][0] |= {"shipping_method": evil, "street_1": evil}
    document["consignments"]["shipping"][0]["line_items"][0] |= {"name": evil, "sku": evil}
    for rules in (PARKING, UNMAPPED):
        take(shop, document, rules=rules)
        if rules is UNMAPPED:
            change(shop, "address", '{"before": {"0": {"city": "<script>a"}}, "after": {"0": {"city": "</script>"}}}')
        answer = browse().get(PAGE)
        assert answer.status_code == 200
        assert "<script>a" not in answer.text and text_of(answer).count(evil) >= 6


def test_an_erased_change_shows_that_there_was_one(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order())
    change(shop, "address", '{"erased": true}')
    assert "Changed: address edited" in browse().get(PAGE).text


# --- acknowledging -------------------------------------------------------------------------------------------------
def test_the_last_change_acknowledged_lets_the_order_go(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order())
    first, second, status = change(shop, "lines"), change(shop, "totals"), change(shop, "status")
    answer = browse("olga").post(f"{PAGE}/acknowledge", data={"change_id": first})
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert state(shop) == [("New", True)]
    answer = browse("olga").post(f"{PAGE}/acknowledge", data={"change_id": [second, status]})
    assert state(shop) == [("New", False)]
    assert rows(shop, "select count(*) from backoffice.order_changes where acknowledged_at is null") == [(0,)]
    assert "2%20changes%20are%20acknowledged.%20Nothing%20is%20left%20open" in answer.cookies["bigcommerce_said"]
    page = browse("olga").get(PAGE).text
    assert "What is open" not in page


def test_an_open_problem_keeps_the_order(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(), rules=UNMAPPED)
    number = change(shop, "lines")
    browse("olga").post(f"{PAGE}/acknowledge", data={"change_id": number})
    assert state(shop) == [("On Hold", True)]


def test_only_what_was_shown_is_acknowledged_and_once(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order())
    take(shop, order(101))
    seen = change(shop, "lines")
    unseen = change(shop, "totals")
    shop.execute(
        "insert into backoffice.order_changes (change_id, order_id, kind)"
        " select 999, order_id, 'lines' from backoffice.orders where bigcommerce_order_id = 101"
    )
    for _ in range(2):
        answer = browse("olga").post(f"{PAGE}/acknowledge", data={"change_id": [str(seen), "999", "x", "²"]})
        assert answer.status_code == 303
    query = "select change_id from backoffice.order_changes where acknowledged_at is null order by 1"
    assert rows(shop, query) == [(unseen,), (999,)]


def test_nothing_is_acknowledged_of_an_order_that_is_not_received(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(), rules=PARKING)
    for number in ("100", "7", "x"):
        assert browse("olga").post(f"{STORE}/orders/{number}/acknowledge").status_code == 404


# --- roles ---------------------------------------------------------------------------------------------------------
ROUTES = [
    ("GET", STORE + "/orders"),
    ("POST", STORE + "/orders"),
    ("GET", PAGE),
    ("POST", STORE + "/orders/fetch"),
    ("POST", PAGE + "/acknowledge"),
]


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_viewers_look_operators_change_and_nobody_signed_out(
    browse: Browse, shop: psycopg.Connection, route: tuple[str, str]
) -> None:
    take(shop, order())
    method, path = route
    is_change = path.endswith(("fetch", "acknowledge"))
    for name, may in (("ada", True), ("olga", True), ("una", not is_change), ("vic", not is_change)):
        assert (browse(name).request(method, path).status_code != 403) is may, name
    assert browse(None).request(method, path).status_code in (303, 307)
    elsewhere = browse("ada").request(method, path, headers={"origin": "https://evil.example"})
    assert (elsewhere.status_code == 403) is (method == "POST")


@pytest.mark.parametrize("code", ["neto_rejected", "neto_unknown_sku"])
def test_what_neto_refused_is_open_and_in_the_story(browse: Browse, shop: psycopg.Connection, code: str) -> None:
    take(shop, order())
    shop.execute(
        "insert into bigcommerce.item_problems (store_code, flow, item_key, code, message)"
        " values ('default', 'neto', '100', %s, 'Order 100 was not sent to Neto: <b>why</b>.'),"
        " ('default', 'neto', '100', 'neto_invalid_item', 'It is a product.')",
        [code],
    )
    shop.execute(
        "insert into neto.order_pushes (order_id, neto_order_id, state) select order_id, 'BC100', 'refused'"
        " from backoffice.orders where bigcommerce_order_id = 100"
    )
    page = browse("vic").get(PAGE).text
    assert "Order 100 was not sent to Neto: &lt;b&gt;why" in page[page.index("What is open") : page.index("Its story")]
    assert in_order(page, PROBLEM_TITLES[code])
    assert "It is a product." not in page
    assert "It is entered at Neto by hand" not in page
    olga = browse("olga")
    assert "It is entered at Neto by hand" in olga.get(PAGE).text
    question = olga.post(f"{PAGE}/entered")
    assert "is not sent to Neto any more" in question.text and not is_accepted(shop)
    assert PROBLEM_TITLES[code] in browse("vic").get(f"{STORE}/orders").text
    shop.execute("update bigcommerce.item_problems set resolved_at = now()")
    shop.execute("update neto.order_pushes set state = 'accepted', pushed_at = now()")
    page = browse("vic").get(PAGE).text
    assert in_order(page, "Sent to Neto as BC100")
    assert "<dd>yes, as BC100<" in page
    shop.execute("update neto.order_pushes set is_held = true")
    held = "<dd><strong>Open:</strong> yes, as BC100, On Hold there until"
    assert f"{held} the next run of orders to Neto releases it<" in browse("vic").get(PAGE).text
    insert_problem(shop, "orders", "unmapped_payment_method", "100")
    assert f"{held} its names are mapped" in browse("vic").get(PAGE).text
    shop.execute("update bigcommerce.item_problems set resolved_at = now()")
    shop.execute("update neto.order_pushes set is_held = false, payment_state = 'accepted'")
    assert "yes, as BC100, its payment too<" in browse("vic").get(PAGE).text


def is_accepted(shop: psycopg.Connection) -> bool:
    row = shop.execute(
        "select accepted_at is not null from backoffice.orders where bigcommerce_order_id = 100"
    ).fetchone()
    return bool(row and row[0])


@pytest.mark.parametrize("state", [None, "refused", "intended", "accepted"])
def test_an_order_that_neto_cannot_be_sent_may_be_entered_by_hand(
    browse: Browse, shop: psycopg.Connection, state: str | None
) -> None:
    take(shop, order())
    olga = browse("olga")
    assert olga.post(f"{PAGE}/entered", data={"sure": "yes"}).status_code == 303 and not is_accepted(shop)
    shop.execute(
        "insert into bigcommerce.item_problems (store_code, flow, item_key, code, details) values"
        " ('default', 'neto', '100', 'neto_unknown_sku', '{}'),"
        """ ('default', 'neto', '100', 'neto_rejected', '{"is_approved": true}')"""
    )
    if state:
        shop.execute(
            "insert into neto.order_pushes (order_id, neto_order_id, state) select order_id, 'BC100', %s"
            " from backoffice.orders where bigcommerce_order_id = 100",
            [state],
        )
    assert olga.post(f"{PAGE}/entered", data={"sure": "yes"}).status_code == 303
    # Where Neto may have it, its own answer counts.
    is_sent = state in ("intended", "accepted")
    assert is_accepted(shop) is not is_sent
    closed = shop.execute(
        "select code, resolved_by from bigcommerce.item_problems where resolved_at is not null"
    ).fetchall()
    assert closed == ([] if is_sent else [("neto_unknown_sku", "olga")])
