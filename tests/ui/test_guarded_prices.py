"""Guarded prices: what waits, and decisions that are about exactly what a person saw."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.ui.panel_rows import ESCAPED, MARKUP, insert, insert_problem, insert_store, plan_of

PAGE = "/bigcommerce/stores/default/guarded-prices"
Browse = Callable[..., Any]


@pytest.fixture(autouse=True)
def store(commerce: psycopg.Connection) -> None:
    insert_store(commerce, max_price_change_percent=20)
    insert_store(commerce, "other")


def insert_change(commerce: psycopg.Connection, sku: str, old: Any = 10, new: Any = 20, **values: Any) -> None:
    row = {"store_code": "default", "target": "catalog", "sku": sku, "old": old, "new": new}
    insert(commerce, "bigcommerce.guarded_prices", **(row | values))


def states(commerce: psycopg.Connection) -> dict[str, tuple[str, str | None]]:
    rows = commerce.execute(
        "select sku, state, decided_by from bigcommerce.guarded_prices where store_code = 'default'"
    )
    return {sku: (state, by) for sku, state, by in rows}


def ticks(text: str) -> list[str]:
    """The values of the checkboxes on a page."""
    return [html.unescape(value) for value in re.findall(r'name="change" value="([^"]*)"', text)]


def test_nothing_waiting_is_said(browse: Browse) -> None:
    text = browse("vic").get(PAGE).text
    assert "No price waits." in text
    assert "more than 20 %" in text


def test_what_waits_is_shown_with_its_change_and_markup_is_text(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_change(commerce, "A/1", "10.0000", "12.5000", target="price_list:7")
    insert_change(commerce, MARKUP)
    insert_change(commerce, "B", state="declined", decided_by=MARKUP, decided_at=datetime.now(UTC))
    insert_change(commerce, "elsewhere", store_code="other")
    text = browse("vic").get(PAGE).text
    assert "/products/A~2F1" in text
    assert "Price list 7" in text
    assert "+25.00 %" in text
    assert MARKUP not in text
    assert text.count(ESCAPED) == 2  # as a SKU that waits, and as who decided: viewers have no checkbox
    assert "declined" in text
    assert "elsewhere" not in text
    assert "<button" not in text


def test_ticked_prices_are_decided_in_the_persons_name_and_the_others_wait(
    browse: Browse, commerce: psycopg.Connection
) -> None:
    for sku in ("A", "B", "C"):
        insert_change(commerce, sku)
    keys = ticks(browse("olga").get(PAGE).text)
    answer = browse("olga").post(PAGE, data={"action": "approve", "change": keys[:1]})
    assert answer.status_code == 303
    browse("ada").post(PAGE, data={"action": "decline", "change": keys[1:2]})
    assert states(commerce) == {"A": ("approved", "olga"), "B": ("declined", "ada"), "C": ("waiting", None)}
    decided = commerce.execute("select decided_at from bigcommerce.guarded_prices where sku = 'A'").fetchone()
    assert decided
    assert datetime.now(UTC) - decided[0] < timedelta(minutes=1)


@pytest.mark.parametrize(("column", "value"), [("new", 99), ("old", 11), ("new", None)])
def test_a_price_that_changed_meanwhile_is_told_and_left(
    browse: Browse, commerce: psycopg.Connection, column: str, value: Any
) -> None:
    insert_change(commerce, "A")
    insert_change(commerce, "B")
    browser = browse("olga")
    keys = ticks(browser.get(PAGE).text)
    commerce.execute(f"update bigcommerce.guarded_prices set {column} = %s where sku = 'A'", [value])
    browser.post(PAGE, data={"action": "approve", "change": keys})
    assert states(commerce) == {"A": ("waiting", None), "B": ("approved", "olga")}
    text = browser.get(PAGE).text
    assert "1 approved." in text
    assert "1 had changed meanwhile and was left" in text


def test_a_price_that_somebody_else_decided_is_not_decided_again(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_change(commerce, "A")
    keys = ticks(browse("olga").get(PAGE).text)
    browse("ada").post(PAGE, data={"action": "decline", "change": keys})
    browse("olga").post(PAGE, data={"action": "approve", "change": keys})
    assert states(commerce) == {"A": ("declined", "ada")}


def test_a_price_without_an_old_one_can_be_decided(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_change(commerce, "A", old=None)
    text = browse("olga").get(PAGE).text
    assert "first value" in text
    browse("olga").post(PAGE, data={"action": "approve", "change": ticks(text)})
    assert states(commerce) == {"A": ("approved", "olga")}


def test_all_asks_with_the_number_first(browse: Browse, commerce: psycopg.Connection) -> None:
    for number in range(60):
        insert_change(commerce, f"A-{number:02}")
    data = {"action": "approve", "which": "all"}
    asked = browse("olga").post(PAGE, data=data)
    assert "All 60 price changes" in asked.text
    assert set(states(commerce).values()) == {("waiting", None)}
    fingerprint = re.findall(r'name="fingerprint" value="(\w+)"', asked.text)[0]
    browse("olga").post(PAGE, data=data | {"fingerprint": fingerprint, "sure": "yes"})
    assert set(states(commerce).values()) == {("approved", "olga")}


@pytest.mark.parametrize(
    "meanwhile",
    [
        "update bigcommerce.guarded_prices set new = 99 where sku = 'A'",
        "insert into bigcommerce.guarded_prices (store_code, target, sku, old, new)"
        " values ('default', 'catalog', 'C', 1, 2)",
        "delete from bigcommerce.guarded_prices where sku = 'A'",
    ],
)
def test_all_decides_nothing_where_what_waits_is_not_what_was_seen(
    browse: Browse, commerce: psycopg.Connection, meanwhile: str
) -> None:
    insert_change(commerce, "A")
    insert_change(commerce, "B")
    data = {"action": "decline", "which": "all"}
    fingerprint = re.findall(r'name="fingerprint" value="(\w+)"', browse("olga").post(PAGE, data=data).text)[0]
    commerce.execute(meanwhile)
    answer = browse("olga").post(PAGE, data=data | {"fingerprint": fingerprint, "sure": "yes"})
    assert answer.status_code == 200
    assert "changed meanwhile, so nothing was decided" in answer.text
    assert {state for state, _ in states(commerce).values()} == {"waiting"}
    again = re.findall(r'name="fingerprint" value="(\w+)"', answer.text)[0]
    assert browse("olga").post(PAGE, data=data | {"fingerprint": again, "sure": "yes"}).status_code == 303
    assert {state for state, _ in states(commerce).values()} == {"declined"}


@pytest.mark.parametrize(
    "key", ["", "nonsense", "[]", '["catalog", "A", "x", "1"]', '["catalog", "A", "1"]', '["a\\u0000", "A", "1", "2"]']
)
def test_what_is_no_change_of_the_list_is_refused(browse: Browse, commerce: psycopg.Connection, key: str) -> None:
    insert_change(commerce, "A")
    answer = browse("olga").post(PAGE, data={"action": "approve", "change": [key]})
    assert answer.status_code == 400
    assert states(commerce) == {"A": ("waiting", None)}


def test_nothing_ticked_is_said(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_change(commerce, "A")
    answer = browse("olga").post(PAGE, data={"action": "approve"})
    assert answer.status_code == 400
    assert "Tick at least one price" in answer.text


def walk(browse: Browse, address: str) -> list[str]:
    """The SKUs of all pages."""
    seen: list[str] = []
    while address:
        text = browse("vic").get(address).text
        seen += re.findall(r"/products/([^\"]+)\"", text)
        following = re.findall(r'href="([^"]+)" rel="next"', text)
        address = html.unescape(following[0]) if following else ""
    return seen


def test_both_lists_are_paged(browse: Browse, commerce: psycopg.Connection) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(110):
        insert_change(commerce, f"W-{number:03}")
        insert_change(commerce, f"D-{number:03}", state="approved", decided_at=moment + timedelta(hours=number // 3))
    assert [sku for sku in walk(browse, PAGE) if sku.startswith("W")] == [f"W-{number:03}" for number in range(110)]
    assert walk(browse, f"{PAGE}/decided") == [f"D-{number:03}" for number in reversed(range(110))]


def test_a_decision_that_another_change_replaced_is_still_listed(browse: Browse, commerce: psycopg.Connection) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    insert_change(commerce, "A", state="approved", decided_at=at)
    row = {"store_code": "default", "target": "catalog", "sku": "B", "old": 10, "new": 20, "state": "approved"}
    for days in (-1, 1):
        moment = at + timedelta(days=days)
        insert(commerce, "bigcommerce.guarded_price_history", **row, decided_by="olga", decided_at=moment)
    insert(commerce, "bigcommerce.guarded_price_history", **row | {"store_code": "other"}, decided_at=at)
    assert walk(browse, f"{PAGE}/decided") == ["B", "A", "B"]
    sent = "not sent: the price changed once more before"
    assert browse("vic").get(f"{PAGE}/decided").text.count(sent) == 2
    history = {"store_code": "default", "target": "catalog", "sku": "B", "price": 20, "dag_run_id": "r"}
    insert(commerce, "bigcommerce.price_history", **history, sent_at=at)
    assert browse("vic").get(f"{PAGE}/decided").text.count(sent) == 1


def test_a_decision_closes_the_problem_where_nothing_else_waits(browse: Browse, commerce: psycopg.Connection) -> None:
    for sku, target in (("A", "catalog"), ("A", "price_list:7"), ("B", "catalog"), ("C", "catalog")):
        insert_change(commerce, sku, target=target)
    for sku in "ABC":
        insert_problem(commerce, "prices", "price_change_too_large", sku)
    insert_problem(commerce, "prices", "empty_price", "B")
    closed = (
        "select item_key, code, resolved_by from bigcommerce.item_problems where resolved_at is not null order by 1"
    )
    keys = ticks(browse("olga").get(PAGE).text)
    browse("olga").post(PAGE, data={"action": "decline", "change": [keys[0], keys[2]]})
    assert commerce.execute(closed).fetchall() == [("B", "price_change_too_large", "olga")]
    every = {"action": "approve", "which": "all"}
    fingerprint = re.findall(r'name="fingerprint" value="(\w+)"', browse("ada").post(PAGE, data=every).text)[0]
    browse("ada").post(PAGE, data=every | {"fingerprint": fingerprint, "sure": "yes"})
    assert [row[2] for row in commerce.execute(closed)] == ["ada", "olga", "ada"]


def test_a_hundred_thousand_are_paged_by_the_index(commerce: psycopg.Connection) -> None:
    commerce.execute(
        "insert into bigcommerce.guarded_prices (store_code, target, sku, old, new, state, decided_at)"
        " select 'default', 'catalog', 'A-' || n, 1, 2, case when n % 2 = 0 then 'waiting' else 'approved' end,"
        " now() - n * interval '1 second' from generate_series(1, 100000) n"
    )
    commerce.execute(
        "insert into bigcommerce.guarded_price_history (store_code, target, sku, old, new, state, decided_at)"
        " select 'default', 'catalog', 'A-' || n, 1, 2, 'approved', now() - n * interval '2 second'"
        " from generate_series(1, 100000) n"
    )
    commerce.execute(
        "insert into bigcommerce.price_history (store_code, target, sku, price, dag_run_id)"
        " select 'default', 'catalog', 'A-' || n, 2, 'r' from generate_series(1, 100000) n"
    )
    commerce.execute("analyze bigcommerce.guarded_prices, bigcommerce.guarded_price_history, bigcommerce.price_history")
    waiting = plan_of(
        commerce, "guarded_prices/select_waiting_page",
        store="default", after_sku="A-5", after_target="catalog", limit=51,
    )  # fmt: skip
    decided = plan_of(
        commerce, "guarded_prices/select_decided_page",
        store="default", after_at=datetime.now(UTC), after_target="catalog", after_sku="A-5", limit=51,
    )  # fmt: skip
    assert "guarded_prices_waiting" in waiting, waiting
    assert "guarded_prices_decided" in decided, decided
    assert "Sort" not in waiting
    # Of the two lists' first rows alone.
    assert decided.count("Sort Key") <= 1 and "Seq Scan" not in decided, decided
