"""The runs, one run, and what is kept of it."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from bigcommerce.domain.flows import NETO_DAGS
from tests.ui.panel_rows import ESCAPED, MARKUP, insert, insert_run, insert_store, plan_of

PAGE = "/bigcommerce/stores/default/runs"
EXPORT = "bigcommerce_price_stock_export"
RUN = "manual__2026-01-01T00:00:00+00:00_x"
ADDRESS = f"{PAGE}/{EXPORT}/manual__2026-01-01T00:00:00+00:00_x"
Browse = Callable[..., Any]
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def store(commerce: psycopg.Connection) -> None:
    insert_store(commerce)


def insert_plan(commerce: psycopg.Connection, sku: str, old: Any, new: Any, **values: Any) -> None:
    percent = None if old is None or new is None else round((new - old) * 100 / old, 2)
    row = {"store_code": "default", "dag_run_id": RUN, "flow": "prices", "target": "catalog", "sku": sku}
    insert(commerce, "bigcommerce.planned_changes", **(row | {"old": old, "new": new, "percent": percent} | values))


def insert_price(commerce: psycopg.Connection, sku: str, price: Any, dag_run_id: str = RUN) -> None:
    row = {"store_code": "default", "sku": sku, "price": price, "dag_run_id": dag_run_id}
    insert(commerce, "bigcommerce.price_history", **row)


def skus_of(text: str) -> list[str]:
    return re.findall(r"/products/([^\"]+)\"", text)


def following(text: str) -> str | None:
    found = re.findall(r'href="([^"]+)" rel="next"', text)
    return html.unescape(found[0]) if found else None


# --- the list ------------------------------------------------------------------------------------------------------
def test_no_run_yet_says_how_runs_start(browse: Browse) -> None:
    assert "The schedules start them by themselves" in browse("vic").get(PAGE).text


def test_a_run_is_told_with_its_numbers_and_links(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_run(
        commerce, "prices", RUN, started_at=BEGAN, finished_at=BEGAN + timedelta(seconds=90), items_read=12_345,
        items_written=1, items_unchanged=2, items_refused=3, requests=44, writes=5, waited_seconds=1.25,
        error=f"Rejected: {MARKUP}",
    )  # fmt: skip
    insert_plan(commerce, "A", 1, 2)
    text = browse("vic").get(PAGE).text
    for expected in ("12,345", ">44<", ">90.0<", "failed", ESCAPED, f'href="{ADDRESS}"', f"{ADDRESS}/plan"):
        assert expected in text, expected
    assert MARKUP not in text
    assert f'href="/dags/{EXPORT}/runs/manual__2026-01-01T00%3A00%3A00%2B00%3A00_x" target="_top"' in text


def test_neto_runs_are_told_apart(browse: Browse, commerce: psycopg.Connection) -> None:
    for dag_id in NETO_DAGS:
        row = {"dag_id": dag_id, "dag_run_id": "r", "flow": "neto", "store_code": "default"}
        insert(commerce, "bigcommerce.sync_runs", **row)
        assert f'<th scope="row">{NETO_DAGS[dag_id]}</th>' in browse("vic").get(f"{PAGE}/{dag_id}/r").text
    text = browse("vic").get(PAGE).text
    assert all(f'<td data-label="Flow">{name}</td>' in text for name in NETO_DAGS.values())


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"started_at": datetime.now(UTC)}, "running"),
        ({"started_at": BEGAN}, "broken off"),
        ({"finished_at": datetime.now(UTC), "items_refused": 1}, "some refused"),
        ({"finished_at": datetime.now(UTC)}, "done"),
    ],
)
def test_the_state_of_a_run(browse: Browse, commerce: psycopg.Connection, values: dict[str, Any], state: str) -> None:
    insert_run(commerce, "orders", RUN, **values)
    assert f'<td data-label="State">{state}' in browse("vic").get(PAGE).text


def test_runs_are_paged_newest_first_also_where_many_began_at_once(
    browse: Browse, commerce: psycopg.Connection
) -> None:
    for number in range(60):
        for flow in ("prices", "stock"):
            insert_run(commerce, flow, f"r{number:02}", started_at=BEGAN + timedelta(minutes=number // 20))
    for query, count in (("", 120), ("?flow=stock", 60)):
        seen: list[str] = []
        address: str | None = PAGE + query
        while address:
            text = browse("vic").get(address).text
            seen += re.findall(r"runs/(r\d\d)\" target", text)
            address = following(text)
        assert len(seen) == count
        assert seen == sorted(seen, reverse=True)


def test_an_unknown_flow_and_a_broken_place_are_told(browse: Browse) -> None:
    assert browse("vic").get(PAGE, params={"flow": MARKUP}).status_code == 404
    for after in ("x", '["x", "a", "b", "c"]', "[1]", '["2026-01-01", "a\\u0000", "b", "c"]'):
        assert browse("vic").get(PAGE, params={"after": after}).status_code == 400


def test_a_hundred_thousand_runs_are_paged_by_the_index(commerce: psycopg.Connection) -> None:
    commerce.execute(
        "insert into bigcommerce.sync_runs (dag_id, dag_run_id, flow, store_code, started_at)"
        " select 'd', 'r' || n, case when n % 100 = 0 then 'links' else 'orders' end, 'default',"
        " now() - n * interval '1 minute' from generate_series(1, 100000) n"
    )
    commerce.execute("analyze bigcommerce.sync_runs")
    after = {"after_started_at": datetime.now(UTC), "after_dag_id": "d", "after_dag_run_id": "r", "after_flow": "x"}
    for flow in (None, "links"):
        plan = plan_of(commerce, "runs/select_page", store="default", flow=flow, limit=51, **after)
        assert "Seq Scan on sync_runs" not in plan, plan
        assert re.search("sync_runs_(newest|recent)", plan), plan
        assert not re.search(r"rows=\d{4,}\.00", plan), plan


# --- one run -------------------------------------------------------------------------------------------------------
def test_a_run_that_has_not_begun_says_so(browse: Browse, no_airflow: None) -> None:
    answer = browse("vic").get(ADDRESS)
    assert answer.status_code == 200
    assert "has not begun with this store yet" in answer.text


def test_a_run_leads_to_what_is_kept_of_it(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_run(commerce, "prices", RUN, started_at=BEGAN, finished_at=BEGAN, error=MARKUP)
    text = browse("olga").get(ADDRESS).text
    assert ESCAPED in text
    assert MARKUP not in text
    assert "What it left behind" not in text
    insert_plan(commerce, "A", 1, 2)
    insert_price(commerce, "A", 1)
    insert(commerce, "bigcommerce.price_stock_drift", store_code="default", dag_run_id=RUN, flow="prices", sku="A")
    text = browse("olga").get(ADDRESS).text
    for part in ("plan", "drift", "prices", "rollback"):
        assert f"{ADDRESS}/{part}" in text
    assert f"{ADDRESS}/rollback" not in browse("vic").get(ADDRESS).text
    other = ADDRESS.replace(EXPORT, "bigcommerce_tracking_export")
    assert "What it left behind" not in browse("olga").get(other).text


# --- plans ---------------------------------------------------------------------------------------------------------
def test_a_plan_shows_totals_and_the_biggest_changes_first(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_plan(commerce, "small", 100, 101)
    insert_plan(commerce, "down", 100, 20, rule="RRP")
    insert_plan(commerce, "new", None, 5)
    insert_plan(commerce, MARKUP, 100, 150, verdict="price_change_too_large", rule=MARKUP)
    insert_plan(commerce, "S", 4, 2, flow="stock", target="1")
    insert_plan(commerce, "none", 4, None, verdict="empty_price")
    text = browse("vic").get(f"{ADDRESS}/plan").text
    assert skus_of(text) == ["down", "small", "new"]
    assert "-80.00 %" in text
    assert "first value" in text
    assert "RRP" in text
    assert "Price change that waits for approval" in text
    held = browse("vic").get(f"{ADDRESS}/plan?flow=prices&verdict=price_change_too_large").text
    assert ESCAPED in held and "held: so big a change waits for a person<br><small>it would be 150.00</small>" in held
    empty = browse("vic").get(f"{ADDRESS}/plan?flow=prices&verdict=empty_price").text
    assert "not sent: there is no price above 0</td>" in empty and "it would be" not in empty
    assert "as before</td>" in empty and "first value" not in empty
    assert MARKUP not in held
    assert skus_of(browse("vic").get(f"{ADDRESS}/plan?flow=stock&verdict=send").text) == ["S"]


def test_a_plan_is_paged(browse: Browse, commerce: psycopg.Connection) -> None:
    for number in range(130):
        insert_plan(commerce, f"A-{number:03}", 100 if number % 5 else None, 100 + number // 4)
    seen: list[str] = []
    address: str | None = f"{ADDRESS}/plan"
    while address:
        text = browse("vic").get(address).text
        seen += skus_of(text)
        address = following(text)
    assert len(seen) == len(set(seen)) == 130
    assert seen[0] == "A-129"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (None, "has not begun with this store yet"),
        ({}, "has not ended yet"),
        ({"finished_at": BEGAN, "error": "Rejected: no"}, "This run failed, so it has no plan: no"),
        ({"finished_at": BEGAN, "items_read": 5, "items_written": 5, "writes": 1}, "This was no dry run"),
        (
            {"finished_at": BEGAN, "items_read": 5, "items_unchanged": 5},
            "Nothing would change. All 5 values are as BigCommerce must hold them by now.",
        ),
        ({"finished_at": BEGAN}, "Nothing would change, as nothing was looked at"),
        ({"finished_at": BEGAN, "items_read": 5}, "plans go after 30 days"),
        ({"finished_at": datetime.now(UTC), "items_read": 5}, "This was no dry run"),
    ],
)
def test_a_plan_that_is_not_there_says_why(
    browse: Browse, commerce: psycopg.Connection, values: dict[str, Any] | None, sentence: str
) -> None:
    if values is not None:
        insert_run(commerce, "prices", RUN, **values)
    assert sentence in browse("vic").get(f"{ADDRESS}/plan").text


def test_a_plan_is_downloaded_whole_and_no_cell_runs_as_a_formula(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_plan(commerce, "=cmd|'/c calc'!A1", 100, 150)
    for number in range(60):
        insert_plan(commerce, f"A-{number}", None, 1)
    answer = browse("vic").get(f"{ADDRESS}/plan.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="plan.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 61
    assert rows[0]["sku"] == "'=cmd|'/c calc'!A1"
    assert (rows[0]["old"], rows[0]["new"], rows[0]["percent"]) == ("100", "150", "50")
    assert rows[1]["old"] == ""


def test_a_plan_of_a_hundred_thousand_is_read_by_the_index(commerce: psycopg.Connection) -> None:
    commerce.execute(
        "insert into bigcommerce.planned_changes"
        " (store_code, dag_run_id, flow, target, sku, old, new, percent, verdict)"
        " select 'default', 'r' || n % 2, 'prices', 'catalog', 'A-' || n, 1, 2, n % 500,"
        " case when n % 5000 = 0 then 'empty_price' else 'send' end from generate_series(1, 100000) n"
    )
    commerce.execute("analyze bigcommerce.planned_changes")
    one = {"store": "default", "dag_run_id": "r1"}
    groups = plan_of(commerce, "runs/select_plan_groups", most=10_001, **one)
    page = plan_of(
        commerce, "runs/select_plan_page",
        flow="prices", verdict="send", after_target="catalog", after_sku="A-777", limit=51, **one,
    )  # fmt: skip
    for plan in (groups, page):
        assert "Seq Scan on planned_changes" not in plan, plan
    assert "planned_changes_biggest" in page, page
    assert "Sort" not in page, page


# --- drift and prices ----------------------------------------------------------------------------------------------
def test_drift_is_shown_and_paged(browse: Browse, commerce: psycopg.Connection) -> None:
    row = {"store_code": "default", "dag_run_id": RUN}
    for number in range(60):
        insert(
            commerce, "bigcommerce.price_stock_drift", flow="stock", target="1", sku=f"S-{number:02}", expected=number,
            held=9, is_repaired=True, **row,
        )  # fmt: skip
    insert(commerce, "bigcommerce.price_stock_drift", flow="prices", sku=MARKUP, expected=5, held=None, **row)
    first = browse("vic").get(f"{ADDRESS}/drift").text
    assert ESCAPED in first
    address = following(first)
    assert address
    assert skus_of(first + browse("vic").get(address).text)[1:] == [f"S-{number:02}" for number in range(60)]
    assert "Nothing is noted" in browse("vic").get(ADDRESS.replace("_x", "_y") + "/drift").text


def test_sent_prices_are_shown_with_those_they_replaced(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_price(commerce, "A", "10.00", "earlier")
    # Of a price list and of another store.
    insert_store(commerce, "other")
    row = {"sku": "A", "dag_run_id": "earlier"}
    insert(commerce, "bigcommerce.price_history", store_code="default", target="price_list:1", price=7, **row)
    insert(commerce, "bigcommerce.price_history", store_code="other", target="catalog", price=8, **row)
    insert_price(commerce, "A", "12.50")
    insert_price(commerce, "A", "99.00", "later")
    insert_price(commerce, MARKUP, "3.00")
    text = browse("vic").get(f"{ADDRESS}/prices").text
    assert re.search(r"10\.00</td><td class=\"number\" data-label=\"Sent\">12\.50", text)
    assert "first sent" in text
    assert "99.00" not in text
    assert MARKUP not in text
    assert "Roll them back" not in text
