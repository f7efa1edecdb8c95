"""What the stock flow keeps besides its plan: how it writes, what it switched on, what is on its way."""

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


def save_stock_api(connection: psycopg.Connection, store: str, stock_api: str) -> None:
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


def begin_sending(
    connection: psycopg.Connection, store: str, location_id: int, skus: Sequence[str], dag_run_id: str
) -> int:
    """Note the first batch that is on its way; its id, for those that follow. skus: in the database's order."""
    row = connection.execute(
        sql("stock/insert_sending"),
        {
            "store": store,
            "location_id": location_id,
            "first_sku": skus[0],
            "last_sku": skus[-1],
            "dag_run_id": dag_run_id,
        },
    ).fetchone()
    assert row
    return int(row[0])


def move_sending(connection: psycopg.Connection, sending_id: int, skus: Sequence[str]) -> None:
    """The batch before is recorded, and this one on its way."""
    connection.execute(
        sql("stock/move_sending"), {"sending_id": sending_id, "first_sku": skus[0], "last_sku": skus[-1]}
    )


def end_sendings(connection: psycopg.Connection, store: str, sending_id: int | None, is_for_all: bool) -> None:
    """is_for_all: this run looked at every SKU, so what others left without an answer is settled too."""
    connection.execute(
        sql("stock/delete_sendings"), {"store": store, "sending_id": sending_id, "is_for_all": is_for_all}
    )
