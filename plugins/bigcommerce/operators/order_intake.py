"""One page of orders: read, decided, landed, compared and received in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import psycopg

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.order_changes import ReceivedState, find_order_states, record_changes
from bigcommerce.db.order_receipts import find_settled_skus, find_unknown_skus, receive_orders, release_orders
from bigcommerce.db.order_walks import OrderWalk, save_walk
from bigcommerce.db.orders import LandedOrder, Landing, ParkedPayload, find_landed, land_orders, lock_intake
from bigcommerce.db.problems import open_problems, resolve_problems
from bigcommerce.db.tracking import units_shipped
from bigcommerce.domain.money import amount
from bigcommerce.domain.order_changes import Change, list_changes, state_of, statuses_explained
from bigcommerce.domain.orders import INCOMPLETE, JSON, Order, order_id_of, read_order, status_id_of
from bigcommerce.domain.payloads import Payload, read_payload
from bigcommerce.domain.payments import refunded_amount
from bigcommerce.domain.receipts import OrderRules, Receipt, decide_receipt, order_was_missing
from bigcommerce.domain.windows import Window
from bigcommerce.errors import Invalid
from bigcommerce.operators.order_readings import OrderReader

log = logging.getLogger(__name__)

# What a reading of an order says anew; what it does not say again is gone.
CODES_OF_A_READING = (
    *("invalid_order", "unmapped_payment_method", "unmapped_shipping_method"),
    *("order_not_received", "sku_not_in_back_office"),
)
# As the ledger of walks counts them.
OUTCOMES = {"received": "received", "parked": "parked", "invalid": "refused", "not_synced": "only_landed"}


class OrderIntake:
    """Takes orders in, page by page, for one store in one run.

    proven: what earlier walks have passed completely; an order of it that is not there was lost. None: not asked.
    """

    def __init__(
        self,
        connection: psycopg.Connection,
        client: BigCommerceClient,
        run: SyncRun,
        rules: OrderRules,
        proven: Window | None = None,
    ) -> None:
        self.connection = connection
        self.client = client
        self.run = run
        self.rules = rules
        self.proven = proven
        self.reader = OrderReader(client)

    def take_page(self, payloads: Iterable[JSON], walk: OrderWalk) -> None:
        """payloads: orders of getOrders. Incomplete and deleted ones are none; unchanged ones cost no row."""
        orders = [(order_id_of(payload), read_payload(payload)) for payload in payloads if is_an_order(payload)]
        landed = find_landed(self.connection, self.run.store, [order_id for order_id, _ in orders])
        changed = []
        for order_id, payload in orders:
            add_to_totals(walk, payload.document)
            if self.is_to_take(payload, landed.get(order_id)):
                changed.append(payload)
            else:
                walk.see(order_id, "unchanged")
        self.run.read += len(orders)
        self.run.unchanged += len(orders) - len(changed)
        self.take([self.reader.read(payload) for payload in changed], walk)

    def is_to_take(self, payload: Payload, known: LandedOrder | None) -> bool:
        """New, changed, or landed without being received and now to be received: the store's settings have changed,
        somebody asks for it, or its rows were deleted."""
        if known is None or not known.has_payload or known.payload_hash != payload.fingerprint:
            return True
        if known.is_received or (known.outcome == "invalid" and not self.rules.asked_for):
            return False
        try:
            outcome = decide_receipt(read_order(payload.document), self.rules, False, ()).outcome
        except Invalid:
            return False
        return outcome == "received" or (outcome, known.outcome) == ("parked", "not_synced")

    def take_parked(self, payloads: Iterable[ParkedPayload]) -> None:
        """Parked orders that may be received by now; the others cost no row."""
        readings = [
            self.reader.read(replace(read_payload(parked.payload), fingerprint=parked.payload_hash))
            for parked in payloads
        ]
        landed = self.find_landed(readings)
        outcomes = {item.bigcommerce_order_id: item.outcome for item in self.decide(readings, landed)}
        if due := [item for item in readings if outcomes[item.bigcommerce_order_id] != "parked"]:
            self.take(due)

    def take(self, readings: Sequence[Landing], walk: OrderWalk | None = None) -> None:
        """Decide and write these, in one transaction."""
        readings = self.reader.with_payments(readings, self.find_landed(readings))
        with self.connection.transaction():
            lock_intake(self.connection, self.run.store)
            landed = self.find_landed(readings)
            # A run that overlaps this one may have read a later state of an order meanwhile.
            current = [item for item in readings if not is_outdated(item, landed.get(item.bigcommerce_order_id))]
            landings = self.decide(current, landed)
            if landings:
                changes = self.changes(landings)
                land_orders(self.connection, self.run.store, landings)
                receive_orders(self.connection, self.run.store, landings)
                record_changes(self.connection, changes)
                self.say_problems(landings, landed)
                release_orders(self.connection, self.run.store, [item.bigcommerce_order_id for item in landings])
            self.count(landings, len(readings) - len(landings))
            if walk:
                self.keep(walk, readings, landings, landed)
            self.run.save(self.connection)

    def find_landed(self, readings: Sequence[Landing]) -> dict[int, LandedOrder]:
        return find_landed(self.connection, self.run.store, [item.bigcommerce_order_id for item in readings])

    def decide(self, readings: Sequence[Landing], landed: Mapping[int, LandedOrder]) -> list[Landing]:
        skus = {line.sku for item in readings if item.order for line in item.order.lines if line.sku}
        unknown = find_unknown_skus(self.connection, skus)
        order_ids = [item.bigcommerce_order_id for item in readings] if unknown else []
        settled = find_settled_skus(self.connection, self.run.store, order_ids)
        return [
            item
            if item.order is None or item.outcome == "invalid"
            else replace(
                item,
                receipt=self.receipt(item.order, landed, unknown - settled.get(item.bigcommerce_order_id, set())),
            )
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

    def changes(self, landings: Sequence[Landing]) -> dict[int, list[Change]]:
        """{our order id: what BigCommerce changed since it was received}."""
        received = {item.bigcommerce_order_id: item for item in landings if item.order and item.outcome == "received"}
        before = find_order_states(self.connection, self.run.store, received)
        shipped = units_shipped(self.connection, self.run.store, before)
        return {
            state.order_id: changes_of(received[order_id], state, shipped.get(order_id, {}))
            for order_id, state in before.items()
        }

    def say_problems(self, landings: Sequence[Landing], landed: Mapping[int, LandedOrder]) -> None:
        problems = [problem for item in landings for problem in item.receipt.problems]
        said = {(problem.item_key, problem.code) for problem in problems}
        for code in CODES_OF_A_READING:
            gone = [key for item in landings if (key := str(item.bigcommerce_order_id), code) not in said]
            resolve_problems(self.connection, self.run.store, "orders", gone, [code])
        problems += [
            order_was_missing(item.order, item.outcome)
            for item in landings
            if item.order and self.is_missing(item.order, landed.get(item.bigcommerce_order_id))
        ]
        open_problems(self.connection, self.run.store, "orders", self.run.dag_run_id, problems)

    def is_missing(self, order: Order, known: LandedOrder | None) -> bool:
        """An earlier complete walk has passed it, so its payload should be here, and its rows where it was received."""
        if self.proven is None or not self.proven.holds(order.modified_at):
            return False
        return known is None or not known.has_payload or (known.outcome == "received" and not known.is_received)

    def count(self, landings: Collection[Landing], outdated: int) -> None:
        received = sum(item.outcome == "received" for item in landings)
        refused = sum(item.outcome in ("parked", "invalid") for item in landings)
        self.run.written += received
        self.run.refused += refused
        self.run.unchanged += outdated
        log.info(
            "received or updated %d, held %d, only landed %d", received, refused, len(landings) - received - refused
        )

    def keep(
        self,
        walk: OrderWalk,
        readings: Sequence[Landing],
        landings: Sequence[Landing],
        landed: Mapping[int, LandedOrder],
    ) -> None:
        outcomes = {item.bigcommerce_order_id: OUTCOMES[item.outcome] for item in landings}
        for item in readings:
            walk.see(item.bigcommerce_order_id, outcomes.get(item.bigcommerce_order_id, "unchanged"))
            if item.order and self.is_missing(item.order, landed.get(item.bigcommerce_order_id)):
                walk.counts["missing"] += 1
        save_walk(self.connection, walk)


def is_an_order(payload: JSON) -> bool:
    return status_id_of(payload) != INCOMPLETE and payload.get("is_deleted") not in (True, "true")


def is_outdated(item: Landing, known: LandedOrder | None) -> bool:
    if item.order is None or known is None or known.modified_at is None:
        return False
    return item.order.modified_at < known.modified_at


def changes_of(item: Landing, before: ReceivedState, shipped: Mapping[int, int]) -> list[Change]:
    assert item.order
    after = state_of(item.order, refunded_amount(item.payments))
    return list_changes(before, after, statuses_explained(item.order, shipped))


def add_to_totals(walk: OrderWalk, payload: JSON) -> None:
    """What cannot be read is counted as seen, and said as a problem elsewhere."""
    try:
        total = amount(payload.get("total_inc_tax"), "total_inc_tax")
    except Invalid:
        return
    walk.add(str(payload.get("default_currency_code") or "?")[:3], total)
