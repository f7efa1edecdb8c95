"""Tells BigCommerce what was dispatched: consignments → shipments."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import PAGE, BigCommerceClient
from bigcommerce.db import tracking as db
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.problems import Problem, open_problems, resolve_problems
from bigcommerce.db.stores import Store
from bigcommerce.db.tracking import Consignment, Export
from bigcommerce.domain import tracking as domain
from bigcommerce.domain.tracking import Finding, Intent, OrderState, Shipment
from bigcommerce.errors import Invalid, NotFound, Rejected, Unreachable
from bigcommerce.operators.stores import StoreOperator

JSON = dict[str, Any]

# How often one shipment is tried and looked for in a run, and how many failures in a row mean that the store is down.
TRIES, FAILURES_IN_A_ROW = 3, 3


class ExportShipments(StoreOperator):
    """Sends each consignment of a store once, and corrects what changed since.

    params: order_ids (BigCommerce's, null: all), dry_run. patience: seconds to let a request that lost its answer come
    to its end before looking what became of it.
    """

    flow = "tracking"

    def __init__(self, *, patience: float = 5.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.patience = patience

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        order_ids = context["params"].get("order_ids") or None
        if not store.consignment_sync_enabled:
            waiting = db.count_waiting(connection, store.store_code)
            self.log.info("%s: consignments are switched off, %d wait", store.store_code, waiting)
            return
        client = self.client(store, run)
        if context["params"].get("dry_run"):
            ShipmentExport(connection, client, run, self.patience, is_dry_run=True).export(order_ids)
            return
        with db.only_exporter(connection, store.store_code):
            export = ShipmentExport(connection, client, run, self.patience)
            export.clear_up(order_ids)
            export.export(order_ids)
            db.resolve_orphaned_problems(connection, store.store_code)


class ShipmentExport:
    """One store's export in one run: intent → call → accepted, each committed on its own."""

    def __init__(
        self,
        connection: psycopg.Connection,
        client: BigCommerceClient,
        run: SyncRun,
        patience: float,
        *,
        is_dry_run: bool = False,
    ) -> None:
        self.connection, self.client, self.run, self.patience = connection, client, run, patience
        self.is_dry_run = is_dry_run
        self.log = logging.getLogger(__name__)
        self.failures: list[Unreachable] = []
        self.failures_in_a_row = 0

    # --- what became of it -------------------------------------------------------------------------------------
    def clear_up(self, order_ids: list[int] | None) -> None:
        """Finds out what became of shipments that an earlier run began and did not end."""
        intents = db.read_intents(self.connection, self.run.store, order_ids)
        if intents:
            # The request of a task that was killed a moment ago may still be under way.
            time.sleep(max(0.0, self.patience - min(intent.age for intent in intents)))
        intents.sort(key=lambda intent: intent.order_id or 0)
        for order_id, group in groupby(intents, key=lambda intent: intent.order_id):
            rows = {(intent.consignment_id, intent.shipping_address_no): intent for intent in group}
            asked = [(key, intent.request, intent.intended_at) for key, intent in rows.items()]
            found = self.look_up(order_id, asked) if order_id else {}
            with self.connection.transaction():
                for key, intent in rows.items():
                    if key in found:
                        shipment_id, address = found[key], (order_id or 0, intent.request)
                        db.accept_shipment(self.connection, self.run.store, key, shipment_id, *address, is_found=True)
                    else:
                        db.refuse_shipment(self.connection, self.run.store, key)
                self.run.written += len({consignment_id for consignment_id, _ in found})
                self.run.save(self.connection)
            self.log.info("order %s: of %d unclear shipments %d are there", order_id, len(rows), len(found))

    def look_up(
        self, order_id: int, asked: Sequence[tuple[tuple[str, int], JSON, datetime]]
    ) -> dict[tuple[str, int], int]:
        """{key: shipment id} of what is there. asked: key, request and when it was intended, oldest first."""
        # Intents carry our database's time and shipments BigCommerce's: the two clocks need not agree.
        theirs = self.client.time().date or datetime.now(UTC)
        ahead: timedelta = theirs - db.now(self.connection)
        try:
            shipments = self.client.shipments(order_id)
        except NotFound:
            shipments = []
        taken = db.recorded_shipments(self.connection, self.run.store, order_id)
        intents = [Intent(key, request, intended_at + ahead) for key, request, intended_at in asked]
        return domain.match_shipments(intents, shipments, taken)

    # --- batches -----------------------------------------------------------------------------------------------
    def export(self, order_ids: list[int] | None) -> None:
        """Everything there is to do, a window of order ids at a time. Raises Unreachable where some got no answer."""
        after = 0
        while rows := db.read_consignments(self.connection, self.run.store, order_ids, after):
            # So wide a window is one request, and never dearer than reading its orders one by one.
            batch = [row for row in rows if row.order_id < rows[0].order_id + PAGE]
            self.export_batch(batch)
            after = batch[-1].order_id
        if self.failures:
            raise self.failures[-1]

    def export_batch(self, batch: list[Consignment]) -> None:
        started, before = time.monotonic(), self.run.totals()
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
                self.log.warning("order %d: %s Left for the next try", order_id, error)
        self.run.save(self.connection)
        done = {name: value - before[name] for name, value in self.run.totals().items()}
        self.log.info(
            "orders %d–%d: %s%d sent or updated, %d unchanged, %d refused in %.1f s",
            *(batch[0].order_id, batch[-1].order_id, "dry run, " if self.is_dry_run else ""),
            *(done["written"], done["unchanged"], done["refused"], time.monotonic() - started),
        )

    def read_states(self, order_ids: Collection[int]) -> dict[int, OrderState | Finding]:
        """The orders as BigCommerce has them now; absent: gone; a Finding: not readable."""
        ids = sorted(order_ids)
        listed = self.client.orders_between(ids[0], ids[-1]) if len(ids) > 1 else []
        payloads = {payload["id"]: payload for payload in listed}
        states: dict[int, OrderState | Finding] = {}
        for order_id in ids:
            # A list leaves archived orders out, so an absent one is asked for by name.
            payload = payloads.get(order_id) or self.client.order(order_id)
            if payload is None:
                continue
            try:
                products = self.client.order_products(order_id) if domain.is_cut(payload) else None
                states[order_id] = domain.read_order_state(payload, products)
            except Invalid as error:
                states[order_id] = Finding("order_not_shippable", f"BigCommerce's order cannot be read: {error}.")
        return states

    # --- one consignment ---------------------------------------------------------------------------------------
    def export_consignment(self, row: Consignment, state: OrderState | Finding | None, ours: Mapping[int, int]) -> None:
        self.run.read += 1
        accepted = row.accepted
        if not accepted and not row.is_due:
            self.conclude(row, [], is_written=False)
            return
        texts, findings = domain.read_texts(row.value)
        if any(finding.code in domain.BLOCKING for finding in findings):
            self.conclude(row, findings, is_written=False)
            return
        is_written = False
        if accepted:
            old, requests = accepted[0].consignment, [export.request for export in accepted]
            change = domain.changed_after_export(old, row.value, row.lines, requests)
            findings += [change] if change else []
            # The items stay as they were sent, and so does our memory of them.
            kept = {name: old[name] for name in ("lines", "is_cancelled")} if change and old else {}
            is_written = self.update(row, accepted, texts, row.value | kept, findings)
        shipments: list[Shipment] = []
        if row.is_to_send and not any(finding.code in domain.BLOCKING for finding in findings):
            refusal = state if isinstance(state, Finding) else domain.why_not_shippable(state, ours)
            if refusal:
                findings.append(refusal)
            else:
                assert isinstance(state, OrderState)
                numbers = {export.shipping_address_no for export in accepted}
                shipments, refusals = domain.plan_shipments(row.asked, row.lines, state, texts, numbers)
                findings += refusals
        if self.is_dry_run:
            for shipment in shipments:
                self.log.info("would send %s of order %d: %s", row.consignment_id, row.order_id, shipment.request)
                domain.take(state, shipment)  # type: ignore[arg-type]
        elif shipments:
            self.send(row, shipments, findings, state, is_written)  # type: ignore[arg-type]
            return
        self.conclude(row, findings, is_written=is_written)

    def send(
        self, row: Consignment, shipments: list[Shipment], findings: list[Finding], state: OrderState, is_written: bool
    ) -> None:
        with self.connection.transaction():
            intended = db.insert_intents(self.connection, self.run.store, row, shipments)
        for shipment in shipments:
            key = (row.consignment_id, shipment.shipping_address_no)
            shipment_id = None
            try:
                shipment_id = self.create(row.order_id, key, shipment.request, intended[key[1]])
            except Rejected as error:
                findings.append(rejected(error))
            with self.connection.transaction():
                if shipment_id is None:
                    db.refuse_shipment(self.connection, self.run.store, key)
                else:
                    db.accept_shipment(
                        self.connection, self.run.store, key, shipment_id, row.order_id, shipment.request
                    )
                    domain.take(state, shipment)
                    self.run.written += not is_written
                    is_written = True
                if shipment is shipments[-1]:
                    self.conclude(row, findings, is_written=is_written)
                self.run.save(self.connection)

    def create(self, order_id: int, key: tuple[str, int], request: JSON, intended_at: datetime) -> int:
        """The id of the shipment. After a lost answer it looks before it repeats. Raises Rejected, Unreachable."""
        for tries_left in reversed(range(TRIES)):
            try:
                return int(self.client.create_shipment(order_id, request)["id"])
            except (KeyError, TypeError, ValueError):
                lost = Unreachable(f"Order {order_id}: BigCommerce's answer names no shipment.", maybe_done=True)
            except Unreachable as error:
                if not error.maybe_done:
                    raise
                lost = error
            self.log.warning("order %d: %s Looking whether the shipment is there", order_id, lost)
            time.sleep(self.patience)
            if found := self.look_up(order_id, [(key, request, intended_at)]):
                return found[key]
            if not tries_left:
                raise lost
        raise AssertionError

    def update(
        self, row: Consignment, accepted: list[Export], texts: JSON, value: JSON, findings: list[Finding]
    ) -> bool:
        """Brings number, link and carrier of accepted shipments up to date; whether any was."""
        is_written = False
        for export in accepted:
            known = {name: export.request.get(name, "") for name in texts if name in export.request or texts[name]}
            is_different = any(texts[name] != text for name, text in known.items())
            if self.is_dry_run or export.shipment_id is None:
                if is_different:
                    self.log.info("would update shipment %s of order %d", export.shipment_id, row.order_id)
                continue
            if is_different:
                try:
                    self.client.update_shipment(row.order_id, export.shipment_id, texts)
                except Rejected as error:
                    findings.append(rejected(error))
                    continue
            with self.connection.transaction():
                key = (row.consignment_id, export.shipping_address_no)
                db.update_shipment(self.connection, self.run.store, key, row.order_id, export.request | texts, value)
                self.run.written += is_different and not is_written
                is_written = is_written or is_different
                self.run.save(self.connection)
        return is_written

    def conclude(self, row: Consignment, findings: list[Finding], *, is_written: bool) -> None:
        """Leaves exactly these problems open for the consignment, and counts it."""
        is_refused = any(finding.code in domain.BLOCKING for finding in findings)
        if not is_written:
            self.run.refused += is_refused
            self.run.unchanged += not is_refused
        if self.is_dry_run:
            for finding in findings:
                self.log.info("%s of order %d: %s", row.consignment_id, row.order_id, finding.message)
            return
        basis = row.basis | {"bigcommerce_order_id": row.order_id}
        problems = [
            Problem(row.consignment_id, f.code, f"Order {row.order_id}: {f.message}", f.details | basis)
            for f in findings
        ]
        gone = {*domain.BLOCKING, *domain.NOTICES} - {finding.code for finding in findings}
        place = (self.connection, self.run.store, self.run.flow)
        open_problems(*place, self.run.dag_run_id, problems)
        resolve_problems(*place, [row.consignment_id], gone)


def sending_order(row: Consignment) -> tuple[bool, bool, Any, str]:
    """Consignments that name their lines first, so that "all that is still unshipped" is what remains after them."""
    return row.asked is None, row.dispatched_at is None, row.dispatched_at or 0, row.consignment_id


def rejected(error: Rejected) -> Finding:
    return Finding("rejected_by_bigcommerce", str(error), {"status": error.status})
