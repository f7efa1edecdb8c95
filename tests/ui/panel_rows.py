"""Rows that the panel's pages show, inserted with as little as a page needs."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

MARKUP = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def insert(commerce: psycopg.Connection, table: str, **values: Any) -> Any:
    """The row's first column."""
    values = {name: Jsonb(value) if isinstance(value, dict) else value for name, value in values.items()}
    statement = sql.SQL("insert into {} ({}) values ({}) returning *").format(
        sql.Identifier(*table.split(".")),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(map(sql.Placeholder, values)),
    )
    row = commerce.execute(statement, values).fetchone()
    assert row
    return row[0]


def insert_store(commerce: psycopg.Connection, store: str = "default", **values: Any) -> None:
    insert(commerce, "bigcommerce.stores", store_code=store, **({"is_enabled": True} | values))


def insert_problem(commerce: psycopg.Connection, flow: str, code: str, item_key: str, **values: Any) -> int:
    row = {"store_code": "default", "flow": flow, "code": code, "item_key": item_key, "message": f"{item_key} is wrong"}
    return insert(commerce, "bigcommerce.item_problems", **(row | values))


def insert_run(commerce: psycopg.Connection, flow: str, dag_run_id: str, **values: Any) -> None:
    dag_ids = {
        "orders": "bigcommerce_order_ingest",
        "prices": "bigcommerce_price_stock_export",
        "stock": "bigcommerce_price_stock_export",
        "tracking": "bigcommerce_tracking_export",
        "links": "bigcommerce_product_link_refresh",
    }
    row = {"dag_id": dag_ids[flow], "dag_run_id": dag_run_id, "flow": flow, "store_code": "default"}
    insert(commerce, "bigcommerce.sync_runs", **(row | values))


def plan_of(commerce: psycopg.Connection, statement: str, **parameters: Any) -> str:
    """How Postgres answers a statement of include/sql, with what it found on the way."""
    from bigcommerce.db.queries import sql as text

    cursor = psycopg.ClientCursor(commerce)
    rows = cursor.execute(f"explain (analyze, buffers) {text(statement)}", parameters).fetchall()
    return "\n".join(row[0] for row in rows)
