"""Neto switched on and off, and what that does to the orders that wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.queries import sql

ADD_NAMES = {"payment": "neto/add_payment_methods", "shipping": "neto/add_shipping_services"}


def lock_settings(connection: psycopg.Connection) -> None:
    """Until the transaction ends: nobody else switches Neto on, off or otherwise."""
    connection.execute(sql("neto/lock_settings"))


def save_settings(connection: psycopg.Connection, settings: Mapping[str, Any]) -> None:
    """settings: all columns of NetoSettings. The store's orders are confirmed by its back office from here on."""
    connection.execute(sql("neto/upsert_settings"), settings)
    connection.execute(sql("neto/confirm_orders"), {"store": settings["store_code"]})


def store_of_prefix(connection: psycopg.Connection, store: str, prefix: str) -> str | None:
    """Another store whose orders are at Neto under this prefix."""
    row = connection.execute(sql("neto/select_store_of_prefix"), {"store": store, "prefix": prefix}).fetchone()
    return row[0] if row else None


def delete_settings(connection: psycopg.Connection) -> bool:
    """False where there were none."""
    return connection.execute(sql("neto/delete_settings")).fetchone() is not None


def count_waiting_orders(connection: psycopg.Connection, store: str, before: datetime | None = None) -> dict[str, Any]:
    """orders, oldest_at, older_than_a_week, older_than_a_month: of those that Neto has not got. before: placed before
    it; None: all."""
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(sql("neto/count_waiting_orders"), {"store": store, "before": before}).fetchone()
    assert row
    return row


def accept_orders_before(connection: psycopg.Connection, store: str, before: datetime) -> int:
    """How many of them will never be pushed."""
    return connection.execute(sql("neto/accept_orders_before"), {"store": store, "before": before}).rowcount


def add_names(connection: psycopg.Connection, kind: str, names: Sequence[str]) -> int:
    """How many the back office did not have. kind: payment or shipping."""
    return connection.execute(sql(ADD_NAMES[kind]), {"names": list(names)}).rowcount


def read_last_runs(connection: psycopg.Connection, store: str, dag_ids: Sequence[str]) -> list[dict[str, Any]]:
    """One row for each DAG in their order; without a run, only its dag_id is there."""
    with connection.cursor(row_factory=dict_row) as cursor:
        parameters = {"store": store, "dag_ids": list(dag_ids)}
        return cursor.execute(sql("neto/select_last_runs"), parameters).fetchall()
