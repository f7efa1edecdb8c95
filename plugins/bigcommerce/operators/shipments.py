"""Creates shipments, each once: what a lost answer or a kill leaves unclear is looked up before it is repeated."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db import tracking as db
from bigcommerce.db.ledger import SyncRun
from bigcommerce.domain.shipments import Intent, match_shipments, request_behind
from bigcommerce.errors import NotFound, Unreachable

log = logging.getLogger(__name__)

JSON = dict[str, Any]
# consignment_id, shipping_address_no
Key = tuple[str, int]

# How often one shipment is tried and looked for before it is left to the next try of the task.
TRIES = 3


class ShipmentMaker:
    """patience: seconds to let a request that lost its answer come to its end before looking what became of it.

    found: consignments that `clear_up` found to be there, and counted.
    """

    def __init__(
        self, connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun, patience: float
    ) -> None:
        self.connection, self.client, self.run, self.patience = connection, client, run, patience
        self.found: set[str] = set()

    def create(self, order_id: int, key: Key, request: JSON, intended_at: datetime) -> int:
        """The id of the shipment, whose intent is committed. Raises Rejected, Unreachable."""
        for tries_left in reversed(range(TRIES)):
            try:
                return int(self.client.create_shipment(order_id, request)["id"])
            except (KeyError, TypeError, ValueError):
                lost = Unreachable(f"Order {order_id}: BigCommerce's answer names no shipment.", maybe_done=True)
            except Unreachable as error:
                if not error.maybe_done:
                    raise
                lost = error
            log.warning("order %d: %s Looking whether the shipment is there", order_id, lost)
            time.sleep(self.patience)
            if found := self.look_up(order_id, [(key, request, intended_at)]):
                return int(found[key]["id"])
            if not tries_left:
                raise lost
        raise AssertionError

    def clear_up(self, order_ids: list[int] | None) -> None:
        """Finds out what became of shipments that an earlier run began and did not end."""
        intents = db.read_intents(self.connection, self.run.store, order_ids)
        if intents:
            # The request of a task that was killed a moment ago may still be under way.
            time.sleep(max(0.0, self.patience - min(intent.age for intent in intents)))
        intents.sort(key=lambda intent: intent.order_id or 0)
        for order_id, group in groupby(intents, key=lambda intent: intent.order_id or 0):
            rows: dict[Key, db.PendingIntent] = {(row.consignment_id, row.shipping_address_no): row for row in group}
            asked = [(key, row.request, row.intended_at) for key, row in rows.items()]
            # Without an order of ours there is nothing to ask for, and nothing that could be sent again.
            found = self.look_up(order_id, asked) if order_id else {}
            with self.connection.transaction():
                for key in rows:
                    if key in found:
                        facts = (key, int(found[key]["id"]), order_id, request_behind(found[key]))
                        db.accept_shipment(self.connection, self.run.store, *facts, is_found=True)
                    else:
                        db.refuse_shipment(self.connection, self.run.store, key)
                fresh = {consignment_id for consignment_id, _ in found} - self.found
                self.found |= fresh
                self.run.written += len(fresh)
                self.run.save(self.connection)
            log.info("order %d: of %d unclear shipments %d are there", order_id, len(rows), len(found))

    def look_up(self, order_id: int, asked: Sequence[tuple[Key, JSON, datetime]]) -> dict[Key, JSON]:
        """{key: shipment} of what is there. asked: key, request and when it was intended, oldest first."""
        # Intents carry our database's time and shipments BigCommerce's: the two clocks need not agree.
        ahead = (self.client.time().date or datetime.now(UTC)) - db.now(self.connection)
        try:
            shipments = self.client.shipments(order_id)
        except NotFound:
            shipments = []
        taken = db.recorded_shipments(self.connection, self.run.store, order_id)
        intents = [Intent(key, request, intended_at + ahead) for key, request, intended_at in asked]
        return match_shipments(intents, shipments, taken)
