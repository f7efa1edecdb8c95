"""Tells BigCommerce what was dispatched: consignments → shipments."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Mapping
from itertools import groupby
from typing import Any

import psycopg

from bigcommerce.connectors.answers import said
from bigcommerce.connectors.bigcommerce import ORDERS_A_RANGE, BigCommerceClient
from bigcommerce.db import tracking as db
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.locks import one_exporter
from bigcommerce.db.problems import open_problems, resolve_problems
from bigcommerce.db.stores import Store
from bigcommerce.db.tracking import Consignment, Export
from bigcommerce.domain import tracking as domain
from bigcommerce.domain.problems import Problem
from bigcommerce.domain.tracking import BLOCKING, NOTICES, Finding, OrderState, Shipment
from bigcommerce.domain.tracking_texts import differs, number_removed, read_texts
from bigcommerce.errors import Invalid, NotFound, Rejected, Unreachable
from bigcommerce.operators.batches import ABOUT_AN_ITEM
from bigcommerce.operators.lost_consignments import say_lost
from bigcommerce.operators.shipments import ShipmentMaker
from bigcommerce.operators.stores import StoreOperator

log = logging.getLogger(__name__)

JSON = dict[str, Any]

# So many orders in a row without an answer mean that the store is down.
FAILURES_IN_A_ROW = 3


class ExportShipments(StoreOperator):
    """Sends each consignment of a store once, and corrects what changed since.

    params: order_ids (BigCommerce's, null: all), dry_run. patience: seconds, see ShipmentMaker.
    """

    flow = "tracking"

    def __init__(self, *, patience: float = 5.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.patience = patience

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        order_ids = context["params"].get("order_ids") or None
        if not store.consignment_sync_enabled:
            waiting = db.count_waiting(connection, store.store_code)
            log.info("%s: consignments are switched off, %d wait", store.store_code, waiting)
            return
        for reason, (count, ids) in db.left_out(connection, store.store_code, order_ids).items():
            log.info("%s: %s", store.store_code, domain.LEFT_OUT[reason].format(count=count, ids=", ".join(ids)))
        client = self.client(store, run)
        maker = ShipmentMaker(connection, client, run, self.patience)
        if context["params"].get("dry_run"):
            ShipmentExport(connection, client, run, maker, is_dry_run=True).export(order_ids)
            say_lost(connection, run, order_ids, is_dry_run=True)
            return
        with one_exporter(connection, store.store_code):
            maker.clear_up(order_ids)
            say_lost(connection, run, order_ids, is_dry_run=False)
            ShipmentExport(connection, client, run, maker).export(order_ids)
            db.resolve_orphaned_problems(connection, store.store_code)


class ShipmentExport:
    """One store's export in one run: intent → call → accepted, each committed on its own."""

    def __init__(
        self,
        connection: psycopg.Connection,
        client: BigCommerceClient,
        run: SyncRun,
        maker: ShipmentMaker,
        *,
        is_dry_run: bool = False,
    ) -> None:
        self.connection, self.client, self.run, self.maker = connection, client, run, maker
        self.is_dry_run = is_dry_run
        # Consignments that a dry run would send or update.
        self.would_send = 0
        self.failures: list[Unreachable] = []
        self.failures_in_a_row = 0

    def export(self, order_ids: list[int] | None) -> None:
        """Everything there is to do, a range of order ids at a time. Raises Unreachable where some got no answer."""
        waiting = db.orders_to_look_at(self.connection, self.run.store, order_ids)
        for ids in domain.id_ranges(waiting, ORDERS_A_RANGE):
            # Read late, so that what was changed or cancelled while others were sent is known.
            if batch := db.read_consignments(self.connection, self.run.store, ids):
                self.export_batch(batch)
        if self.failures:
            raise self.failures[-1]

    def export_batch(self, batch: list[Consignment]) -> None:
        started, before, would_send = time.monotonic(), self.run.totals(), self.would_send
        states = self.read_states({row.order_id for row in batch if row.is_to_send})
        shipped = [key for key, state in states.items() if isinstance(state, OrderState) and state.is_shipped]
        ours = db.units_shipped(self.connection, self.run.store, shipped)
        for order_id, group in groupby(batch, key=lambda row: row.order_id):
            try:
                for row in sorted(group, key=sending_order):
                    self.export_consignment(row, states.get(order_id), ours.get(order_id, {}))
                self.failures_in_a_row = 0
            except Unreachable as error:
                # What is left of this order is unclear now; others may still go through.
                self.failures.append(error)
                self.failures_in_a_row += 1
                if self.failures_in_a_row >= FAILURES_IN_A_ROW:
                    raise
                log.warning("order %d: %s Left for the next try", order_id, error)
        self.run.save(self.connection)
        done = {name: value - before[name] for name, value in self.run.totals().items()}
        log.info(
            "orders %d–%d: %d %s, %d unchanged, %d refused in %.1f s",
            *(batch[0].order_id, batch[-1].order_id, done["written"] + self.would_send - would_send),
            "would be sent or updated" if self.is_dry_run else "sent or updated",
            *(done["unchanged"], done["refused"], time.monotonic() - started),
        )

    def read_states(self, order_ids: Collection[int]) -> dict[int, OrderState | Finding]:
        """Each order as BigCommerce has it now, or why nothing can be shipped of it."""
        ids = sorted(order_ids)
        listed = self.client.orders_between(ids[0], ids[-1]) if len(ids) > 1 else []
        payloads = {payload["id"]: payload for payload in listed}
        states: dict[int, OrderState | Finding] = {}
        for order_id in ids:
            # A list leaves archived orders out, so an absent one is asked for by name.
            payload = payloads.get(order_id) or self.client.order(order_id)
            try:
                products = self.client.order_products(order_id) if payload and domain.is_cut(payload) else None
                states[order_id] = domain.read_order_state(payload, products) if payload else domain.GONE
            except Invalid as error:
                states[order_id] = Finding("order_not_shippable", f"BigCommerce's order cannot be read: {error}.")
        return states

    def export_consignment(self, row: Consignment, state: OrderState | Finding | None, ours: Mapping[int, int]) -> None:
        """state: of the order, read where the consignment is to be sent. ours: see domain.why_not_shippable."""
        self.run.read += 1
        texts, findings = read_texts(row.value)
        is_written = row.consignment_id in self.maker.found
        if not row.accepted and not row.is_due:
            findings = []
        elif not blocks(findings):
            is_written = self.update(row, texts, findings, is_written) if row.accepted else is_written
            if row.is_to_send and state and not blocks(findings):
                self.send(row, state, ours, texts, findings, is_written)
                return
        self.conclude(row, findings, is_written)

    def update(self, row: Consignment, texts: JSON, findings: list[Finding], is_written: bool) -> bool:
        """Brings number, link and carrier of accepted shipments up to date; whether the consignment is counted."""
        old = row.accepted[0].consignment
        requests = [export.request for export in row.accepted]
        change = domain.changed_after_export(old, row.value, row.lines, requests) or number_removed(requests, texts)
        # The items stay as they were sent, and so does our memory of them.
        kept = {name: old[name] for name in ("order_id", "lines", "is_cancelled")} if change and old else {}
        # A person who closed this very finding wants it so.
        findings += [change] if change and not row.is_settled else []
        for export in row.accepted:
            wanted = {} if number_removed([export.request], texts) else texts
            is_different = differs(export.request, wanted)
            if self.is_dry_run:
                self.would_send += is_different and not is_written
                is_written = is_written or is_different
                log.info("would %s shipment %s", "update" if is_different else "keep", export.shipment_id)
            elif not is_different or self.put(export, wanted, findings):
                with self.connection.transaction():
                    key = (row.consignment_id, export.shipping_address_no)
                    facts = (export.order_id, export.request | wanted, row.value | kept, row.fingerprint)
                    db.update_shipment(self.connection, self.run.store, key, *facts)
                    self.run.written += is_different and not is_written
                    is_written = is_written or is_different
                    self.run.save(self.connection)
        return is_written

    def put(self, export: Export, texts: JSON, findings: list[Finding]) -> bool:
        """Whether BigCommerce took the texts; an absolute value, so nothing is lost by sending it twice."""
        address = {name: id_ for name, id_ in export.request.items() if name == "order_address_id" and id_}
        try:
            self.client.update_shipment(export.order_id, export.shipment_id or 0, address | texts)
        except NotFound:
            findings.append(domain.DELETED)
            return False
        except Rejected as error:
            findings.append(rejected(error))
            return False
        return True

    def send(
        self,
        row: Consignment,
        state: OrderState | Finding,
        ours: Mapping[int, int],
        texts: JSON,
        findings: list[Finding],
        is_written: bool,
    ) -> None:
        """Sends what is not sent yet, and concludes. is_written: the consignment is counted already."""
        done = {export.shipping_address_no for export in row.accepted}
        shipments, refusals = domain.plan_for(row.asked, row.lines, state, ours, texts, done)
        if self.is_dry_run or refusals:
            for shipment in shipments:
                log.info("would send %s of order %d: %s", row.consignment_id, row.order_id, shipment.request)
                domain.take(state, shipment)
            self.would_send += bool(shipments) and not is_written
            self.conclude(row, findings + refusals, is_written or bool(shipments))
            return
        with self.connection.transaction():
            intended = db.insert_intents(self.connection, self.run.store, row, shipments)
        for shipment in shipments:
            shipment_id = self.create(row, shipment, intended, findings)
            with self.connection.transaction():
                key = (row.consignment_id, shipment.shipping_address_no)
                if shipment_id is None:
                    db.refuse_shipment(self.connection, self.run.store, key)
                else:
                    facts = (shipment_id, row.order_id, shipment.request)
                    db.accept_shipment(self.connection, self.run.store, key, *facts)
                    domain.take(state, shipment)
                    self.run.written += not is_written
                    is_written = True
                if shipment is shipments[-1]:
                    self.conclude(row, findings, is_written)
                self.run.save(self.connection)

    def create(
        self, row: Consignment, shipment: Shipment, intended: Mapping[int, Any], findings: list[Finding]
    ) -> int | None:
        """The shipment's id; None where BigCommerce said no."""
        key = (row.consignment_id, shipment.shipping_address_no)
        try:
            return self.maker.create(row.order_id, key, shipment.request, intended[shipment.shipping_address_no])
        except Rejected as error:
            findings.append(rejected(error))
            return None

    def conclude(self, row: Consignment, findings: list[Finding], is_written: bool) -> None:
        """Leaves exactly these problems open for the consignment, and counts it."""
        if blocks(findings) and not row.accepted and not is_written:
            # What would be left out of it is of no use to know before it can be sent.
            findings = [finding for finding in findings if finding.code in BLOCKING]
        if not is_written:
            self.run.refused += blocks(findings)
            self.run.unchanged += not blocks(findings)
        if self.is_dry_run:
            for finding in findings:
                log.info("%s of order %d: %s", row.consignment_id, row.order_id, finding.message)
            return
        basis = row.basis | {"bigcommerce_order_id": row.order_id}
        problems = [
            Problem(row.consignment_id, f.code, f"Order {row.order_id}: {f.message}", f.details | basis)
            for f in findings
        ]
        gone = {*BLOCKING, *NOTICES} - {finding.code for finding in findings}
        place = (self.connection, self.run.store, self.run.flow)
        with self.connection.transaction():
            open_problems(*place, self.run.dag_run_id, problems)
            resolve_problems(*place, [row.consignment_id], gone)


def sending_order(row: Consignment) -> tuple[bool, bool, Any, str]:
    """Consignments that name their lines first, so that "all that is still unshipped" is what remains after them."""
    return row.asked is None, row.dispatched_at is None, row.dispatched_at or 0, row.consignment_id


def blocks(findings: list[Finding]) -> bool:
    return any(finding.code in BLOCKING for finding in findings)


def rejected(error: Rejected) -> Finding:
    """Raises the error itself where it is about the request and not about this consignment."""
    if error.status not in ABOUT_AN_ITEM:
        raise error
    words = said(error.body).rstrip(". ")
    message = (
        f"BigCommerce refused the shipment: {words}. It is sent again when its lines, number or carrier change, or "
        "when this problem is closed."
    )
    return Finding("rejected_by_bigcommerce", message, {"status": error.status})
