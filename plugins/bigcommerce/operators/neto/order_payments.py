"""Tells Neto which money has arrived: each payment once, looked for before it is sent."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence

from bigcommerce.db.neto import payments as db
from bigcommerce.db.neto.payments import PendingPayment
from bigcommerce.db.neto.pushes import in_batches
from bigcommerce.domain.neto.payments import PaymentToPush, is_paid
from bigcommerce.domain.neto.texts import JSON
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import Invalid, Rejected, Unreachable
from bigcommerce.operators.neto.pushing import TRIES, Pushing, words_of

log = logging.getLogger(__name__)

ORDERS_A_BATCH = 100


def push_payments(pushing: Pushing) -> None:
    def read(after: int) -> list[PendingPayment]:
        return db.read_payments(pushing.connection, pushing.scope, after, ORDERS_A_BATCH)

    for batch in in_batches(read, key=lambda row: row.order_id):
        pushing.let_settle(row.state for row in batch)
        push_batch(pushing, batch)


def push_batch(pushing: Pushing, batch: Sequence[PendingPayment]) -> None:
    due, settled = [], []
    for row in batch:
        if row.payment is None:
            # Given back before it was paid here; nothing of it is begun any more.
            settled += [row.order_id] if row.state == "intended" else []
        elif row.refused_as != row.payment.fingerprint:
            due.append((row, row.payment))
    found = look_up(pushing, [payment for _, payment in due])
    left = []
    for row, payment in due:
        try:
            if is_paid(payment, found[payment.neto_order_id]):
                accept(pushing, row)
            elif row.is_cancelled:
                settled.append(row.order_id)
            else:
                left.append((row, payment))
        except Invalid as error:
            refuse(pushing, row, f"its payments at Neto cannot be read: {error}", None)
    with pushing.connection.transaction():
        if settled:
            db.set_payment_state(pushing.connection, settled, "none")
        if left:
            db.set_payment_state(pushing.connection, [row.order_id for row, _ in left], "intended")
    for row, payment in left:
        send(pushing, row, payment)


def send(pushing: Pushing, row: PendingPayment, payment: PaymentToPush) -> None:
    try:
        create(pushing, payment)
        accept(pushing, row)
    except Rejected as error:
        refuse(pushing, row, f"Neto refused its payment: {words_of(error)}", payment.fingerprint)
    except Unreachable as error:
        pushing.fail(f"payment of order {row.bigcommerce_order_id}", error)


def create(pushing: Pushing, payment: PaymentToPush) -> None:
    """Raises Rejected, Unreachable."""

    def is_there() -> bool:
        return is_paid(payment, look_up(pushing, [payment])[payment.neto_order_id])

    for tries_left in reversed(range(TRIES)):
        try:
            pushing.client.add_payment(payment.body)
            return
        except Rejected:
            # A try that seemed lost may have come through late, and this one been refused as too much.
            if is_there():
                return
            raise
        except Unreachable as error:
            if not error.maybe_done:
                raise
            pushing.wait(f"payment of {payment.neto_order_id}", error)
            if is_there():
                return
            if not tries_left:
                raise


def look_up(pushing: Pushing, payments: Sequence[PaymentToPush]) -> dict[str, list[JSON]]:
    """{Neto's order id: its payments there}."""
    found: dict[str, list[JSON]] = defaultdict(list)
    if payments:
        for row in pushing.client.payments([payment.neto_order_id for payment in payments]):
            found[str(row.get("OrderID"))].append(row)
    return found


def accept(pushing: Pushing, row: PendingPayment) -> None:
    with pushing.connection.transaction():
        db.set_payment_state(pushing.connection, [row.order_id], "accepted")
        pushing.close(row.bigcommerce_order_id, "neto_rejected")
        pushing.count(row.order_id)


def refuse(pushing: Pushing, row: PendingPayment, reason: str, fingerprint: str | None) -> None:
    """fingerprint: None where nothing was sent."""
    message = (
        f"Order {row.bigcommerce_order_id} is at Neto as {row.neto_order_id}, but {reason}. Correct the cause there, "
        "for instance the name of the payment method, and close this problem; or enter the payment there by hand."
    )
    with pushing.connection.transaction():
        db.set_payment_state(pushing.connection, [row.order_id], "none", fingerprint)
        pushing.open(Problem(str(row.bigcommerce_order_id), "neto_rejected", message))
        pushing.run.refused += 1
        pushing.run.save(pushing.connection)
