"""How Postgres answers the lists of products and imports at 100,000 rows: by index, in a handful of statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg import conninfo

from tests.ui.product_rows import LISTS, address, fill_products

pytestmark = pytest.mark.slow
COUNT, MOST_STATEMENTS = 100_000, 9
STORE = "/bigcommerce/stores/default"
# None of them has more than a few rows: a store's page reads all stores.
SMALL = {"stores", "price_list_map"}
OTHERS = ["/products/S0050000", "/imports", "/imports?after=500", "/imports/1", "/imports/1?after=50000"]


@pytest.fixture(scope="module")
def big_template(server: str, template: str) -> str:
    """A database with all of it, filled once."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database big_products template {template}")
    with psycopg.connect(conninfo.make_conninfo(server, dbname="big_products"), autocommit=True) as connection:
        fill_products(connection, COUNT)
    return "big_products"


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


@pytest.mark.parametrize("page", [*(f"/products?{query}" for query in LISTS.values()), *OTHERS])
def test_a_page_scans_no_table(
    browse: Callable[..., Any],
    big_template: str,
    server: str,
    statements: list[tuple[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    page: str,
) -> None:
    at_big(monkeypatch, server)
    assert browse("vic").get(STORE + address(page, COUNT)).status_code == 200
    asked = [(str(query), parameters) for query, parameters in statements if is_a_question(str(query))]
    if "/products/" not in page:
        assert len(statements) <= MOST_STATEMENTS
    with psycopg.connect(conninfo.make_conninfo(server, dbname=big_template)) as connection:
        for query, parameters in asked:
            cursor = psycopg.ClientCursor(connection)
            plan = cursor.execute(f"explain {query}", parameters).fetchall()
            scanned = [line for (line,) in plan if "Seq Scan" in line]
            assert all(any(f"on {name}" in line for name in SMALL) for line in scanned), "\n".join(r[0] for r in plan)


def is_a_question(statement: str) -> bool:
    """The rules of prices and stock read temporary tables too, which are gone by now."""
    lines = [line for line in statement.splitlines() if not line.startswith("--")]
    is_rule = any(table in statement for table in ("held_prices", "stock_readings"))
    return lines[0].startswith(("select", "with")) and not is_rule


def at_big(monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    """The panel looks at it instead of the test's own database."""
    parts = conninfo.conninfo_to_dict(conninfo.make_conninfo(server, dbname="big_products"))
    monkeypatch.setenv(
        "AIRFLOW_CONN_COMMERCE_DB",
        f"postgres://{parts['user']}:{parts['password']}@{parts['host']}:{parts['port']}/big_products",
    )
