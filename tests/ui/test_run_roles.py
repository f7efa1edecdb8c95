"""Every route of these pages with a store there: what each role gets, and values that there cannot be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from fastapi.routing import APIRoute

from bigcommerce.ui.pages import backfill, guarded_prices, overview, plans, problems, run_prices, run_start, runs
from tests.ui.panel_rows import insert_store

PAGES = (overview, problems, guarded_prices, run_start, run_prices, plans, runs, backfill)
VALUES = {
    "store_code": "default",
    "flow": "stock",
    "code": "stock_missing",
    "dag_id": "bigcommerce_price_stock_export",
    "dag_run_id": "manual__1",
    "name": "links",
    "backfill_id": "1",
}
ROUTES = [
    (method, "/bigcommerce" + route.path.format(**VALUES))
    for page in PAGES
    for route in page.router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods)
]
# Without Airflow there is no backfill to show: refused for another reason than the role.
WITHOUT_AIRFLOW = {"/bigcommerce/stores/default/backfill/1": 502}
Browse = Callable[..., Any]


@pytest.fixture(autouse=True)
def store(commerce: psycopg.Connection, no_airflow: None) -> None:
    insert_store(commerce)


def test_there_are_routes_of_both_kinds() -> None:
    assert {method for method, _ in ROUTES} == {"GET", "POST"}
    assert len(ROUTES) > 20


@pytest.mark.parametrize(("method", "address"), ROUTES)
def test_viewers_look_operators_change(browse: Browse, method: str, address: str) -> None:
    shown = {name: browse(name).request(method, address).status_code for name in ("vic", "una", "olga", "ada")}
    if method == "GET":
        assert set(shown.values()) == {WITHOUT_AIRFLOW.get(address, 200)}
    else:
        assert (shown["vic"], shown["una"]) == (403, 403)
        assert not {shown["olga"], shown["ada"]} & {401, 403, 404, 405, 500}


@pytest.mark.parametrize(("method", "address"), [route for route in ROUTES if "default" in route[1]])
def test_an_unknown_store_is_not_found(browse: Browse, method: str, address: str) -> None:
    answer = browse("ada").request(method, address.replace("default", "nowhere"))
    assert answer.status_code == 404 or (method == "POST" and answer.status_code == 400)


@pytest.mark.parametrize(
    "address",
    [
        "runs/bigcommerce_price_stock_export/a%00b",
        "runs/bigcommerce_price_stock_export/a%00b/plan",
        "problems/stock/a%00b",
        "problems/stock/stock_missing?after=99999999999999999999999",
        "problems/stock/stock_missing?after=x",
        "runs/bigcommerce_price_stock_export/r/prices?after=99999999999999999999999",
    ],
)
def test_values_that_there_cannot_be_are_refused_with_a_sentence(browse: Browse, address: str) -> None:
    answer = browse("vic").get(f"/bigcommerce/stores/default/{address}")
    assert answer.status_code == 400
    assert "Not understood" in answer.text and "Input should" not in answer.text
