"""Past imports of approvals and what they rejected, a page at a time."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.queries import sql

Row = dict[str, Any]


def read_imports(connection: psycopg.Connection, store: str, after: int | None, limit: int) -> list[Row]:
    return read(connection, "approvals/select_imports", store=store, after=after, limit=limit)


def read_import(connection: psycopg.Connection, store: str, import_id: int) -> Row | None:
    return next(iter(read(connection, "approvals/select_import", store=store, import_id=import_id)), None)


def find_import_of_file(connection: psycopg.Connection, store: str, file: str) -> int | None:
    """The newest import of the file; None: none yet."""
    row = connection.execute(sql("approvals/select_import_of_file"), {"store": store, "file": file}).fetchone()
    return None if row is None else row[0]


def read_reject_page(connection: psycopg.Connection, import_id: int, after: int, limit: int) -> list[Row]:
    return read(connection, "approvals/select_reject_page", import_id=import_id, after=after, limit=limit)


def read(connection: psycopg.Connection, statement: str, **parameters: Any) -> list[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql(statement), parameters).fetchall()
