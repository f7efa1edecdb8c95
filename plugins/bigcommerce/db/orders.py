"""Landed orders: their payloads, what they say now, and how far that is complete."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from bigcommerce.db.json_rows import json_rows
from bigcommerce.db.queries import sql
from bigcommerce.domain.orders import CANCELLED, DECLINED, JSON, REFUNDED, Order, units_sold
from bigcommerce.domain.payloads import Payload
from bigcommerce.domain.payments import Payment
from bigcommerce.domain.receipts import Receipt
from bigcommerce.domain.windows import Window

# An order's stock may have moved when it enters or leaves one of these, or when its units change.
STOCK_MOVING_STATUSES = frozenset({REFUNDED, CANCELLED, DECLINED})


UNDECIDED = Receipt("")


@dataclass(frozen=True)
class LandedOrder:
    """What is known of an order before this reading. …_names: {BigCommerce's: ours} that the received order has."""

    bigcommerce_order_id: int
    payload_hash: str
    status_id: int | None
    outcome: str
    modified_at: datetime | None
    payment_state: str | None
    is_received: bool
    has_payload: bool
    payment_names: dict[str, str] | None = None
    shipping_names: dict[str, str] | None = None


@dataclass(frozen=True)
class Landing:
    """One order as read: its payload and, where it could be read, what it means."""

    bigcommerce_order_id: int
    payload: Payload
    order: Order | None
    receipt: Receipt = UNDECIDED
    payments: Sequence[Payment] = ()
    payment_state: str | None = None

    @property
    def outcome(self) -> str:
        return self.receipt.outcome


def lock_intake(connection: psycopg.Connection, store: str) -> None:
    connection.execute(sql("orders/lock_intake"), {"store": store})


def find_landed(connection: psycopg.Connection, store: str, order_ids: Collection[int]) -> dict[int, LandedOrder]:
    with connection.cursor(row_factory=class_row(LandedOrder)) as cursor:
        cursor.execute(sql("orders/select_landed_orders"), {"store": store, "order_ids": list(order_ids)})
        return {row.bigcommerce_order_id: row for row in cursor}


def land_orders(connection: psycopg.Connection, store: str, landings: Sequence[Landing]) -> None:
    """Keep the payloads, what they say now, and the units they sold."""
    order_ids = [landing.bigcommerce_order_id for landing in landings]
    known = find_landed(connection, store, order_ids)
    before = find_units(connection, store, order_ids)
    new = [
        f'{{"bigcommerce_order_id": {item.bigcommerce_order_id}, "payload_hash": "{item.payload.fingerprint}", '
        f'"payload": {item.payload.text}}}'
        for item in landings
        for landed in [known.get(item.bigcommerce_order_id)]
        if landed is None or not landed.has_payload or landed.payload_hash != item.payload.fingerprint
    ]
    connection.execute(sql("orders/insert_raw_orders"), {"store": store, "orders": Jsonb(new, dumps=joined)})
    readable = [item for item in landings if item.order]
    connection.execute(
        sql("orders/upsert_landed_orders"),
        {"store": store, "orders": json_rows(landed_row(item, known, before) for item in landings)},
    )
    connection.execute(
        sql("orders/zero_order_units"),
        {"store": store, "order_ids": [item.bigcommerce_order_id for item in readable]},
    )
    connection.execute(sql("orders/insert_order_units"), {"store": store, "units": json_rows(unit_rows(readable))})


def joined(rows: Any) -> str:
    """Rows that are JSON text already."""
    return f"[{','.join(rows)}]"


def find_units(
    connection: psycopg.Connection, store: str, order_ids: Collection[int]
) -> dict[int, dict[str, tuple[int, int]]]:
    """{order id: {SKU: (units, of which refunded)}}."""
    units: dict[int, dict[str, tuple[int, int]]] = {}
    parameters = {"store": store, "order_ids": list(order_ids)}
    for order_id, sku, quantity, refunded in connection.execute(sql("orders/select_order_units"), parameters):
        units.setdefault(order_id, {})[sku] = (quantity, refunded)
    return units


def landed_row(
    item: Landing, known: dict[int, LandedOrder], before: dict[int, dict[str, tuple[int, int]]]
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "bigcommerce_order_id": item.bigcommerce_order_id,
        "payload_hash": item.payload.fingerprint,
        "payment_state": item.payment_state,
        "outcome": item.outcome,
    }
    if item.order is None:
        return row
    units, old = units_sold(item.order), known.get(item.bigcommerce_order_id)
    moves_stock = item.order.bigcommerce_status_id in STOCK_MOVING_STATUSES
    if old is None:
        units_changed = moves_stock or any(refunded for _, refunded in units.values())
    else:
        units_changed = (
            moves_stock != (old.status_id in STOCK_MOVING_STATUSES)
            or units != before.get(item.bigcommerce_order_id, {})
        )  # fmt: skip
    return row | {
        "status_id": item.order.bigcommerce_status_id,
        "placed_at": item.order.placed_at,
        "modified_at": item.order.modified_at,
        "units_changed": units_changed,
    }


def unit_rows(landings: Iterable[Landing]) -> Iterator[dict[str, Any]]:
    for item in landings:
        for sku, (quantity, refunded) in units_sold(item.order).items() if item.order else ():
            yield {
                "bigcommerce_order_id": item.bigcommerce_order_id,
                "sku": sku,
                "quantity": quantity,
                "quantity_refunded": refunded,
            }


@dataclass(frozen=True)
class ParkedPayload:
    """A landed order that waits for a mapping, with the hashes it landed under."""

    payload: JSON
    payload_hash: str


def find_parked_payloads(connection: psycopg.Connection, store: str) -> list[ParkedPayload]:
    with connection.cursor(row_factory=class_row(ParkedPayload)) as cursor:
        return cursor.execute(sql("orders/select_parked_payloads"), {"store": store}).fetchall()


def read_proven_window(connection: psycopg.Connection, store: str) -> Window | None:
    """What scheduled walks have passed completely, by date modified; its end is the watermark. None before the first
    complete walk."""
    row = connection.execute(sql("orders/select_watermark"), {"store": store}).fetchone()
    return Window("modified", *row) if row else None


def move_watermark(
    connection: psycopg.Connection, store: str, complete_from: datetime | None, complete_until: datetime
) -> None:
    parameters = {"store": store, "complete_from": complete_from, "complete_until": complete_until}
    connection.execute(sql("orders/move_watermark"), parameters)


def trim_payloads(connection: psycopg.Connection, store: str, days: int) -> int:
    """Once a day: delete superseded payloads older than this; how many."""
    with connection.transaction():
        row = connection.execute(sql("orders/trim_payloads"), {"store": store, "days": days}).fetchone()
    return row[0] if row else 0
