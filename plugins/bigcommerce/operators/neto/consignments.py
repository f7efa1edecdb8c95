"""Brings down what Neto dispatched: its orders → our consignments."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import psycopg

from bigcommerce.connectors.neto import IDS_A_REQUEST, NetoClient, Page
from bigcommerce.connectors.rows import chunks
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.locks import one_neto_run
from bigcommerce.db.neto import consignments as db
from bigcommerce.db.neto.settings import NetoSettings
from bigcommerce.db.problems import open_problems
from bigcommerce.domain.neto.consignments import Consignment, assign
from bigcommerce.domain.neto.dispatches import (
    STATUSES,
    Dispatch,
    Sorter,
    names_of,
    read_dispatch,
    references_of,
    unmatched,
    unreadable,
)
from bigcommerce.domain.neto.orders import CHANNEL, SYSTEM, neto_order_id
from bigcommerce.domain.neto.texts import JSON
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import Invalid
from bigcommerce.operators.neto.base import NetoOperator

log = logging.getLogger(__name__)

# Neto's lists lag behind its clock, and nobody documents by how much. The first time, a zone could be in between too.
OVERLAP, FIRST_OVERLAP = timedelta(minutes=15), timedelta(hours=24)
LINE_FIELDS = (
    *("Quantity", "QuantityShipped", "ShippingTracking", "ShippingTrackingUrl", "ShippingServiceName"),
    *("ShippingMethod", "ShippingCarrierName", "ExternalSystemIdentifier", "ExternalOrderReference"),
    "ExternalOrderLineReference",
)
SELECTORS = [
    *("OrderID", "OrderStatus", "RelatedOrderID", "DateCompletedUTC", "OrderLine"),
    *(f"OrderLine.{name}" for name in LINE_FIELDS),
]


class ImportConsignments(NetoOperator):
    """Dispatched orders of Neto's → consignments and their lines.

    By update date from the watermark on, overlapping; params: order_ids (BigCommerce's): exactly those.
    """

    def sync(
        self, connection: psycopg.Connection, settings: NetoSettings, run: SyncRun, context: Mapping[str, Any]
    ) -> None:
        order_ids = context["params"].get("order_ids") or None
        with one_neto_run(connection, "consignment import"):
            work = ConsignmentImport(connection, self.client(connection, settings, run), settings, run)
            if order_ids:
                work.take_orders(sorted(set(order_ids)))
            else:
                work.take_disputed()
                work.take_updated()
        # Nothing new: the export need not look.
        if not run.written:
            self.outlets = []


class ConsignmentImport:
    def __init__(
        self, connection: psycopg.Connection, client: NetoClient, settings: NetoSettings, run: SyncRun
    ) -> None:
        self.connection, self.client, self.settings, self.run = connection, client, settings, run

    def take_updated(self) -> None:
        """The watermark moves once everything before it is committed; by Neto's own clock, from when the walk began."""
        read_until, first_received = db.read_window(self.connection, self.settings.store_code)
        if first_received is None:
            log.info("no order of store %s was received yet, so none was dispatched", self.settings.store_code)
            return
        start = read_until - OVERLAP if read_until else first_received - FIRST_OVERLAP
        filter = {
            "SalesChannel": [self.settings.sales_channel[:CHANNEL]],
            "DateUpdatedFrom": f"{start:%Y-%m-%d %H:%M:%S}",
        }
        began = None
        for page in self.pages(filter):
            began = began or page.now
            self.take(page.rows)
        self.run.window_from, self.run.window_to = start, began
        if began:
            with self.connection.transaction():
                db.move_watermark(self.connection, self.settings.store_code, began)

    def take_disputed(self) -> None:
        """What could not be read or placed may be by now, though Neto has not touched it since."""
        for names in chunks(db.disputed_dispatches(self.connection, self.settings.store_code), IDS_A_REQUEST):
            for page in self.pages({"OrderID": list(names)}):
                self.take(page.rows)

    def take_orders(self, order_ids: Sequence[int]) -> None:
        """By their own number at Neto, and by what other orders' lines refer to: the filter takes one at a time."""
        prefix, store = self.settings.order_id_prefix, self.settings.store_code
        names = [neto_order_id(prefix, order_id) for order_id in order_ids]
        names = list(dict.fromkeys([*names, *db.names_of_orders(self.connection, store, order_ids)]))
        for some in chunks(names, IDS_A_REQUEST):
            for page in self.pages({"OrderID": list(some)}):
                self.take(page.rows)
        for order_id in order_ids:
            filter = {"ExternalSystemIdentifier": [SYSTEM], "ExternalOrderReference": str(order_id)}
            for page in self.pages(filter):
                self.take([row for row in page.rows if row["OrderID"] not in names])

    def pages(self, filter: JSON) -> Iterable[Page]:
        return self.client.orders(filter | {"OrderStatus": list(STATUSES)}, SELECTORS)

    def take(self, rows: Sequence[JSON]) -> None:
        """One page of Neto's orders, in one transaction with what stands against them."""
        problems: dict[str, list[Problem]] = {}
        dispatches: list[Dispatch] = []
        for row in rows:
            try:
                dispatches.append(read_dispatch(row))
            except Invalid as error:
                problems[row["OrderID"]] = [unreadable(row, error)]
        names = [dispatch.neto_order_id for dispatch in dispatches]
        with self.connection.transaction():
            ours = self.find_orders(dispatches)
            before = db.find_consignments(self.connection, names)
            changed: list[Consignment] = []
            for dispatch in dispatches:
                sorter = Sorter(dispatch, ours.by_id, ours.by_name, self.settings.order_id_prefix)
                known = before.get(dispatch.neto_order_id, [])
                now = assign(dispatch.neto_order_id, known, sorter.parcels())
                changed += [row for row in now if row not in known]
                if sorter.unmatched:
                    problems[dispatch.neto_order_id] = unmatched(dispatch, sorter.unmatched)
            if changed:
                db.save_consignments(self.connection, changed)
            self.say([row["OrderID"] for row in rows], [problem for some in problems.values() for problem in some])
            touched = {row.neto_order_id for row in changed}
            self.run.read += len(rows)
            self.run.written += len(changed)
            self.run.refused += len(problems.keys() - touched)
            self.run.unchanged += len({row["OrderID"] for row in rows} - touched - problems.keys())
            self.run.save(self.connection)

    def find_orders(self, dispatches: Sequence[Dispatch]) -> db.OurOrders:
        ids: set[int] = set()
        names: set[str] = set()
        for dispatch in dispatches:
            ids |= references_of(dispatch, self.settings.order_id_prefix)
            names |= set(names_of(dispatch))
        return db.find_orders(self.connection, self.settings.store_code, ids, names)

    def say(self, names: Sequence[str], problems: Sequence[Problem]) -> None:
        """Leaves exactly these problems open for these orders of Neto's."""
        open_problems(self.connection, self.run.store, self.run.flow, self.run.dag_run_id, problems)
        db.close_dispatch_problems(self.connection, self.run.store, names, problems)
