"""Consignments to export, and what became of their shipments: bigcommerce.shipment_exports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from bigcommerce.db.queries import sql
from bigcommerce.domain.tracking import BLOCKING, OrderLine, Shipment
from bigcommerce.domain.tracking_texts import BLANKS

JSON = dict[str, Any]


@dataclass(frozen=True)
class Export:
    """One shipment as last recorded. order_id: BigCommerce's, that the shipment belongs to; consignment: the value it
    was made from, None where nobody kept it."""

    shipping_address_no: int
    state: str
    shipment_id: int | None
    order_id: int
    request: JSON
    consignment: JSON | None


@dataclass(frozen=True)
class Consignment:
    """One consignment to look at. order_id: BigCommerce's. value: order, lines, number, link, carrier and whether it
    is cancelled; fingerprint: of the value. is_due: may be sent at all; is_to_send: and something of it is not sent.
    is_settled: what was accepted was compared with this very value, and a person closed what that showed."""

    order_id: int
    consignment_id: str
    value: JSON
    fingerprint: str
    dispatched_at: datetime | None
    is_due: bool
    is_to_send: bool
    is_settled: bool
    order_status: int | None
    order_lines: list[list[int]] | None
    exports: list[JSON] | None

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        return tuple(OrderLine(*row[:4]) for row in self.order_lines or [])

    @property
    def asked(self) -> dict[int, int] | None:
        """{line_no: units}; None: all that is still unshipped."""
        lines = self.value["lines"]
        return None if lines is None else {int(line_no): units for line_no, units in lines.items()}

    @property
    def accepted(self) -> list[Export]:
        return [Export(**row) for row in self.exports or [] if row["state"] == "accepted"]

    @property
    def basis(self) -> JSON:
        """What a problem was found with: it is looked at again once any of it differs."""
        units = {str(row[0]): row[4] for row in self.order_lines or []}
        return {"fingerprint": self.fingerprint, "order_status": self.order_status, "order_lines": units}


@dataclass(frozen=True)
class PendingIntent:
    """A row in state `intended`. order_id: BigCommerce's, None where order or consignment are gone. age: seconds."""

    consignment_id: str
    shipping_address_no: int
    order_id: int | None
    intended_at: datetime
    consignment: JSON | None
    request: JSON
    age: float


@dataclass(frozen=True)
class Lost:
    """A consignment with a shipment, of no order of its store any more. order_id: BigCommerce's, of the shipment.
    other_store and other_order_id: where it belongs now, None for nowhere."""

    consignment_id: str
    order_id: int | None
    is_deleted: bool
    other_store: str | None
    other_order_id: int | None


def count_waiting(connection: psycopg.Connection, store: str) -> int:
    row = connection.execute(sql("tracking/count_waiting"), {"store": store, "blanks": BLANKS}).fetchone()
    return row[0] if row else 0


def left_out(
    connection: psycopg.Connection, store: str, order_ids: list[int] | None
) -> dict[str, tuple[int, list[str]]]:
    """{reason: (how many consignments, the first ids)} of those that are not sent; reasons: see the statement."""
    rows = connection.execute(sql("tracking/select_left_out"), {"store": store, "order_ids": order_ids})
    return {reason: (count, ids) for reason, count, ids in rows}


def orders_to_look_at(connection: psycopg.Connection, store: str, order_ids: list[int] | None) -> list[int]:
    """BigCommerce's ids of the orders with consignments to look at, ascending. order_ids: only these."""
    statement = f"select distinct order_id from ({sql('tracking/select_consignments')}) as found order by order_id"
    arguments = {"store": store, "order_ids": order_ids, "stopping": list(BLOCKING), "blanks": BLANKS}
    return [row[0] for row in connection.execute(statement, arguments)]


def read_consignments(connection: psycopg.Connection, store: str, order_ids: list[int]) -> list[Consignment]:
    """The consignments to look at of these orders, by BigCommerce's order id."""
    arguments = {"store": store, "order_ids": order_ids, "stopping": list(BLOCKING), "blanks": BLANKS}
    with connection.cursor(row_factory=class_row(Consignment)) as cursor:
        return cursor.execute(sql("tracking/select_consignments"), arguments, prepare=False).fetchall()


