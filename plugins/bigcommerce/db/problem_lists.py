"""Open problems as people look at them: by code, a page at a time, and what they decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.rows import class_row, dict_row

from bigcommerce.db.order_receipts import release_orders
from bigcommerce.db.orders import lock_intake
from bigcommerce.db.queries import sql
from bigcommerce.domain.problem_reruns import ProblemItem

# Where nobody needs the exact number, no more than these are counted.
MOST_COUNTED = 10_001
# Each is a look into two more indexes.
MOST_LOOKED_INTO = 1_001


def read_groups(connection: psycopg.Connection, store: str) -> list[dict[str, Any]]:
    """flow, code, first_seen_at of the oldest, problems: how many, at most MOST_COUNTED."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql("problems/select_groups"), {"store": store, "most": MOST_COUNTED}).fetchall()


def read_page(
    connection: psycopg.Connection, store: str, flow: str, code: str, after: int | None, limit: int
) -> list[dict[str, Any]]:
    parameters = {"store": store, "flow": flow, "code": code, "after": after, "limit": limit}
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql("problems/select_page"), parameters).fetchall()


def count_code(connection: psycopg.Connection, store: str, flow: str, code: str) -> int:
    row = connection.execute(sql("problems/count_code"), {"store": store, "flow": flow, "code": code}).fetchone()
    return row[0] if row else 0


def count_parents(connection: psycopg.Connection, store: str, flow: str, code: str) -> tuple[int, bool]:
    """How many are of approved products that are another's parent; whether there may be more, since only the oldest
    MOST_LOOKED_INTO problems are looked at."""
    parameters = {"store": store, "flow": flow, "code": code, "most": MOST_LOOKED_INTO}
    row = connection.execute(sql("problems/count_parents"), parameters).fetchone()
    assert row is not None
    return row[0], row[1] == MOST_LOOKED_INTO


def read_items(
    connection: psycopg.Connection, store: str, flow: str, code: str, problem_ids: Sequence[int] | None, limit: int
) -> list[ProblemItem]:
    """problem_ids: None: of all problems of the code."""
    parameters = {"store": store, "flow": flow, "code": code, "problem_ids": problem_ids, "limit": limit}
    with connection.cursor(row_factory=class_row(ProblemItem)) as cursor:
        return cursor.execute(sql("problems/select_items"), parameters).fetchall()


def close_problems(
    connection: psycopg.Connection, store: str, flow: str, code: str, problem_ids: Sequence[int] | None, person: str
) -> list[str]:
    """The keys of the items whose problem was closed just now. problem_ids: None: all of the code."""
    parameters = {"store": store, "flow": flow, "code": code, "problem_ids": problem_ids, "person": person}
    return [key for (key,) in connection.execute(sql("problems/close_problems"), parameters)]


def close_by_hand(
    connection: psycopg.Connection, store: str, flow: str, code: str, problem_ids: Sequence[int] | None, person: str
) -> tuple[int, int]:
    """(how many were closed just now, how many orders that left with nothing open and so let go).

    The orders are let go as the next ingest run would: release_orders decides.
    """
    if flow != "orders":
        return len(close_problems(connection, store, flow, code, problem_ids, person)), 0
    with connection.transaction():
        lock_intake(connection, store)
        keys = close_problems(connection, store, flow, code, problem_ids, person)
        released = release_orders(connection, store, [int(key) for key in keys if key.isdecimal()])
    return len(keys), len(released)
