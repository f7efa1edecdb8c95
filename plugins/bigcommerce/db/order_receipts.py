"""Orders of the back office: received, kept up to date, completed once a name is mapped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from bigcommerce.db.json_rows import json_rows
from bigcommerce.db.orders import Landing
from bigcommerce.db.queries import sql
from bigcommerce.domain.order_changes import CANCELLED_STATUSES
from bigcommerce.domain.orders import Order
from bigcommerce.domain.payments import refunded_amount


def find_unknown_skus(connection: psycopg.Connection, skus: Iterable[str]) -> set[str]:
    return {sku for (sku,) in connection.execute(sql("orders/select_unknown_skus"), {"skus": list(skus)})}


def find_settled_skus(connection: psycopg.Connection, store: str, order_ids: Collection[int]) -> dict[int, set[str]]:
    """{BigCommerce's order id: SKUs of it that a person does not want to hear of again}."""
    settled: dict[int, set[str]] = {}
    parameters = {"store": store, "order_ids": list(order_ids)}
    for key, skus in connection.execute(sql("orders/select_settled_skus"), parameters):
        settled.setdefault(int(key), set()).update(skus)
    return settled


def read_name_maps(connection: psycopg.Connection, store: str) -> dict[str, dict[str, str | None]]:
    """{"payment": {BigCommerce's name: ours}, "shipping": {…}}."""
    maps: dict[str, dict[str, str | None]] = {"payment": {}, "shipping": {}}
    for kind, bigcommerce_name, backoffice_name in connection.execute(sql("orders/select_name_maps"), {"store": store}):
        maps[kind][bigcommerce_name] = backoffice_name
    return maps


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
        {"order_id": order_id, "shipping_service": services.get(address.bigcommerce_order_address_id)} | vars(address)
        for order_id, item, order in details
        for services in [item.receipt.shipping_services or {}]
        for address in order.addresses
    ]
    lines = [{"order_id": order_id} | vars(line) for order_id, _, order in details for line in order.lines]
    payments = [
        {"order_id": order_id, "currency": order.currency}
        | vars(payment)
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
            "is_cancelled": order.bigcommerce_status_id in CANCELLED_STATUSES,
            "needs_attention": item.receipt.needs_attention,
        }
    )


@dataclass(frozen=True)
class Completion:
    """How many waiting orders a look at them changed, and how many of those it let go."""

    changed: int
    released: int


def complete_waiting_orders(connection: psycopg.Connection, store: str, person: str | None = None) -> Completion:
    """Fill in the names mapped since, close what that answers, release what has nothing open. person: who mapped them
    just now."""
    parameters = {"store": store, "person": person}
    changed = {row[0] for row in connection.execute(sql("orders/fill_payment_methods"), parameters)}
    changed |= {row[0] for row in connection.execute(sql("orders/fill_shipping_services"), parameters)}
    changed |= {row[0] for row in connection.execute(sql("orders/close_order_problems"), parameters)}
    released = release_orders(connection, store)
    return Completion(len(changed | released), len(released))


def release_orders(connection: psycopg.Connection, store: str, order_ids: Collection[int] | None = None) -> set[int]:
    """Those of these (BigCommerce's ids, None: all) that have nothing left open leave On Hold; ours."""
    parameters = {"store": store, "order_ids": None if order_ids is None else list(order_ids)}
    return {row[0] for row in connection.execute(sql("orders/release_orders"), parameters)}
