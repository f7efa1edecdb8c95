"""One listed order → what it means: in full where the list cut it off, with its refunds and transactions."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.orders import LandedOrder, Landing
from bigcommerce.domain.fields import whole
from bigcommerce.domain.order_totals import tie_out
from bigcommerce.domain.orders import BIGINT, JSON, Order, is_cut, order_id_of, read_order
from bigcommerce.domain.payloads import Payload
from bigcommerce.domain.payments import list_payments, may_have_refunds, needs_transactions, payment_state
from bigcommerce.domain.problems import Problem
from bigcommerce.domain.receipts import Receipt
from bigcommerce.errors import Invalid, NotAuthorised, NotFound

log = logging.getLogger(__name__)


class OrderReader:
    """Reads orders of one store in one run, and asks for no more than the list left out."""

    def __init__(self, client: BigCommerceClient) -> None:
        self.client = client
        self.may_read_transactions = True

    def read(self, payload: Payload) -> Landing:
        """The order, or the problem with it. payload: one of getOrders."""
        order_id = order_id_of(payload.document)
        try:
            order = read_order(payload.document)
            off = tie_out(order)
            if (off or is_cut(payload.document)) and not isinstance(payload.document.get("products"), list):
                payload = payload.with_products(self.client.order_products(order_id))
                order = read_order(payload.document)
                off = tie_out(order)
        except Invalid as error:
            return Landing(order_id, payload, None, invalid(cannot_be_read(order_id, error)))
        except NotFound:
            # Kept under no fingerprint of a real payload: should it come back, it is new.
            gone = replace(payload, fingerprint=f"vanished {payload.fingerprint}")
            return Landing(order_id, gone, None, invalid(vanished(order_id)))
        if off:
            return Landing(order_id, payload, order, invalid(does_not_tie(order_id, off)))
        return Landing(order_id, payload, order)

    def with_payments(self, readings: Sequence[Landing], landed: Mapping[int, LandedOrder]) -> list[Landing]:
        """Refunds: one request for all orders that may have some. Transactions: one for each order that needs them,
        unless they were read for this very state."""
        asked = [item.bigcommerce_order_id for item in readings if item.order and may_have_refunds(item.order)]
        refunds: dict[int, list[JSON]] = {}
        for refund in self.client.refunds(asked) if asked else ():
            refunds.setdefault(whole(refund.get("order_id"), "order_id", limit=BIGINT) or 0, []).append(refund)
        return [
            self.with_payment(item, item.order, refunds.get(item.bigcommerce_order_id, []), landed)
            if item.order
            else item
            for item in readings
        ]

    def with_payment(
        self, item: Landing, order: Order, refunds: Sequence[JSON], landed: Mapping[int, LandedOrder]
    ) -> Landing:
        known = landed.get(item.bigcommerce_order_id)
        try:
            state = payment_state(order, refunds)
            is_known = known is not None and known.is_received and known.payment_state == state
            asks = item.outcome != "invalid" and needs_transactions(order, refunds) and not is_known
            transactions = self.transactions(order.bigcommerce_order_id) if asks else ()
            return replace(item, payments=list_payments(order, refunds, transactions), payment_state=state)
        except Invalid as error:
            return replace(item, order=None, receipt=invalid(cannot_be_read(item.bigcommerce_order_id, error)))

    def transactions(self, order_id: int) -> list[JSON]:
        """They name the payments; without the scope the amounts are known all the same."""
        if not self.may_read_transactions:
            return []
        try:
            return self.client.transactions(order_id)
        except NotFound:
            return []
        except NotAuthorised as error:
            self.may_read_transactions = False
            log.warning("payments are received without the ids of their transactions: %s", error)
            return []


def invalid(problem: Problem) -> Receipt:
    return Receipt("invalid", (problem,))


def does_not_tie(order_id: int, off: dict[str, str]) -> Problem:
    parts = "; ".join(f"{part} is {said}" for part, said in off.items())
    return Problem(
        str(order_id),
        "invalid_order",
        f"Order {order_id} does not add up and was not received: {parts}. Compare it with BigCommerce's order page; "
        "it is read again when it changes there.",
        {"off": off},
    )


def cannot_be_read(order_id: int, error: Invalid) -> Problem:
    return Problem(
        str(order_id),
        "invalid_order",
        f"Order {order_id} could not be read and was not received: {error}. It is read again when it changes.",
        {"field": error.field, "value": error.value},
    )


def vanished(order_id: int) -> Problem:
    return Problem(
        str(order_id),
        "invalid_order",
        f"Order {order_id} vanished while it was read, so it was not received: BigCommerce lists it, but has no lines "
        "of it. If it was archived or deleted, close this problem; else run order ingest for this order number.",
    )
