"""Tells Neto the orders that were received: each once, whatever happens in between."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import psycopg

from bigcommerce.connectors.neto import IDS_A_REQUEST
from bigcommerce.connectors.rows import chunks
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.locks import one_neto_run
from bigcommerce.db.neto import pushes as db
from bigcommerce.db.neto.pushes import Push, Scope
from bigcommerce.db.neto.settings import NetoSettings
from bigcommerce.domain.neto import orders as domain
from bigcommerce.domain.neto.orders import REFERENCES, OrderToPush
from bigcommerce.domain.neto.texts import JSON
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import Rejected, Unreachable
from bigcommerce.operators.neto.base import NetoOperator
from bigcommerce.operators.neto.order_notes import push_notes
from bigcommerce.operators.neto.order_payments import push_payments
from bigcommerce.operators.neto.order_standings import compare_totals, release_held
from bigcommerce.operators.neto.pushing import TRIES, Pushing, words_of

log = logging.getLogger(__name__)

ORDERS_A_BATCH = 50
WHOSE = ["OrderStatus", "Email", "OrderLine", *(f"OrderLine.{name}" for name in REFERENCES)]


class PushOrders(NetoOperator):
    """Received orders → Neto's orders, their payments and the notes about what changed since.

    params: order_ids (BigCommerce's, null: all that are due). patience: seconds, see Pushing.
    """

    def __init__(self, *, patience: float = 5.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.patience = patience

    def sync(
        self, connection: psycopg.Connection, settings: NetoSettings, run: SyncRun, context: Mapping[str, Any]
    ) -> None:
        scope = Scope(settings.store_code, context["params"].get("order_ids") or None)
        pushing = Pushing(connection, self.client(connection, settings, run), settings, run, scope, self.patience)
        with one_neto_run(connection, "order push"):
            OrderPush(pushing).push()
            compare_totals(pushing)
            release_held(pushing)
            push_payments(pushing)
            push_notes(pushing)
            db.close_moot_problems(connection, settings.store_code)
        if pushing.failures:
            raise pushing.failures[-1]


class OrderPush:
    """Intent → call → accepted, each committed on its own; before that, whether Neto has the order already."""

    def __init__(self, pushing: Pushing) -> None:
        self.pushing, self.connection, self.run = pushing, pushing.connection, pushing.run
        self.client, self.prefix = pushing.client, pushing.settings.order_id_prefix
        # {SKU: does Neto have it}, as asked in this run.
        self.skus: dict[str, bool] = {}
        # Our orders whose number another order has at Neto.
        self.taken: set[int] = set()
        self.ahead = 0.0

    def push(self) -> None:
        def read(after: int) -> list[Push]:
            return db.read_pushes(self.connection, self.pushing.scope, after, ORDERS_A_BATCH)

        for batch in db.in_batches(read, key=lambda push: push.order.order_id):
            self.push_batch(batch)

    def push_batch(self, batch: Sequence[Push]) -> None:
        self.run.read += len(batch)
        self.pushing.let_settle(push.state or "" for push in batch)
        waiting = [push for push in batch if push.refused_as is None or push.refused_as != self.fingerprint(push.order)]
        self.run.refused += len(batch) - len(waiting)
        left = self.take_found(waiting, self.look_up([push.order for push in waiting]))
        left = self.drop_cancelled(left)
        left = self.drop_impossible(left)
        left = self.take_found(left, self.look_up_references([push.order for push in left]))
        left = self.drop_taken(left)
        with self.connection.transaction():
            due = db.insert_intents(self.connection, {push.order.order_id: self.name(push.order) for push in left})
            self.run.save(self.connection)
        for push in left:
            if push.order.order_id in due:
                self.send(push.order)

    # --- what Neto has already ----------------------------------------------------------------------------------
    def look_up(self, orders: Sequence[OrderToPush]) -> dict[int, str]:
        """{our order: Neto's order id} of those that are there under the number that we would give them."""
        there: dict[str, JSON] = {}
        for some in chunks([self.name(order) for order in orders], IDS_A_REQUEST):
            for page in self.client.orders({"OrderID": list(some)}, WHOSE):
                self.ahead = (page.now - db.now(self.connection)).total_seconds()
                there |= {row["OrderID"]: row for row in page.rows}
        named = [order for order in orders if self.name(order) in there]
        ours = [order for order in named if domain.is_ours(there[self.name(order)], order, self.prefix)]
        self.taken |= {order.order_id for order in named if order not in ours}
        return {order.order_id: self.name(order) for order in ours}

    def look_up_references(self, orders: Iterable[OrderToPush]) -> dict[int, str]:
        """The same under whatever number, by what their lines refer to. The filter takes one reference at a time."""
        found = {}
        for order in orders:
            filter = {"ExternalSystemIdentifier": [domain.SYSTEM], "ExternalOrderReference": order.key}
            rows = (row for page in self.client.orders(filter, WHOSE) for row in page.rows)
            ours = (row for row in rows if domain.is_ours(row, order, self.prefix))
            if row := next(ours, None):
                found[order.order_id] = row["OrderID"]
        return found

    def take_found(self, batch: Sequence[Push], found: Mapping[int, str]) -> list[Push]:
        """Those that are not there are left."""
        for push in batch:
            if name := found.get(push.order.order_id):
                log.info("order %s is at Neto already: %s", push.order.key, name)
                self.accept(push.order, name)
        return [push for push in batch if push.order.order_id not in found]

    # --- what is not sent ---------------------------------------------------------------------------------------
    def drop_cancelled(self, batch: Sequence[Push]) -> list[Push]:
        for push in batch:
            if push.is_cancelled:
                db.refuse_push(self.connection, push.order.order_id, self.name(push.order), None)
        return [push for push in batch if not push.is_cancelled]

    def drop_impossible(self, batch: Sequence[Push]) -> list[Push]:
        """Says what Neto cannot hold; asks it for the SKUs that nobody has asked for yet."""
        skus = {sku for push in batch for sku in push.order.skus if len(sku) <= domain.SKU} - self.skus.keys()
        for some in chunks(sorted(skus), IDS_A_REQUEST):
            pages = self.client.items({"SKU": list(some)}, ["SKU"])
            there = {row["SKU"] for page in pages for row in page.rows}
            self.skus |= dict.fromkeys(there, True) | dict.fromkeys(set(some) - there, False)
        known = {sku for sku, is_there in self.skus.items() if is_there}
        possible = []
        for push in batch:
            if problem := domain.why_not(push.order, self.prefix, known):
                self.refuse(push.order, problem, None)
            else:
                possible.append(push)
        return possible

    def drop_taken(self, batch: Sequence[Push]) -> list[Push]:
        for push in batch:
            if push.order.order_id in self.taken:
                self.refuse(push.order, domain.taken(push.order, self.prefix), None)
        return [push for push in batch if push.order.order_id not in self.taken]

    # --- sending ------------------------------------------------------------------------------------------------
    def send(self, order: OrderToPush) -> None:
        body = domain.order_body(order, self.prefix, self.pushing.settings.sales_channel)
        try:
            self.accept(order, self.create(order, body))
        except Rejected as error:
            said = (
                f"Neto refused it: {words_of(error)}. Correct the cause there or here; it is sent again when the order "
                "changes, or when this problem is closed"
            )
            self.refuse(order, domain.refused(order, said), domain.fingerprint(body))
        except Unreachable as error:
            self.pushing.fail(f"order {order.key}", error)

    def create(self, order: OrderToPush, body: JSON) -> str:
        """Neto's order id. Raises Rejected, Unreachable."""
        for tries_left in reversed(range(TRIES)):
            try:
                return self.client.add_order(body)
            except Rejected:
                # A try that seemed lost may have come through late, and this one been refused as its double.
                if found := self.look_up([order]):
                    return found[order.order_id]
                raise
            except Unreachable as error:
                if not error.maybe_done:
                    raise
                self.pushing.wait(f"order {order.key}", error)
                if found := self.look_up([order]):
                    return found[order.order_id]
                if not tries_left:
                    raise
        raise AssertionError

    def accept(self, order: OrderToPush, name: str) -> None:
        with self.connection.transaction():
            db.accept_push(self.connection, order.order_id, name, bool(order.hold), self.ahead)
            self.pushing.close(order.bigcommerce_order_id, "neto_rejected", "neto_unknown_sku")
            self.pushing.count(order.order_id)

    def refuse(self, order: OrderToPush, problem: Problem, fingerprint: str | None) -> None:
        with self.connection.transaction():
            db.refuse_push(self.connection, order.order_id, self.name(order), fingerprint)
            self.pushing.open(problem)
            self.pushing.close(order.bigcommerce_order_id, *({"neto_rejected", "neto_unknown_sku"} - {problem.code}))
            self.run.refused += 1
            self.run.save(self.connection)

    def name(self, order: OrderToPush) -> str:
        return domain.neto_order_id(self.prefix, order.bigcommerce_order_id)

    def fingerprint(self, order: OrderToPush) -> str:
        return domain.fingerprint(domain.order_body(order, self.prefix, self.pushing.settings.sales_channel))
