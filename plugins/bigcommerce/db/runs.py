"""What runs did, as people look at it: the ledger newest first, and what is kept of a single run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.queries import sql

Row = dict[str, Any]

# Of what a dry run says, as many are counted: each is a row to read.
MOST_PLANNED = 5_000
# Rows of a download fetched at a time.
BATCH = 5_000


def read_runs(
    connection: psycopg.Connection,
    store: str,
    flow: str | None,
    after: tuple[datetime, str, str, str] | None,
    limit: int,
) -> list[Row]:
    """after: started_at, dag_id, dag_run_id and flow of the row that the page begins after."""
    started_at, dag_id, dag_run_id, after_flow = after or (None, None, None, None)
    after_key = {
        "after_started_at": started_at,
        "after_dag_id": dag_id,
        "after_dag_run_id": dag_run_id,
        "after_flow": after_flow,
    }
    return read(connection, "runs/select_page", {"store": store, "flow": flow, "limit": limit} | after_key)


def read_run(connection: psycopg.Connection, store: str, dag_id: str, dag_run_id: str) -> list[Row]:
    """One row a flow; none while the run has not begun with this store."""
    return read(connection, "runs/select_run", {"store": store, "dag_id": dag_id, "dag_run_id": dag_run_id})


def what_is_kept(connection: psycopg.Connection, store: str, dag_run_id: str) -> Row:
    """plan, drift, prices: is there such a list of the run?"""
    return read(connection, "runs/select_what_is_kept", {"store": store, "dag_run_id": dag_run_id})[0]


def read_plan_groups(connection: psycopg.Connection, store: str, dag_run_id: str) -> list[Row]:
    """flow, verdict, items: how many, at most MOST_PLANNED + 1."""
    parameters = {"store": store, "dag_run_id": dag_run_id, "most": MOST_PLANNED + 1}
    return read(connection, "runs/select_plan_groups", parameters)


def read_plan_page(
    connection: psycopg.Connection,
    store: str,
    dag_run_id: str,
    group: tuple[str, str],
    after: tuple[str, str] | None,
    limit: int,
) -> list[Row]:
    """group: flow and verdict. after: target and SKU of the row that the page begins after."""
    target, sku = after or (None, None)
    parameters = {"flow": group[0], "verdict": group[1], "after_target": target, "after_sku": sku, "limit": limit}
    return read(connection, "runs/select_plan_page", parameters | {"store": store, "dag_run_id": dag_run_id})


def plan_columns_and_rows(
    connection: psycopg.Connection, store: str, dag_run_id: str
) -> tuple[list[str], Iterator[Sequence[Any]]]:
    """The whole plan, fetched as it is read."""
    cursor = connection.cursor("plan", withhold=True)
    cursor.itersize = BATCH
    cursor.execute(sql("runs/select_plan"), {"store": store, "dag_run_id": dag_run_id})
    return [column.name for column in cursor.description or []], iter(cursor)


def read_drift_page(
    connection: psycopg.Connection, store: str, dag_run_id: str, after: tuple[str, str, str] | None, limit: int
) -> list[Row]:
    """after: flow, target and SKU of the row that the page begins after."""
    flow, target, sku = after or (None, None, None)
    parameters = {"after_flow": flow, "after_target": target, "after_sku": sku, "limit": limit}
    return read(connection, "runs/select_drift_page", parameters | {"store": store, "dag_run_id": dag_run_id})


def read_price_page(
    connection: psycopg.Connection, store: str, dag_run_id: str, after: int | None, limit: int
) -> list[Row]:
    parameters = {"store": store, "dag_run_id": dag_run_id, "after": after, "limit": limit}
    return read(connection, "runs/select_price_page", parameters)


def read_rollback_outcomes(connection: psycopg.Connection, store: str, dag_run_id: str) -> list[Row]:
    """What a run that rolled another one back did: outcome, skus, examples, rollback_run, is_dry_run; else nothing."""
    return read(connection, "runs/select_rollback_outcomes", {"store": store, "dag_run_id": dag_run_id})


def count_priced_skus(connection: psycopg.Connection, store: str, dag_run_id: str) -> int:
    row = connection.execute(sql("runs/count_priced_skus"), {"store": store, "dag_run_id": dag_run_id}).fetchone()
    return row[0] if row else 0


def read(connection: psycopg.Connection, statement: str, parameters: Row) -> list[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql(statement), parameters).fetchall()
