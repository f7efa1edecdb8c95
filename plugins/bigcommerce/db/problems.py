"""Open problems: an item's trouble as a row a person can see, close, and that closes by itself once it is gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict

import psycopg
from psycopg.types.json import Jsonb

from bigcommerce.db.queries import sql
from bigcommerce.domain.problems import Problem


def open_problems(
    connection: psycopg.Connection, store: str, flow: str, dag_run_id: str, problems: Iterable[Problem]
) -> None:
    """Open a row for each problem, or say of the open one that it was seen again."""
    rows = {(p.item_key, p.code): asdict(p) for p in problems}
    if rows:
        connection.execute(
            sql("ledger/open_problems"),
            {"store": store, "flow": flow, "dag_run_id": dag_run_id, "problems": Jsonb(list(rows.values()))},
        )


def resolve_problems(
    connection: psycopg.Connection, store: str, flow: str, item_keys: Collection[str], codes: Collection[str]
) -> int:
    """Close these items' open problems of these codes; returns how many."""
    if not item_keys or not codes:
        return 0
    return connection.execute(
        sql("ledger/resolve_problems"),
        {"store": store, "flow": flow, "item_keys": list(item_keys), "codes": list(codes)},
    ).rowcount


def count_open_problems(connection: psycopg.Connection, store: str, flow: str) -> int:
    row = connection.execute(sql("ledger/count_open_problems"), {"store": store, "flow": flow}).fetchone()
    return row[0] if row else 0
