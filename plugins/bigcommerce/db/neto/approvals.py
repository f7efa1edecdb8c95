"""Approvals made here that Neto is to be told of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import psycopg
from psycopg.rows import class_row

from bigcommerce.db.json_rows import json_rows
from bigcommerce.db.queries import sql
from bigcommerce.domain.neto.approvals import Approval


def pending_approvals(
    connection: psycopg.Connection, store: str, after: str, skus: Sequence[str] | None, how_many: int
) -> list[Approval]:
    """The next ones by SKU. skus: only these, also where Neto refused them before; None: all."""
    parameters = {"store": store, "after": after, "skus": None if skus is None else list(skus), "how_many": how_many}
    with connection.cursor(row_factory=class_row(Approval)) as cursor:
        return cursor.execute(sql("neto/select_pending_approvals"), parameters).fetchall()


def record_approvals(
    connection: psycopg.Connection, approvals: Sequence[Approval], written_at: datetime | None
) -> None:
    """Neto knows them. written_at: when it accepted them, by its own clock; None: it said so by itself."""
    if approvals:
        connection.execute(sql("neto/record_approvals"), {"items": json_rows(approvals), "written_at": written_at})


def close_known_skus(connection: psycopg.Connection, store: str, skus: Sequence[str]) -> None:
    """Neto has them now, whose approvals could not be written for want of the item."""
    connection.execute(sql("neto/close_known_skus"), {"store": store, "skus": list(skus)})


def close_approval_problems(connection: psycopg.Connection, store: str) -> None:
    connection.execute(sql("neto/close_approval_problems"), {"store": store})
