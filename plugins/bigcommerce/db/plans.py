"""What the plans of the price and the stock flow have in common: made once a task, read batch by batch.

kind: "price" or "stock"; the statements are in include/sql/prices and include/sql/stock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.queries import sql

FOLDER = {"price": "prices", "stock": "stock"}


def create_plan(
    connection: psycopg.Connection, kind: str, store: str, skus: Sequence[str] | None, **parameters: Any
) -> dict[str, int]:
    """Make the plan; {verdict: how many rows}, with what is unchanged counted and not kept."""
    parameters |= {"store": store, "skus": None if skus is None else list(skus)}
    connection.execute(f"drop table if exists {kind}_plan")
    with connection.transaction():
        # Freshly loaded tables have no statistics yet: taken for empty, they would be joined row by row.
        connection.execute("set local enable_nestloop = off")
        # A utility statement takes no server-side parameters.
        psycopg.ClientCursor(connection).execute(sql(f"{FOLDER[kind]}/create_{kind}_plan"), parameters)
    connection.execute(f"create unique index on {kind}_plan (sku)")
    connection.execute(f"analyze {kind}_plan")
    verdicts: dict[str, int] = dict(connection.execute(sql(f"{FOLDER[kind]}/count_plan")).fetchall())
    row = connection.execute(sql(f"{FOLDER[kind]}/count_candidates"), parameters).fetchone()
    candidates = row[0] if row else 0
    return verdicts | {"candidates": candidates, "unchanged": candidates - sum(verdicts.values())}


def planned_batches(connection: psycopg.Connection, statement: str, size: int) -> Iterator[list[dict[str, Any]]]:
    """What the plan sends, in batches by SKU."""
    after = ""
    while True:
        with connection.cursor(row_factory=dict_row) as cursor:
            batch = cursor.execute(sql(statement), {"after": after, "limit": size}).fetchall()
        if not batch:
            return
        yield batch
        after = batch[-1]["sku"]


def say_problems(
    connection: psycopg.Connection, kind: str, store: str, skus: Sequence[str] | None, dag_run_id: str
) -> None:
    """Close what the plan no longer says, open what it says."""
    parameters = {"store": store, "skus": None if skus is None else list(skus), "dag_run_id": dag_run_id}
    connection.execute(sql(f"{FOLDER[kind]}/close_{kind}_problems"), parameters)
    connection.execute(sql(f"{FOLDER[kind]}/open_{kind}_problems"), parameters)


def record(connection: psycopg.Connection, kind: str, store: str, skus: Sequence[str], **parameters: Any) -> None:
    """What BigCommerce accepted just now."""
    name = {"price": "prices/record_prices", "stock": "stock/record_stock"}[kind]
    connection.execute(sql(name), parameters | {"store": store, "skus": list(skus)})


def refuse(connection: psycopg.Connection, kind: str, store: str, skus: Sequence[str]) -> None:
    """What BigCommerce refused just now."""
    name = {"price": "prices/refuse_prices", "stock": "stock/refuse_stock"}[kind]
    connection.execute(sql(name), {"store": store, "skus": list(skus)})


def guard_prices(connection: psycopg.Connection, store: str) -> None:
    """Keep the changes that wait for a person."""
    connection.execute(sql("prices/guard_prices"), {"store": store})
