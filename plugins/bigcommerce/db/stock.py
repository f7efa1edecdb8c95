"""What the stock flow keeps besides its plan: how it writes, and what it switched on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.queries import sql


def order_freshness(connection: psycopg.Connection, store: str) -> tuple[datetime | None, bool]:
    """(until when its orders are complete, is that too long ago)."""
    row = connection.execute(sql("stock/select_order_freshness"), {"store": store}).fetchone()
    return row or (None, True)


def save_stock_api(connection: psycopg.Connection, store: str, stock_api: str | None) -> None:
    """stock_api: inventory, catalog, or None: to be found out by the next run."""
    connection.execute(sql("stock/update_stock_api"), {"store": store, "stock_api": stock_api})


def count_values_to_write(connection: psycopg.Connection) -> dict[str, int]:
    """{level: how many values the plan has to write now}."""
    return dict(connection.execute(sql("stock/count_values_to_write")).fetchall())


def proven_levels(connection: psycopg.Connection, store: str) -> set[str]:
    """The levels at which a write through the catalogue was read back and had taken."""
    return {level for (level,) in connection.execute(sql("stock/select_proven_levels"), {"store": store})}


def keep_proof(connection: psycopg.Connection, store: str, level: str) -> None:
    connection.execute(sql("stock/insert_proof"), {"store": store, "level": level})


def products_to_switch(connection: psycopg.Connection, limit: int) -> list[dict[str, Any]]:
    """The next products whose tracking the plan switches on: product_id, switch_to, skus, and the first as sku."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql("stock/select_products_to_switch"), {"limit": limit}).fetchall()


def keep_tracking_switches(
    connection: psycopg.Connection, store: str, dag_run_id: str, product_ids: Sequence[int]
) -> None:
    parameters = {"store": store, "dag_run_id": dag_run_id, "product_ids": list(product_ids)}
    connection.execute(sql("stock/keep_tracking_switches"), parameters)
