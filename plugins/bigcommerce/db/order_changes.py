"""What BigCommerce changed about received orders."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import psycopg
from psycopg.rows import class_row

from bigcommerce.db.json_rows import json_rows
from bigcommerce.db.queries import sql
from bigcommerce.domain.order_changes import Change, OrderState


@dataclass(frozen=True)
class ReceivedState(OrderState):
    """order_id: ours."""

    bigcommerce_order_id: int
    order_id: int


def find_order_states(
    connection: psycopg.Connection, store: str, order_ids: Collection[int]
) -> dict[int, ReceivedState]:
    """{BigCommerce's order id: what the back office has of it}; orders never received are absent."""
    with connection.cursor(row_factory=class_row(ReceivedState)) as cursor:
        cursor.execute(sql("orders/select_order_states"), {"store": store, "order_ids": list(order_ids)})
        return {row.bigcommerce_order_id: row for row in cursor}


def record_changes(connection: psycopg.Connection, changes: Mapping[int, Sequence[Change]]) -> None:
    """changes: {our order id: what changed}."""
    rows = [
        {"order_id": order_id, "kind": change.kind, "details": {"before": change.before, "after": change.after}}
        for order_id, found in changes.items()
        for change in found
    ]
    if rows:
        connection.execute(sql("orders/insert_order_changes"), {"changes": json_rows(rows)})
