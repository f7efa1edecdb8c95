"""Walks over windows of orders: what each saw, and how far an unfinished one came."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from bigcommerce.db.queries import sql
from bigcommerce.domain.windows import Window

# Only the walk of this purpose moves the watermark.
SCHEDULE = "schedule"


@dataclass
class OrderWalk:
    """One walk by order id. purpose: SCHEDULE, or the run that asked for the window.

    began_at: BigCommerce's clock at its first answer. last_order_id: orders up to this one are committed.
    counts: orders by what became of them; totals: {currency: Σ total_inc_tax of all that were seen}.
    """

    walk_id: int
    window: Window
    began_at: datetime | None = None
    first_order_id: int | None = None
    last_order_id: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    totals: dict[str, Decimal] = field(default_factory=dict)
    is_resumed: bool = False

    def see(self, order_id: int, outcome: str) -> None:
        """outcome: received, unchanged, parked, refused or only_landed."""
        self.first_order_id = self.first_order_id or order_id
        self.counts["seen"] += 1
        self.counts[outcome] += 1

    def add(self, currency: str, total: Decimal) -> None:
        self.totals[currency] = self.totals.get(currency, Decimal(0)) + total


COUNTS = ("seen", "received", "unchanged", "parked", "refused", "only_landed", "missing")


def begin_walk(connection: psycopg.Connection, store: str, purpose: str, window: Window) -> OrderWalk:
    """The unfinished walk of this purpose over the same window, to be gone on with, or a new one."""
    parameters = {
        "store": store,
        "purpose": purpose,
        "by": window.by,
        "window_from": window.start,
        "window_to": window.end,
    }
    with connection.transaction(), connection.cursor(row_factory=dict_row) as cursor:
        connection.execute(sql("orders/delete_other_walks"), parameters)
        row = cursor.execute(sql("orders/insert_walk"), parameters).fetchone()
    assert row
    return OrderWalk(
        walk_id=row["walk_id"],
        window=window,
        began_at=row["began_at"],
        first_order_id=row["first_order_id"],
        last_order_id=row["last_order_id"],
        counts=Counter({name: row[name] for name in COUNTS}),
        totals={currency: Decimal(total) for currency, total in row["totals"].items()},
        is_resumed=row["began_at"] is not None,
    )


def save_walk(connection: psycopg.Connection, walk: OrderWalk, is_finished: bool = False) -> None:
    """In the transaction of the page it counts."""
    connection.execute(
        sql("orders/update_walk"),
        {
            "walk_id": walk.walk_id,
            "began_at": walk.began_at,
            "first_order_id": walk.first_order_id,
            "last_order_id": walk.last_order_id,
            "totals": Jsonb({currency: str(total) for currency, total in walk.totals.items()}),
            "is_finished": is_finished,
        }
        | {name: walk.counts[name] for name in COUNTS},
    )
