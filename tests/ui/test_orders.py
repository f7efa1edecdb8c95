"""Orders are found, listed newest first whatever their number, and fetched by number."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import psycopg
import pytest

from tests.ui.order_pages import (
    PARKING,
    PAYMENT_ONLY,
    STORE,
    numbers_on,
    open_shop,
    order,
    take,
    text_of,
)

ORDERS = f"{STORE}/orders"
Browse = Callable[..., Any]


def found_by(client: Any, typed: str) -> Any:
    """The page that a search leads to."""
    asked = client.post(ORDERS, data={"search": typed})
    assert asked.status_code == 303
    return client.get(asked.headers["location"])


@pytest.fixture
def shop(commerce: psycopg.Connection) -> psycopg.Connection:
    return open_shop(commerce)


def pages(browser: Any, path: str) -> list[list[int]]:
    """The numbers of each page, following its link to the next."""
    found = []
    while path:
        answer = browser.get(path)
        assert answer.status_code == 200
        found.append(numbers_on(answer))
        link = re.search(r'href="([^"]*)" rel="next"', answer.text)
        path = unescape(link[1]) if link else ""
    return found


def test_an_empty_store_says_what_to_do_next(browse: Browse, shop: psycopg.Connection) -> None:
    assert "No order was seen yet" in browse().get(ORDERS).text
    assert "No order waits" in browse().get(f"{ORDERS}?show=waiting").text
    assert "No order is on hold" in browse().get(f"{ORDERS}?show=on_hold").text
    assert "No change waits" in browse().get(f"{ORDERS}?show=changed").text


def test_a_row_says_who_what_and_what_is_open(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(), rules=PAYMENT_ONLY)
    page = browse().get(ORDERS).text
    for said in ("Awaiting Fulfillment", "On Hold", "25.50 AUD", "Jane Doe", "Payment method without a mapping"):
        assert said in page


def test_what_only_landed_is_listed_among_the_received(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(1), order(3, hours=3))
    take(shop, order(2, hours=2), rules=PARKING)
    answer = browse().get(ORDERS)
    assert numbers_on(answer) == [3, 2, 1]
    assert "Waits" in answer.text and answer.text.count("25.50 AUD") == 3


def test_pages_of_orders_placed_at_one_moment_lose_and_repeat_none(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, *(order(number) for number in range(1, 91)))
    take(shop, *(order(number) for number in range(91, 121)), rules=PARKING)
    shop.execute("update backoffice.orders set placed_at = null where bigcommerce_order_id <= 5")
    found = pages(browse(), ORDERS)
    assert [len(numbers) for numbers in found] == [50, 50, 20]
    assert [number for numbers in found for number in numbers] == list(range(120, 0, -1))


def test_waiting_and_changed_are_lists_of_their_own(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, *(order(number, hours=number) for number in range(1, 5)))
    take(shop, order(5, hours=5), rules=PARKING)
    take(shop, order(6, hours=6), rules=PAYMENT_ONLY)
    shop.execute("update backoffice.orders set status = 'On Hold' where bigcommerce_order_id = 1")
    for number, kind in ((2, "lines"), (3, "status")):
        shop.execute(
            "insert into backoffice.order_changes (order_id, kind)"
            " select order_id, %s from backoffice.orders where bigcommerce_order_id = %s",
            [kind, number],
        )
    assert pages(browse(), f"{ORDERS}?show=waiting") == [[6, 5, 1]]
    assert pages(browse(), f"{ORDERS}?show=changed") == [[2]]


def test_a_list_that_is_none_names_those_there_are(browse: Browse, shop: psycopg.Connection) -> None:
    answer = browse().get(f"{ORDERS}?show=zzz")
    assert answer.status_code == 404 and "There are: all, waiting, on_hold, changed." in answer.text


def test_a_place_that_is_none_is_refused(browse: Browse, shop: psycopg.Connection) -> None:
    for after in ("x", "2026-01-01 x", "yesterday 1", "infinity 9", "2026-01-01 99999999999999999999", "' 1"):
        answer = browse().get(ORDERS, params={"after": after})
        assert answer.status_code == 400 and "no such page" in answer.text


@pytest.mark.parametrize("name", ["ada", "olga", "una", "vic"])
def test_whoever_may_look_may_search(browse: Browse, shop: psycopg.Connection, name: str) -> None:
    take(shop, order())
    answer = found_by(browse(name), "jane@EXAMPLE.com")
    assert (answer.status_code, numbers_on(answer)) == (200, [100])


def test_a_number_leads_to_its_order(browse: Browse, shop: psycopg.Connection) -> None:
    for typed in ("100", " #100 "):
        answer = browse().post(ORDERS, data={"search": typed})
        assert (answer.status_code, answer.headers["location"]) == (303, f"{ORDERS}/100")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ZOE@example.com", [2]),
        ("zoe@example.co", []),
        ("ma", [3, 1]),
        ("MARTIN", [1]),
        ("zoe m", [2]),
        ("möller zo", [2]),
        ("anna maria", [3]),
        ("100%", []),
        ("m_", []),
    ],
)
def test_buyers_are_found(browse: Browse, shop: psycopg.Connection, typed: str, found: list[int]) -> None:
    take(shop, order(1, 1, "Ann", "Martin"), order(2, 2, "Zoe", "Möller"))
    take(shop, order(3, 3, "Anna Maria", "Mayer"), rules=PARKING)
    assert numbers_on(found_by(browse(), typed)) == found


def test_a_search_goes_on_without_naming_anybody_in_an_address(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, *(order(number) for number in range(1, 61)))
    first = found_by(browse(), "jane@example.com")
    after = re.search(r'href="([^"]*)" rel="next"', first.text)
    assert after and len(numbers_on(first)) == 50
    second = browse().get(unescape(after[1]))
    assert numbers_on(first) + numbers_on(second) == list(range(60, 0, -1))
    assert not re.search(r'(href|action)="[^"]*(jane|%40)', first.text + second.text)
    assert 'value="jane@example.com"' in second.text


def test_the_words_of_a_search_are_read_here_alone(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order())
    client = browse()
    ways = [client.post(ORDERS, data={"search": "jane@example.com"}).headers["location"] for _ in range(2)]
    assert ways[0] != ways[1] and not any("jane" in way for way in ways)
    sealed = ways[0].split("sought=")[1]
    for sought in ("x", "jane@example.com", sealed[:-4] + "AAAA", sealed[1:], "é", "=" * 9):
        answer = client.get(ORDERS, params={"sought": sought})
        assert (answer.status_code, numbers_on(answer)) == (400, [])
        assert "This link to a search is not whole" in answer.text


@pytest.mark.parametrize("typed", ["", "x", "0", "99999999999999999999", "\x00", "9007199254740992", "x" * 255])
def test_a_search_for_nothing_is_explained(browse: Browse, shop: psycopg.Connection, typed: str) -> None:
    answer = browse().post(ORDERS, data={"search": typed})
    assert answer.status_code == 400
    assert "Type an order number" in answer.text or "no order number" in answer.text or "at most 254" in answer.text


def test_markup_in_names_and_searches_is_text(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(first="<script>alert(1)</script>", last="<b>x</b>", status="<i>there</i>"))
    shop.execute("update backoffice.orders set status = '<u>here</u>'")
    for answer in (browse().get(ORDERS), found_by(browse(), "<script>alert(1)")):
        assert numbers_on(answer) == [100]
        for tag in ("<script>alert", "<b>x", "<i>there", "<u>here"):
            assert tag not in answer.text and tag in text_of(answer)


# --- fetch ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "at least one"),
        ("12, abc", "abc is no order number"),
        ("-1", "-1 is no order number"),
        ("0", "0 is no order number"),
        ("9007199254740992", "is no order number"),
        ("<b>", "<b> is no order number"),
        (" ".join(map(str, range(1, 202))), "These are 201 orders"),
    ],
)
def test_numbers_are_checked_and_kept(browse: Browse, shop: psycopg.Connection, typed: str, said: str) -> None:
    answer = browse("olga").post(f"{ORDERS}/fetch", data={"order_ids": typed})
    assert answer.status_code == 400
    assert said in text_of(answer) and f'value="{typed}"' in text_of(answer) and "<b> is" not in answer.text


def test_a_store_that_is_off_fetches_nothing(browse: Browse, shop: psycopg.Connection) -> None:
    for column, said in (("order_sync_enabled", "Orders are switched off"), ("is_enabled", "not switched on")):
        shop.execute(f"update bigcommerce.stores set {column} = false")
        answer = browse("olga").post(f"{ORDERS}/fetch", data={"order_ids": "7"})
        assert answer.status_code == 400 and said in answer.text


@pytest.mark.slow
def test_fetching_starts_a_run_for_these_numbers(browse: Browse, shop: psycopg.Connection, airflow_server: str) -> None:
    answer = browse("olga").post(f"{ORDERS}/fetch", data={"order_ids": "12, 7\n12"})
    assert answer.status_code == 303, answer.text
    progress = answer.headers["location"]
    assert progress.startswith("/bigcommerce/runs/bigcommerce_order_ingest/")
    assert progress.endswith("/progress?then=%2Fstores%2Fdefault%2Forders")
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session

    with create_session() as session:
        runs = session.query(DagRun).filter(DagRun.dag_id == "bigcommerce_order_ingest").all()
        started = next(run for run in runs if run.conf.get("order_ids") == [12, 7])
        assert started.conf["store"] == "default"
        assert started.triggering_user_name == "olga"
