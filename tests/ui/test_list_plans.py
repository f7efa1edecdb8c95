"""How Postgres answers the panel's pages in a shop of 100,000 products: by index, in a handful of statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg import conninfo

from tests.ui.product_rows import LISTS
from tests.ui.shop_rows import PAGES, address, fill_shop

pytestmark = pytest.mark.slow
COUNT, MOST_STATEMENTS = 100_000, 9
MOST_STATEMENTS_OF_A_QUESTION = 15
STORE = "/bigcommerce/stores/default"
# None of them has more than a few rows: a store's page reads all stores.
SMALL = {
    *("stores", "setup_steps", "account_tests", "order_watermarks", "price_list_map", "price_groups"),
    *("payment_method_map", "shipping_method_map", "carrier_map", "payment_methods", "shipping_services"),
    # One row of Neto's settings; eight rows at most a rollback.
    *("settings", "rollback_outcomes"),
}
# The review of a set-up asks whether these have any row at all.
HAS_ANY = {"/set-up/review": {"products", "product_prices", "stock"}}
# Pages that tell all of one thing, or offer what the store uses, ask more.
STORIES = ("/products/", "/orders/", "/set-up/")


@pytest.fixture(scope="module")
def big_template(server: str, template: str) -> str:
    """A database with all of it, filled once."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database big_shop template {template}")
    with psycopg.connect(conninfo.make_conninfo(server, dbname="big_shop"), autocommit=True) as connection:
        fill_shop(connection, COUNT, COUNT)
    return "big_shop"


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, Any]]]:
    """What is sent to the database."""
    sent: list[tuple[str, Any]] = []
    execute = psycopg.Cursor.execute

    def listening(self: Any, query: Any, params: Any = None, **more: Any) -> Any:
        sent.append((query, params))
        return execute(self, query, params, **more)

    monkeypatch.setattr(psycopg.Cursor, "execute", listening)
    yield sent


@pytest.mark.parametrize("page", [*(f"/products?{query}" for query in LISTS.values()), *PAGES.values()])
def test_a_page_scans_no_table(
    browse: Callable[..., Any],
    big_template: str,
    server: str,
    statements: list[tuple[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    page: str,
) -> None:
    at_big(monkeypatch, server)
    assert browse("ada").get(STORE + address(page, COUNT, COUNT)).status_code == 200
    asked = [(str(query), parameters) for query, parameters in statements if is_a_question(str(query))]
    if not page.startswith(STORIES):
        assert len(statements) <= MOST_STATEMENTS
    with psycopg.connect(conninfo.make_conninfo(server, dbname=big_template)) as connection:
        for query, parameters in asked:
            cursor = psycopg.ClientCursor(connection)
            plan = cursor.execute(f"explain {query}", parameters).fetchall()
            scanned = [line for (line,) in plan if "Seq Scan" in line]
            may_be_scanned = SMALL | HAS_ANY.get(page, set())
            assert all(any(f"on {name} " in line for name in may_be_scanned) for line in scanned), plan


@pytest.mark.parametrize("many", [1, 500])
def test_the_question_before_approving_many_takes_as_many_statements_as_for_one(
    browse: Callable[..., Any],
    big_template: str,
    server: str,
    statements: list[tuple[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    many: int,
) -> None:
    at_big(monkeypatch, server)
    skus = [f"S{number:07}" for number in range(1, 10 * many, 10)]
    asked = browse("ada").post(f"{STORE}/products", data={"which": "ticked", "action": "approve", "sku": skus})
    assert "stock that can be sent" in asked.text and len(statements) <= MOST_STATEMENTS_OF_A_QUESTION


def is_a_question(statement: str) -> bool:
    """The rules of prices and stock read temporary tables too, which are gone by now."""
    lines = [line for line in statement.splitlines() if not line.startswith("--")]
    is_rule = any(table in statement for table in ("held_prices", "stock_readings"))
    return lines[0].startswith(("select", "with")) and not is_rule


def at_big(monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    """The panel looks at it instead of the test's own database."""
    parts = conninfo.conninfo_to_dict(conninfo.make_conninfo(server, dbname="big_shop"))
    monkeypatch.setenv(
        "AIRFLOW_CONN_COMMERCE_DB",
        f"postgres://{parts['user']}:{parts['password']}@{parts['host']}:{parts['port']}/big_shop",
    )
