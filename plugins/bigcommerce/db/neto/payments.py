"""Payments of accepted orders: neto.order_pushes.payment_state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.neto.pushes import Scope
from bigcommerce.db.queries import sql
from bigcommerce.domain.neto.payments import CAPTURED, PaymentRow, PaymentToPush, payment_of


@dataclass(frozen=True)
class PendingPayment:
    """payment: None where nothing is to be paid, because it was given back or the order is cancelled. state: intended
    where an earlier end is unclear. refused_as: the fingerprint of what Neto refused, while that problem is open."""

    order_id: int
    bigcommerce_order_id: int
    neto_order_id: str
    state: str
    is_cancelled: bool
    refused_as: str | None
    payment: PaymentToPush | None


def read_payments(connection: psycopg.Connection, scope: Scope, after: int, limit: int) -> list[PendingPayment]:
    arguments = scope.key | {"after": after, "limit": limit, "captured": list(CAPTURED)}
    with connection.cursor(row_factory=dict_row) as cursor:
        orders = cursor.execute(sql("neto/select_payments_to_push"), arguments).fetchall()
        rows: dict[int, list[PaymentRow]] = defaultdict(list)
        order_ids = {"order_ids": [order["order_id"] for order in orders]}
        for row in cursor.execute(sql("neto/select_order_payments"), order_ids):
            rows[row.pop("order_id")].append(PaymentRow(**row))
    return [
        PendingPayment(
            order["order_id"],
            order["bigcommerce_order_id"],
            order["neto_order_id"],
            order["payment_state"],
            order["is_cancelled"],
            order["payment_fingerprint"] if order["is_refused"] else None,
            payment_of(
                order["neto_order_id"], order["bigcommerce_order_id"], order["placed_at"], rows[order["order_id"]]
            ),
        )
        for order in orders
    ]


def set_payment_state(
    connection: psycopg.Connection, order_ids: Sequence[int], state: str, fingerprint: str | None = None
) -> None:
    """fingerprint: of the payment that Neto refused."""
    arguments = {"order_ids": list(order_ids), "payment_state": state, "fingerprint": fingerprint}
    connection.execute(sql("neto/set_payment_state"), arguments)
