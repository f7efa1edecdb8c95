"""Price changes that wait for a person, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.queries import sql

Row = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """As a person saw it."""

    target: str
    sku: str
    old: Decimal | None
    new: Decimal | None


def read_waiting_page(
    connection: psycopg.Connection, store: str, after: tuple[str, str] | None, limit: int
) -> list[Row]:
    """after: SKU and target of the row that the page begins after."""
    sku, target = after or (None, None)
    parameters = {"store": store, "after_sku": sku, "after_target": target, "limit": limit}
    return read(connection, "guarded_prices/select_waiting_page", parameters)


def read_decided_page(
    connection: psycopg.Connection, store: str, after: tuple[datetime, str, str] | None, limit: int
) -> list[Row]:
    """after: time, target and SKU of the row that the page begins after."""
    moment, target, sku = after or (None, None, None)
    parameters = {"store": store, "after_at": moment, "after_target": target, "after_sku": sku, "limit": limit}
    return read(connection, "guarded_prices/select_decided_page", parameters)


def count_waiting(connection: psycopg.Connection, store: str) -> tuple[int, str]:
    """How many wait, and a fingerprint of which and with which prices."""
    row = connection.execute(sql("guarded_prices/select_all_waiting"), {"store": store}).fetchone()
    assert row
    return row[0], row[1]


def decide_changes(
    connection: psycopg.Connection, store: str, state: str, person: str, changes: Sequence[Change]
) -> int:
    """How many were decided; the others changed meanwhile. state: approved or declined."""
    parameters = {
        "store": store,
        "state": state,
        "person": person,
        "targets": [change.target for change in changes],
        "skus": [change.sku for change in changes],
        "olds": [change.old for change in changes],
        "news": [change.new for change in changes],
    }
    return decide(connection, "guarded_prices/decide_changes", parameters)


def decide_all(connection: psycopg.Connection, store: str, state: str, person: str, fingerprint: str) -> int:
    """How many were decided; none where what waits is not what the fingerprint is of."""
    parameters = {"store": store, "state": state, "person": person, "fingerprint": fingerprint}
    return decide(connection, "guarded_prices/decide_all", parameters)


def decide(connection: psycopg.Connection, statement: str, parameters: Row) -> int:
    """What was decided on is no open problem any more; how many."""
    with connection.transaction():
        count = connection.execute(sql(statement), parameters).rowcount
        connection.execute(sql("guarded_prices/close_decided"), parameters)
    return count


def read(connection: psycopg.Connection, statement: str, parameters: Row) -> list[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql(statement), parameters).fetchall()
