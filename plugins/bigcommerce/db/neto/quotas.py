"""Calls to Neto as all tasks count them together."""

from __future__ import annotations

import psycopg

from bigcommerce.db.queries import sql


def reserve_call(connection: psycopg.Connection, connection_id: str, calls: int) -> float:
    """Takes the account's next free call: seconds until it may begin. calls: at most so many in any minute.

    Outside any other transaction, or the other tasks wait for its end.
    """
    with connection.transaction():
        connection.execute(sql("neto/lock_quota"), {"connection_id": connection_id})
        # Anew, because what the others took is seen only once the lock is held.
        row = connection.execute(sql("neto/reserve_call"), {"connection_id": connection_id, "calls": calls}).fetchone()
    assert row
    return float(row[0])


def keep_silent(connection: psycopg.Connection, connection_id: str, seconds: float) -> None:
    """Nobody begins a call of the account before that."""
    connection.execute(sql("neto/keep_silent"), {"connection_id": connection_id, "seconds": seconds})
