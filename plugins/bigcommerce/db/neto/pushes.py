"""What became of received orders at Neto: neto.order_pushes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

import psycopg
from psycopg.rows import class_row, dict_row

from bigcommerce.db.json_rows import json_rows
from bigcommerce.db.queries import sql
from bigcommerce.domain.neto.orders import LineToPush, OrderToPush, hold_reasons

JSON = dict[str, Any]
T = TypeVar("T")

COSTS = ("shipping", "handling", "wrapping", "fees")


@dataclass(frozen=True)
class Scope:
    """Which orders a run is for. order_ids: BigCommerce's, None for all that are due."""

    store: str
    order_ids: list[int] | None = None

    @property
    def key(self) -> JSON:
        return {"store": self.store, "order_ids": self.order_ids}


@dataclass(frozen=True)
class Push:
    """An order that Neto is not known to have. state: intended where its end is unclear, None where nothing was done.

    is_cancelled: it is not sent any more, and only looked for. refused_as: the fingerprint of the order that Neto
    refused, while that problem is open.
    """

    order: OrderToPush
    state: str | None
    is_cancelled: bool
    refused_as: str | None


@dataclass(frozen=True)
class AcceptedPush:
    """total_inc_tax: None where BigCommerce's payload said none."""

    order_id: int
    bigcommerce_order_id: int
    neto_order_id: str
    total_inc_tax: Decimal | None
    currency: str


@dataclass(frozen=True)
class HeldPush:
    """is_for_a_person: the order was held for more than its names."""

    order_id: int
    bigcommerce_order_id: int
    neto_order_id: str
    status: str
    payment_method: str | None
    shipping_services: str | None
    is_for_a_person: bool


def in_batches(read: Callable[[int], Sequence[T]], key: Callable[[T], int]) -> Iterator[Sequence[T]]:
    """Batches by key from the lowest on, each read when the one before is done. read: what follows a key."""
    after = 0
    while batch := read(after):
        yield batch
        after = key(batch[-1])


def read_pushes(connection: psycopg.Connection, scope: Scope, after: int, limit: int) -> list[Push]:
    arguments = scope.key | {"after": after, "limit": limit}
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(sql("neto/select_orders_to_push"), arguments).fetchall()
        order_ids = {"order_ids": [row["order_id"] for row in rows]}
        lines: dict[int, list[LineToPush]] = defaultdict(list)
        for line in cursor.execute(sql("neto/select_lines_to_push"), order_ids):
            lines[line.pop("order_id")].append(LineToPush(**line))
        addresses: dict[int, list[JSON]] = defaultdict(list)
        for address in cursor.execute(sql("neto/select_addresses_to_push"), order_ids):
            addresses[address["order_id"]].append(address)
    return [read_push(row, lines[row["order_id"]], addresses[row["order_id"]]) for row in rows]


def read_push(row: JSON, lines: Sequence[LineToPush], addresses: Sequence[JSON]) -> Push:
    state, fingerprint, is_refused = row.pop("state"), row.pop("fingerprint"), row.pop("is_refused")
    is_cancelled = row.pop("is_cancelled")
    unmapped, open_problems = (row.pop("unmapped_payment"), row.pop("unmapped_shipping")), row.pop("open_problems")
    order = OrderToPush(
        costs={name: row.pop(name) for name in COSTS},
        lines=tuple(lines),
        addresses=tuple(addresses),
        hold=tuple(hold_reasons(*unmapped, open_problems or ())),
        **row,
    )
    return Push(order, state, is_cancelled, fingerprint if is_refused and state == "refused" else None)


def insert_intents(connection: psycopg.Connection, names: Mapping[int, str]) -> set[int]:
    """Our orders that may be sent: nobody has accepted them meanwhile. names: {our order: Neto's order id}."""
    rows = [{"order_id": order_id, "neto_order_id": name} for order_id, name in names.items()]
    arguments = {"pushes": json_rows(rows), "order_ids": list(names)}
    return {order_id for (order_id,) in connection.execute(sql("neto/insert_push_intents"), arguments)}


def accept_push(connection: psycopg.Connection, order_id: int, neto_order_id: str, is_held: bool, ahead: float) -> None:
    """Also sets the order's accepted_at. ahead: seconds that Neto's clock is ahead of ours."""
    arguments = {"order_id": order_id, "neto_order_id": neto_order_id, "is_held": is_held, "ahead": ahead}
    connection.execute(sql("neto/accept_push"), arguments)


def refuse_push(connection: psycopg.Connection, order_id: int, neto_order_id: str, fingerprint: str | None) -> None:
    """fingerprint: None where nothing was sent."""
    arguments = {"order_id": order_id, "neto_order_id": neto_order_id, "fingerprint": fingerprint}
    connection.execute(sql("neto/refuse_push"), arguments)


def close_moot_problems(connection: psycopg.Connection, store: str) -> int:
    return connection.execute(sql("neto/close_moot_problems"), {"store": store}).rowcount


def read_totals(connection: psycopg.Connection, scope: Scope, after: int, limit: int) -> list[AcceptedPush]:
    with connection.cursor(row_factory=class_row(AcceptedPush)) as cursor:
        arguments = scope.key | {"after": after, "limit": limit}
        return cursor.execute(sql("neto/select_totals_to_compare"), arguments).fetchall()


def record_total(connection: psycopg.Connection, order_id: int, grand_total: Decimal) -> None:
    connection.execute(sql("neto/record_total"), {"order_id": order_id, "grand_total": grand_total})


def read_held(connection: psycopg.Connection, scope: Scope, after: int, limit: int) -> list[HeldPush]:
    with connection.cursor(row_factory=class_row(HeldPush)) as cursor:
        arguments = scope.key | {"after": after, "limit": limit}
        return cursor.execute(sql("neto/select_pushes_to_release"), arguments).fetchall()


def release_pushes(connection: psycopg.Connection, order_ids: Sequence[int]) -> None:
    connection.execute(sql("neto/release_pushes"), {"order_ids": list(order_ids)})


def now(connection: psycopg.Connection) -> datetime:
    row = connection.execute(sql("neto/select_now")).fetchone()
    assert row
    return row[0]