def read_lost(connection: psycopg.Connection, store: str, order_ids: list[int] | None) -> list[Lost]:
    with connection.cursor(row_factory=class_row(Lost)) as cursor:
        return cursor.execute(sql("tracking/select_lost"), {"store": store, "order_ids": order_ids}).fetchall()


def mark_lost(connection: psycopg.Connection, store: str, lost: Sequence[Lost]) -> None:
    ids = [row.consignment_id for row in lost]
    connection.execute(sql("tracking/mark_lost"), {"store": store, "consignment_ids": ids})


def read_intents(connection: psycopg.Connection, store: str, order_ids: list[int] | None) -> list[PendingIntent]:
    with connection.cursor(row_factory=class_row(PendingIntent)) as cursor:
        return cursor.execute(sql("tracking/select_intents"), {"store": store, "order_ids": order_ids}).fetchall()


def recorded_shipments(connection: psycopg.Connection, store: str, order_id: int) -> set[int]:
    """Ids of the order's shipments that are recorded for some consignment."""
    rows = connection.execute(sql("tracking/select_recorded_shipments"), {"store": store, "order_id": order_id})
    return {row[0] for row in rows}


def units_shipped(connection: psycopg.Connection, store: str, order_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """{order id: {order_product_id: units of our accepted shipments}}."""
    units: dict[int, dict[int, int]] = {}
    if order_ids:
        arguments = {"store": store, "order_ids": list(order_ids)}
        for order_id, key, quantity in connection.execute(sql("tracking/select_units_shipped"), arguments):
            units.setdefault(order_id, {})[key] = quantity
    return units


def now(connection: psycopg.Connection) -> datetime:
    """The database's clock."""
    row = connection.execute(sql("tracking/select_now")).fetchone()
    assert row is not None
    return row[0]


def insert_intents(
    connection: psycopg.Connection, store: str, consignment: Consignment, shipments: Sequence[Shipment]
) -> dict[int, datetime]:
    """Says what is about to be sent; {shipping_address_no: intended_at}. What an earlier plan said is forgotten."""
    key = {"store": store, "consignment_id": consignment.consignment_id}
    numbers = [shipment.shipping_address_no for shipment in shipments]
    rows = [{"shipping_address_no": s.shipping_address_no, "request": s.request} for s in shipments]
    arguments = {"order_id": consignment.order_id, "consignment": Jsonb(consignment.value), "shipments": Jsonb(rows)}
    connection.execute(sql("tracking/delete_unsent"), key | {"planned": numbers})
    return dict(connection.execute(sql("tracking/insert_intents"), key | arguments).fetchall())


def accept_shipment(
    connection: psycopg.Connection,
    store: str,
    key: tuple[str, int],
    shipment_id: int,
    order_id: int,
    request: JSON,
    *,
    is_found: bool = False,
) -> None:
    """key: consignment_id, shipping_address_no. is_found: by looking, after a lost answer."""
    arguments = {"shipment_id": shipment_id, "order_id": order_id, "request": Jsonb(request), "is_found": is_found}
    connection.execute(sql("tracking/accept_shipment"), key_of(store, key) | arguments)


def refuse_shipment(connection: psycopg.Connection, store: str, key: tuple[str, int]) -> None:
    connection.execute(sql("tracking/refuse_shipment"), key_of(store, key))


def update_shipment(
    connection: psycopg.Connection,
    store: str,
    key: tuple[str, int],
    order_id: int,
    request: JSON,
    value: JSON,
    fingerprint: str,
) -> None:
    """Keeps what BigCommerce now holds; touches no row that says so already. value: what the shipment stands for;
    fingerprint: of the value it was compared with."""
    arguments = {"order_id": order_id, "request": Jsonb(request), "consignment": Jsonb(value)}
    arguments["fingerprint"] = fingerprint
    connection.execute(sql("tracking/update_shipment"), key_of(store, key) | arguments)


def resolve_orphaned_problems(connection: psycopg.Connection, store: str) -> int:
    return connection.execute(sql("tracking/resolve_orphaned_problems"), {"store": store}).rowcount


def key_of(store: str, key: tuple[str, int]) -> JSON:
    return {"store": store, "consignment_id": key[0], "shipping_address_no": key[1]}
