"""Landed and received orders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row

from bigcommerce.db.json_rows import json_payload, json_rows
from bigcommerce.db.queries import sql
from bigcommerce.domain.orders import CANCELLED, DECLINED, JSON, REFUNDED, Order, units_sold
from bigcommerce.domain.payments import Payment, refunded_amount
from bigcommerce.domain.receipts import Receipt

# An order's stock may have moved when it enters or leaves one of these, or when its units change.
STOCK_MOVING_STATUSES = frozenset({REFUNDED, CANCELLED, DECLINED})


@dataclass(frozen=True)
class LandedOrder:
    """What is known of an order before this reading. …_names: {BigCommerce's: ours} that the received order has."""

    bigcommerce_order_id: int
    payload_hash: str
    content_hash: str
    status_id: int
    outcome: str
    is_received: bool
    bigcommerce_status_id: int | None
    was_shipped_by_us: bool
    payment_names: dict[str, str] | None = None
    shipping_names: dict[str, str] | None = None

    def is_unchanged(self, payload_hash: str, content_hash: str, status_id: int | None) -> bool:
        """Same payload, or only what our own shipments moved: the status they led to is kept when they are sent."""
        if payload_hash == self.payload_hash:
            return True
        return self.was_shipped_by_us and (content_hash, status_id) == (self.content_hash, self.bigcommerce_status_id)


@dataclass(frozen=True)
class Landing:
    """One order as read: its payload and, where it could be read, what it means."""

    bigcommerce_order_id: int
    payload: JSON
    payload_hash: str
    content_hash: str
    order: Order | None
    receipt: Receipt
    payments: Sequence[Payment] = ()

    @property
    def outcome(self) -> str:
        return self.receipt.outcome


def lock_intake(connection: psycopg.Connection, store: str) -> None:
    connection.execute(sql("orders/lock_intake"), {"store": store})


def find_landed(connection: psycopg.Connection, store: str, order_ids: Collection[int]) -> dict[int, LandedOrder]:
    with connection.cursor(row_factory=class_row(LandedOrder)) as cursor:
        cursor.execute(sql("orders/select_landed_orders"), {"store": store, "order_ids": list(order_ids)})
        return {row.bigcommerce_order_id: row for row in cursor}


def find_unknown_skus(connection: psycopg.Connection, skus: Iterable[str]) -> set[str]:
    return {sku for (sku,) in connection.execute(sql("orders/select_unknown_skus"), {"skus": list(skus)})}


def read_name_maps(connection: psycopg.Connection, store: str) -> dict[str, dict[str, str | None]]:
    """{"payment": {BigCommerce's name: ours}, "shipping": {…}}."""
    maps: dict[str, dict[str, str | None]] = {"payment": {}, "shipping": {}}
    for kind, bigcommerce_name, backoffice_name in connection.execute(sql("orders/select_name_maps"), {"store": store}):
        maps[kind][bigcommerce_name] = backoffice_name
    return maps


def land_orders(connection: psycopg.Connection, store: str, landings: Sequence[Landing]) -> None:
    """Keep the payloads, what they say now, and the units they sold."""
    order_ids = [landing.bigcommerce_order_id for landing in landings]
    known = find_landed(connection, store, order_ids)
    before = find_units(connection, store, order_ids)
    new = [
        {"bigcommerce_order_id": item.bigcommerce_order_id, "payload_hash": item.payload_hash}
        | {"payload": json_payload(item.payload)}
        for item in landings
        if item.bigcommerce_order_id not in known or known[item.bigcommerce_order_id].payload_hash != item.payload_hash
    ]
    connection.execute(sql("orders/insert_raw_orders"), {"store": store, "orders": json_rows(new)})
    readable = [item for item in landings if item.order]
    connection.execute(
        sql("orders/upsert_landed_orders"),
        {"store": store, "orders": json_rows(landed_row(item, known, before) for item in landings)},
    )
    connection.execute(
        sql("orders/delete_order_units"),
        {"store": store, "order_ids": [item.bigcommerce_order_id for item in readable]},
    )
    connection.execute(sql("orders/insert_order_units"), {"store": store, "units": json_rows(unit_rows(readable))})


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
        "payload_hash": item.payload_hash,
        "content_hash": item.content_hash,
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


def receive_orders(connection: psycopg.Connection, store: str, landings: Sequence[Landing]) -> None:
    """Write the received ones: the order, its addresses, lines and payments. Same input, same rows."""
    received = [(item, item.order) for item in landings if item.order and item.outcome == "received"]
    if not received:
        return
    rows = json_rows(order_row(item, order) for item, order in received)
    ours = {
        bigcommerce_order_id: order_id
        for order_id, bigcommerce_order_id in connection.execute(
            sql("orders/upsert_orders"), {"store": store, "orders": rows}
        )
    }
    details = [(ours[item.bigcommerce_order_id], item, order) for item, order in received]
    addresses = [
        {"order_id": order_id, "shipping_service": services.get(address.bigcommerce_order_address_id)} | asdict(address)
        for order_id, item, order in details
        for services in [item.receipt.shipping_services or {}]
        for address in order.addresses
    ]
    lines = [{"order_id": order_id} | asdict(line) for order_id, _, order in details for line in order.lines]
    payments = [
        {"order_id": order_id, "currency": order.currency}
        | asdict(payment)
        | ({"payment_method": item.receipt.payment_method} if payment.kind == "payment" else {})
        for order_id, item, order in details
        for payment in item.payments
    ]
    order_ids = list(ours.values())
    connection.execute(sql("orders/upsert_order_addresses"), {"addresses": json_rows(addresses)})
    connection.execute(sql("orders/upsert_order_lines"), {"lines": json_rows(lines)})
    connection.execute(sql("orders/zero_removed_lines"), {"order_ids": order_ids, "lines": json_rows(lines)})
    connection.execute(sql("orders/upsert_order_payments"), {"payments": json_rows(payments)})
    connection.execute(sql("orders/delete_other_payments"), {"order_ids": order_ids, "payments": json_rows(payments)})


def order_row(item: Landing, order: Order) -> dict[str, Any]:
    columns = (
        *("bigcommerce_order_id", "bigcommerce_status_id", "bigcommerce_status", "payment_status", "channel_id"),
        *("currency", "currency_exchange_rate", "customer_id", "customer_email", "bigcommerce_payment_method"),
        *("customer_message", "staff_notes", "billing_address", "placed_at", "modified_at"),
    )
    return (
        {name: getattr(order, name) for name in columns}
        | order.amounts
        | {
            "status": item.receipt.status,
            "payment_method": item.receipt.payment_method,
            "refunded_amount": refunded_amount(item.payments),
            "is_cancelled": order.bigcommerce_status_id in (CANCELLED, DECLINED),
            "needs_attention": item.receipt.needs_attention,
        }
    )


@dataclass(frozen=True)
class ParkedPayload:
    """A landed order that waits for a mapping, with the hashes it landed under."""

    payload: JSON
    payload_hash: str
    content_hash: str


def find_parked_payloads(connection: psycopg.Connection, store: str) -> list[ParkedPayload]:
    with connection.cursor(row_factory=class_row(ParkedPayload)) as cursor:
        return cursor.execute(sql("orders/select_parked_payloads"), {"store": store}).fetchall()


def complete_waiting_orders(connection: psycopg.Connection, store: str) -> int:
    """Fill in the names mapped since, close what that answers, release what has nothing open; how many orders."""
    parameters = {"store": store}
    touched = {row[0] for row in connection.execute(sql("orders/fill_payment_methods"), parameters)}
    touched |= {row[0] for row in connection.execute(sql("orders/fill_shipping_services"), parameters)}
    closed = {row[0] for row in connection.execute(sql("orders/close_order_problems"), parameters)}
    connection.execute(sql("orders/release_orders"), parameters | {"order_ids": list(closed)})
    return len(touched | closed)


def read_watermark(connection: psycopg.Connection, store: str) -> datetime | None:
    row = connection.execute(sql("orders/select_watermark"), {"store": store}).fetchone()
    return row[0] if row else None


def move_watermark(connection: psycopg.Connection, store: str, complete_until: datetime) -> None:
    connection.execute(sql("orders/move_watermark"), {"store": store, "complete_until": complete_until})
