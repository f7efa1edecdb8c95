"""Rolling a run's prices back: what would be restored is said before the button, and what was, after it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.ui.live_airflow_runs import LiveAirflow
from tests.ui.panel_rows import ESCAPED, MARKUP, insert, insert_run, insert_store

EXPORT = "bigcommerce_price_stock_export"
RUN = "manual__bad"
PAGE = f"/bigcommerce/stores/default/runs/{EXPORT}"
ADDRESS = f"{PAGE}/{RUN}/rollback"
Browse = Callable[..., Any]


@pytest.fixture(autouse=True)
def store(commerce: psycopg.Connection) -> None:
    insert_store(commerce)
    insert(commerce, "backoffice.price_groups", code="retail", is_default=True)


def insert_sent(commerce: psycopg.Connection, sku: str, *prices: int) -> None:
    """A product whose prices were sent one after the other, the last by the run, and which may be sent again."""
    insert(commerce, "backoffice.products", sku=sku)
    insert(commerce, "backoffice.product_prices", sku=sku, price_group="retail", price=prices[-1])
    insert(commerce, "bigcommerce.product_approvals", store_code="default", sku=sku, is_approved=True)
    row = {"store_code": "default", "sku": sku}
    insert(commerce, "bigcommerce.product_links", state="linked", product_id=1, **row)
    for price in prices:
        run = RUN if price == prices[-1] else "before"
        insert(commerce, "bigcommerce.price_history", price=price, dag_run_id=run, **row)
    insert(commerce, "bigcommerce.price_exports", price=prices[-1], dag_run_id=RUN, **row)


def told(page: str) -> dict[str, str]:
    """{what: how many SKUs}, of the table."""
    rows = re.findall(r"<th scope=\"row\">(.*?)</th><td class=\"number\" data-label=\"SKUs\">(.*?)</td>", page)
    return {html.unescape(what).split(":")[-1].split(",")[0].strip(): count for what, count in rows}


def test_it_asks_with_what_would_be_restored_and_what_not_and_why(browse: Browse, commerce: psycopg.Connection) -> None:
    for sku in ("A", "B", MARKUP):
        insert_sent(commerce, sku, 10, 20)
    insert_sent(commerce, "NEW", 20)
    insert_sent(commerce, "OFF", 10, 20)
    commerce.execute("update bigcommerce.product_approvals set is_approved = false where sku = 'OFF'")
    for answer in (browse("olga").get(ADDRESS), browse("olga").post(ADDRESS)):
        assert answer.status_code == 200
        assert "prices of 5 SKUs" in answer.text
        assert told(answer.text) == {
            "Restored to the price before that run": "3", "first sent by that run": "1", "not approved any more": "1",
        }  # fmt: skip
        assert "See first what would change" in answer.text and "Roll back 3 SKUs now" in answer.text
        assert ESCAPED in answer.text and MARKUP not in answer.text
    assert "<button" not in browse("vic").get(ADDRESS).text.split("<h1>")[1]


def test_it_shows_the_biggest_changes_first(browse: Browse, commerce: psycopg.Connection) -> None:
    for number in range(12):
        insert_sent(commerce, f"S{number}", 100 + number, 100)
    rows = re.findall(
        r">(S\d+)</a></th>\s*<td [^>]*>catalogue</td>\s*(.*?)\s*</tr>", browse("olga").get(ADDRESS).text, re.S | re.I
    )
    shown = [(sku, re.findall(r">([^<]*)</td>", cells)) for sku, cells in rows]
    # S0 went from 100 to 100, and of eleven ten are shown.
    assert shown == [(f"S{number}", ["100.00", f"{100 + number}.00", "none", "none"]) for number in range(11, 1, -1)]


def test_where_none_can_be_restored_no_button_is_there_and_no_run_starts(
    browse: Browse, commerce: psycopg.Connection, live_airflow: LiveAirflow
) -> None:
    for sku in ("A", "B"):
        insert_sent(commerce, sku, 20)
    for data in ({}, {"sure": "yes"}, {"dry_run": "true"}):
        text = browse("olga").post(ADDRESS, data=data).text
        assert "none of them" in text and told(text) == {"first sent by that run": "2"}
        assert "Roll back" not in text.split("<h1>Roll back")[1] and "See first" not in text
    assert live_airflow.runs(EXPORT) == []


@pytest.mark.parametrize(
    ("setting", "reason"),
    [({"prices_managed_in": "bigcommerce"}, "managed in BigCommerce"), ({"is_enabled": False}, "switched off")],
)
def test_a_store_that_sends_no_prices_says_so(
    browse: Browse,
    commerce: psycopg.Connection,
    live_airflow: LiveAirflow,
    setting: dict[str, Any],
    reason: str,
) -> None:
    insert_sent(commerce, "A", 10, 20)
    ((name, value),) = setting.items()
    commerce.execute(f"update bigcommerce.stores set {name} = %s", (value,))
    text = browse("olga").post(ADDRESS, data={"sure": "yes"}).text
    assert reason in text and "SKU now" not in text
    assert live_airflow.runs(EXPORT) == []


@pytest.mark.parametrize(("data", "dry_run"), [({"sure": "yes"}, False), ({"dry_run": "true"}, True)])
def test_it_starts_the_export_with_the_run(
    browse: Browse, commerce: psycopg.Connection, live_airflow: LiveAirflow, data: dict[str, str], dry_run: bool
) -> None:
    insert_sent(commerce, "A", 10, 20)
    answer = browse("olga").post(ADDRESS, data=data)
    assert answer.status_code == 303, answer.text
    assert live_airflow.runs(EXPORT) == [
        {"store": "default", "what": "prices", "rollback_run": RUN, "dry_run": dry_run}
    ]


def test_a_run_without_prices_is_not_rolled_back(browse: Browse) -> None:
    assert "nothing to roll back" in browse("olga").get(ADDRESS).text
    assert browse("olga").post(ADDRESS, data={"sure": "yes"}).status_code == 400


def test_the_run_that_rolled_back_tells_what_became_of_the_skus(browse: Browse, commerce: psycopg.Connection) -> None:
    for run, is_dry_run in (("manual__real", False), ("manual__dry", True)):
        insert_run(commerce, "prices", run)
        row = {"store_code": "default", "dag_run_id": run, "rollback_run": RUN, "is_dry_run": is_dry_run}
        insert(commerce, "bigcommerce.rollback_outcomes", outcome="first_sent", skus=41, examples=["A"], **row)
    text = browse("vic").get(f"{PAGE}/manual__real").text
    assert told(text)["first sent by that run"] == "41"
    assert "<strong>no SKUs</strong> restored" in text and f'href="{PAGE}/{RUN}"' in text
    assert "ry run: nothing" not in text and f'Rolls back <a href="{PAGE}/{RUN}">run {RUN}</a>.' in text
    commerce.execute("update bigcommerce.rollback_outcomes set outcome = 'rolled_back'")
    text = browse("vic").get(f"{PAGE}/manual__dry").text
    assert "<strong>41 SKUs</strong> restored" in text and "dry run: nothing was sent" in text
    assert f'Dry run: nothing is sent. Would roll back <a href="{PAGE}/{RUN}">' in text
    # Whoever may operate goes on from there to the rollback itself.
    assert f'href="{ADDRESS}"' not in text
    assert f'<a href="{ADDRESS}" role="button">' in browse("olga").get(f"{PAGE}/manual__dry").text
    assert f'href="{ADDRESS}"' not in browse("olga").get(f"{PAGE}/manual__real").text
