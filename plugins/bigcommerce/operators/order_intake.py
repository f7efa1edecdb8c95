"""One page of orders: read in full where needed, decided, landed and received in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import psycopg

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.orders import (
    LandedOrder,
    Landing,
    ParkedPayload,
    find_landed,
    find_unknown_skus,
    land_orders,
    lock_intake,
    receive_orders,
)
from bigcommerce.db.problems import open_problems, resolve_problems
from bigcommerce.domain.fields import storable
from bigcommerce.domain.order_totals import tie_out
from bigcommerce.domain.orders import (
    INCOMPLETE,
    JSON,
    Order,
    content_hash,
    is_cut,
    order_id_of,
    payload_hash,
    read_order,
    status_id_of,
)
from bigcommerce.domain.payments import list_payments, may_have_refunds
from bigcommerce.domain.problems import Problem
from bigcommerce.domain.receipts import OrderRules, Receipt, decide_receipt
from bigcommerce.errors import Invalid

log = logging.getLogger(__name__)

# What a reading of an order says anew; what it does not say again is gone.
CODES_OF_A_READING = (
    *("invalid_order", "unmapped_payment_method", "unmapped_shipping_method"),
    *("order_not_received", "sku_not_in_back_office"),
)


class OrderIntake:
    """Takes orders in, page by page, for one store in one run."""

    def __init__(
        self, connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun, rules: OrderRules
    ) -> None:
        self.connection = connection
        self.client = client
        self.run = run
        self.rules = rules

    def take_page(self, payloads: Iterable[JSON]) -> None:
        """payloads: orders of getOrders. Incomplete and deleted ones are none; unchanged ones cost no row."""
        orders = [storable(payload) for payload in payloads if is_an_order(payload)]
        changed = self.changed_since_last_time(orders)
        self.run.read += len(orders)
        self.run.unchanged += len(orders) - len(changed)
        self.take([self.read(payload) for payload in changed])

    def changed_since_last_time(self, payloads: Sequence[JSON]) -> list[JSON]:
        landed = find_landed(self.connection, self.run.store, [order_id_of(payload) for payload in payloads])
        return [payload for payload in payloads if self.is_to_take(payload, landed.get(order_id_of(payload)))]

    def is_to_take(self, payload: JSON, known: LandedOrder | None) -> bool:
        """New, changed, or landed without being received and now to be received: the store's settings have changed,
        somebody asks for it, or its rows were deleted."""
        if known is None:
            return True
        if not known.is_unchanged(payload_hash(payload), content_hash(payload), status_id_of(payload)):
            return True
        if known.is_received or known.outcome == "invalid":
            return False
        try:
            outcome = decide_receipt(read_order(payload), self.rules, False, ()).outcome
        except Invalid:
            return False
        return outcome == "received" or (outcome, known.outcome) == ("parked", "not_synced")

    def take_parked(self, payloads: Iterable[ParkedPayload]) -> None:
        """Parked orders that may be received by now; the others cost no row."""
        readings = [
            replace(self.read(parked.payload), payload_hash=parked.payload_hash, content_hash=parked.content_hash)
            for parked in payloads
        ]
        outcomes = {item.bigcommerce_order_id: item.outcome for item in self.decide(readings)}
        self.take([item for item in readings if outcomes[item.bigcommerce_order_id] != "parked"])

    def take(self, readings: Sequence[Landing]) -> None:
        """Decide and write these, in one transaction."""
        readings = self.with_payments(readings)
        with self.connection.transaction():
            if readings:
                lock_intake(self.connection, self.run.store)
                landings = self.decide(readings)
                land_orders(self.connection, self.run.store, landings)
                receive_orders(self.connection, self.run.store, landings)
                self.say_problems(landings)
                self.count(landings)
            self.run.save(self.connection)

    def read(self, payload: JSON) -> Landing:
        """The order, with its lines in full where the list cut them off, or the problem with it."""
        order_id, hashes = order_id_of(payload), (payload_hash(payload), content_hash(payload))
        order: Order | None = None
        problems: tuple[Problem, ...] = ()
        try:
            order = read_order(payload)
            if (is_cut(payload) or tie_out(order)) and not isinstance(payload.get("products"), list):
                payload = payload | {"products": storable(self.client.order_products(order_id))}
                order = read_order(payload)
            if off := tie_out(order):
                problems = (does_not_tie(order_id, off),)
        except Invalid as error:
            problems = (cannot_be_read(order_id, error),)
        return Landing(order_id, payload, *hashes, order, Receipt("invalid" if problems else "", problems))

    def with_payments(self, readings: Sequence[Landing]) -> list[Landing]:
        """One request for all orders that may have refunds."""
        asked = [item.bigcommerce_order_id for item in readings if item.order and may_have_refunds(item.order)]
        refunds: dict[int, list[JSON]] = {}
        for refund in self.client.refunds(asked) if asked else ():
            refunds.setdefault(int(refund["order_id"]), []).append(refund)
        return [
            replace(item, payments=list_payments(item.order, refunds.get(item.bigcommerce_order_id, ())))
            if item.order
            else item
            for item in readings
        ]

    def decide(self, readings: Sequence[Landing]) -> list[Landing]:
        landed = find_landed(self.connection, self.run.store, [item.bigcommerce_order_id for item in readings])
        skus = {line.sku for item in readings if item.order for line in item.order.lines if line.sku}
        unknown = find_unknown_skus(self.connection, skus)
        return [
            item
            if item.order is None or item.outcome == "invalid"
            else replace(item, receipt=self.receipt(item.order, landed, unknown))
            for item in readings
        ]

    def receipt(self, order: Order, landed: Mapping[int, LandedOrder], unknown: Collection[str]) -> Receipt:
        """Names that a received order has stay, whatever became of their map rows."""
        known = landed.get(order.bigcommerce_order_id)
        if known is None or not known.is_received:
            return decide_receipt(order, self.rules, False, unknown)
        rules = replace(
            self.rules,
            payment_names={**self.rules.payment_names, **(known.payment_names or {})},
            shipping_names={**self.rules.shipping_names, **(known.shipping_names or {})},
        )
        return decide_receipt(order, rules, True, unknown)

    def say_problems(self, landings: Sequence[Landing]) -> None:
        problems = [problem for item in landings for problem in item.receipt.problems]
        said = {(problem.item_key, problem.code) for problem in problems}
        for code in CODES_OF_A_READING:
            gone = [key for item in landings if (key := str(item.bigcommerce_order_id), code) not in said]
            resolve_problems(self.connection, self.run.store, "orders", gone, [code])
        open_problems(self.connection, self.run.store, "orders", self.run.dag_run_id, problems)

    def count(self, landings: Collection[Landing]) -> None:
        received = sum(item.outcome == "received" for item in landings)
        refused = sum(item.outcome in ("parked", "invalid") for item in landings)
        self.run.written += received
        self.run.refused += refused
        log.info(
            "received or updated %d, held %d, only landed %d", received, refused, len(landings) - received - refused
        )


def is_an_order(payload: JSON) -> bool:
    return status_id_of(payload) != INCOMPLETE and payload.get("is_deleted") not in (True, "true")


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
