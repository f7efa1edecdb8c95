"""How pushed orders stand at Neto: whether their total is the same, and whether they may leave On Hold."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from bigcommerce.db.neto import pushes as db
from bigcommerce.db.neto.pushes import AcceptedPush, HeldPush
from bigcommerce.domain.neto.notes import missing, release_note
from bigcommerce.domain.neto.order_amounts import TOLERANCE
from bigcommerce.domain.neto.orders import ON_HOLD, total_differs
from bigcommerce.domain.neto.texts import JSON
from bigcommerce.domain.neto.values import decimal_of
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import Invalid, Unreachable
from bigcommerce.operators.neto.pushing import TRIES, Pushing

log = logging.getLogger(__name__)

ORDERS_A_BATCH = 100
CANCELLED = "Cancelled"
STANDING = ["OrderStatus", "StickyNotes"]


def compare_totals(pushing: Pushing) -> None:
    """Once an order, and again while it differs."""

    def read(after: int) -> list[AcceptedPush]:
        return db.read_totals(pushing.connection, pushing.scope, after, ORDERS_A_BATCH)

    for batch in db.in_batches(read, key=lambda order: order.order_id):
        found = pushing.orders([order.neto_order_id for order in batch], ["GrandTotal"])
        with pushing.connection.transaction():
            for order in batch:
                if row := found.get(order.neto_order_id):
                    compare_total(pushing, order, row)


def compare_total(pushing: Pushing, order: AcceptedPush, row: JSON) -> None:
    number = order.bigcommerce_order_id
    try:
        total = decimal_of(row, "GrandTotal")
        if total is None:
            raise Invalid("GrandTotal is missing", field="GrandTotal")
    except Invalid as error:
        message = f"Order {number}: Neto's order {order.neto_order_id} cannot be read: {error}. Look at it there."
        pushing.open(Problem(str(number), "neto_unreadable_order", message, {"neto_order_id": order.neto_order_id}))
        return
    db.record_total(pushing.connection, order.order_id, total)
    pushing.close(number, "neto_unreadable_order")
    if order.total_inc_tax is not None and abs(total - order.total_inc_tax) > TOLERANCE:
        pushing.open(total_differs(number, order.total_inc_tax, total, order.currency))
    else:
        pushing.close(number, "neto_total_differs")


def release_held(pushing: Pushing) -> None:
    """An order that we put On Hold for want of names leaves it once it has them, where nobody moved it meanwhile."""

    def read(after: int) -> list[HeldPush]:
        return db.read_held(pushing.connection, pushing.scope, after, ORDERS_A_BATCH)

    for batch in db.in_batches(read, key=lambda order: order.order_id):
        release(pushing, batch, pushing.orders([order.neto_order_id for order in batch], STANDING))


def release(pushing: Pushing, batch: Sequence[HeldPush], found: dict[str, JSON]) -> None:
    for order in batch:
        row = found.get(order.neto_order_id)
        if row is None or row.get("OrderStatus") == CANCELLED:
            log.info("order %d stays held: Neto does not have it, or cancelled it", order.bigcommerce_order_id)
            continue
        try:
            problem = None if order.is_for_a_person else leave_hold(pushing, order, row)
        except Unreachable as error:
            pushing.fail(f"order {order.bigcommerce_order_id}", error)
            continue
        with pushing.connection.transaction():
            if problem:
                pushing.open(problem)
                continue
            db.release_pushes(pushing.connection, [order.order_id])
            pushing.close(order.bigcommerce_order_id, "neto_rejected")
            pushing.count(order.order_id)


def leave_hold(pushing: Pushing, order: HeldPush, row: JSON | None) -> Problem | None:
    """Why Neto would not. row: its order as it is there. Raises Unreachable."""
    for tries_left in reversed(range(TRIES)):
        if row is None or row.get("OrderStatus") != ON_HOLD:
            return None
        notes = missing([release_note(order.payment_method, order.shipping_services)], row["StickyNotes"])
        change: JSON = {"OrderID": order.neto_order_id, "OrderStatus": order.status}
        try:
            return change_order(pushing, order, change | ({"StickyNotes": {"StickyNote": notes}} if notes else {}))
        except Unreachable as error:
            if not error.maybe_done or not tries_left:
                raise
            pushing.wait(f"order {order.bigcommerce_order_id}", error)
            row = pushing.orders([order.neto_order_id], STANDING).get(order.neto_order_id)
    raise AssertionError


def change_order(pushing: Pushing, order: HeldPush, change: JSON) -> Problem | None:
    """Why Neto would not; None where it did."""
    answer = pushing.client.update_orders([change])
    if order.neto_order_id in answer.keys and not answer.errors:
        return None
    said = "; ".join([*answer.errors, *answer.warnings]).rstrip(". ") or "no reason given"
    message = (
        f"Order {order.bigcommerce_order_id} has its names now, but Neto would not let {order.neto_order_id} leave On "
        f"Hold: {said}. Release it there; the next run then adds its payment."
    )
    return Problem(str(order.bigcommerce_order_id), "neto_rejected", message)
