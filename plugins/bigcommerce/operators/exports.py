"""The frame both exports work in: plan what differs, say what cannot be sent, send the rest batch by batch, record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.full import adopt, keep_drift, say_repaired
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.locks import one_bulk_writer
from bigcommerce.db.plans import begin_sending, create_plan, keep_plan, planned_batches, record, refuse, say_problems
from bigcommerce.db.problems import open_problems
from bigcommerce.db.stores import Store
from bigcommerce.db.unknown_names import left_out_skus, say_unknown_names
from bigcommerce.domain.full import Reading
from bigcommerce.errors import BadRequest
from bigcommerce.operators.batches import Named, Row, is_gone, named_in, rejected, send_splitting
from bigcommerce.operators.full_exports import is_full, note_full_export, read_what_is_held, report_drift
from bigcommerce.operators.links import link_what_is_missing, refresh_links
from bigcommerce.operators.stores import StoreOperator

# Sends rows; raises Rejected where nothing of them was accepted. Returns what `record` needs to know of the answer.
Send = Callable[[Sequence[Row]], Mapping[str, Any]]


class ExportOperator(StoreOperator):
    """Subclasses say `kind` ("price" or "stock"), `reserve`, what keeps the flow from running, and how rows are sent.

    reserve: the share of the quota left for other flows and apps.
    """

    kind: str
    reserve: float
    # SKUs whose ids BigCommerce does not know any more; None once they were looked up again.
    gone: list[str] | None

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        params = context["params"]
        refuse_to_send_as_if_approved(params)
        reason = self.reason_not_to(store, params)
        if reason:
            self.log.info("%s of store %s: nothing is sent, %s", run.flow, store.store_code, reason)
            # What BigCommerce or nobody manages is compared where somebody asks for it.
            if not params.get("full") or params.get("what") not in (None, "both", self.flow):
                return
        full = is_full(connection, run, context)
        client = self.client(store, run, reserve=self.reserve)
        with one_bulk_writer(connection, store.store_code):
            self.export(connection, client, run, {**params, "full": full, "only_compare": bool(reason)})
        if full:
            note_full_export(connection, run, params)

    def reason_not_to(self, store: Store, params: Mapping[str, Any]) -> str | None:
        """Why nothing is to be sent, or None."""
        raise NotImplementedError

    def read_what_is_held(
        self,
        connection: psycopg.Connection,
        client: BigCommerceClient,
        run: SyncRun,
        skus: Sequence[str] | None,
        dry_run: bool,
    ) -> Reading | None:
        """What a full export compares with; None: it cannot be read."""
        return read_what_is_held(connection, client, self.kind, run, skus, dry_run)

    def plan_parameters(self, client: BigCommerceClient) -> dict[str, Any]:
        """What the rule must know of the store at this moment."""
        raise NotImplementedError

    def note_plan(self, connection: psycopg.Connection, run: SyncRun) -> None:
        """What else is kept of the plan, in the transaction of its problems."""

    def send_plan(self, connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun) -> None:
        """Send what the plan says, through `send_batches`."""
        raise NotImplementedError

    def export(
        self, connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun, params: Mapping[str, Any]
    ) -> None:
        skus, dry_run, full = params.get("skus") or None, bool(params.get("dry_run")), bool(params.get("full"))
        # Never where something is sent, whoever calls this.
        as_if_approved = dry_run and bool(params.get("as_if_approved"))
        reading = self.read_what_is_held(connection, client, run, skus, dry_run) if full else None
        if not dry_run:
            link_what_is_missing(connection, client, run, skus)
            for problem in say_unknown_names(connection, self.kind, run):
                self.log.warning(problem.message)
        for sku, reason in left_out_skus(connection, self.kind, run.store, skus or [], as_if_approved=as_if_approved):
            self.log.warning('SKU "%s" %s, so nothing is sent of it', sku, reason)
        parameters = {"full": full, "is_read": reading is not None} | self.plan_parameters(client)
        counts = create_plan(connection, self.kind, run.store, skus, as_if_approved=as_if_approved, **parameters)
        self.log.info("plan for %s of %s: %s", run.flow, run.store, counts)
        run.read, run.unchanged = counts["candidates"], counts["unchanged"] + counts.get("adopted", 0)
        only_compare = bool(params.get("only_compare"))
        if reading:
            keep_drift(connection, self.kind, run, is_ours=not only_compare, missing=reading.missing)
        if not only_compare:
            run.refused = run.read - run.unchanged - counts.get("send", 0)
        if dry_run:
            keep_plan(connection, self.kind, run)
        elif not only_compare:
            with connection.transaction():
                say_problems(connection, self.kind, run.store, skus, run.dag_run_id)
                self.note_plan(connection, run)
                if reading:
                    adopt(connection, self.kind, run, reading.began_at)
                run.save(connection)
            self.gone = []
            self.send_plan(connection, client, run)
            self.send_what_moved(connection, client, run, parameters)
        if reading:
            say_repaired(connection, self.kind, run)
            report_drift(connection, run)

    def send_what_moved(
        self, connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun, parameters: Mapping[str, Any]
    ) -> None:
        """Look up the SKUs whose ids are gone, and send what is found elsewhere, once. The others are a link's problem
        by then, and not sent."""
        gone, self.gone = self.gone, None
        if not gone:
            return
        refresh_links(connection, client, run, gone)
        counts = create_plan(connection, self.kind, run.store, gone, **parameters)
        self.log.info("%d SKUs of %s are not where they were: %s", len(gone), run.store, counts)
        run.refused += len(gone) - counts.get("send", 0)
        with connection.transaction():
            say_problems(connection, self.kind, run.store, gone, run.dag_run_id)
            self.note_plan(connection, run)
            run.save(connection)
        self.send_plan(connection, client, run)

    def send_batches(
        self,
        connection: psycopg.Connection,
        run: SyncRun,
        statement: str,
        size: int,
        send: Send,
        named: Named = named_in,
        what: str | None = None,
        **parameters: Any,
    ) -> None:
        """Every batch of the statement's rows is recorded as soon as it is accepted.

        named: see `send_splitting`. what: is sent, for people. parameters: of the statements, besides their usual ones.
        """
        accepted: list[tuple[list[str], Mapping[str, Any]]] = []

        def keep_answer(rows: Sequence[Row]) -> None:
            answer = send(rows)
            accepted.append(([row["sku"] for row in rows], answer))

        for batch in planned_batches(connection, statement, size, **parameters):
            accepted.clear()
            begin_sending(connection, run, batch, **parameters)
            refused = send_splitting(batch, keep_answer, named)
            gone: list[str] = []
            if self.gone is not None:
                gone = [row["sku"] for row, error in refused if is_gone(error)]
                refused = [(row, error) for row, error in refused if not is_gone(error)]
                self.gone += gone
            with connection.transaction():
                for skus, answer in accepted:
                    values = {**parameters, **answer}
                    record(connection, self.kind, run.store, skus, dag_run_id=run.dag_run_id, **values)
                refuse(connection, self.kind, run.store, [row["sku"] for row, _ in refused], **parameters)
                problems = [rejected(row["sku"], what or self.kind, error) for row, error in refused]
                open_problems(connection, run.store, run.flow, run.dag_run_id, problems)
                written = len(batch) - len(refused) - len(gone)
                run.written += written
                run.refused += len(refused)
                run.save(connection)
            self.log.info(
                "%s: sent %d, refused %d", what or run.flow, len(batch) - len(refused) - len(gone), len(refused)
            )


def refuse_to_send_as_if_approved(params: Mapping[str, Any]) -> None:
    """Raises BadRequest: what is not approved is only ever looked at, by name."""
    if not params.get("as_if_approved"):
        return
    if not params.get("dry_run") or not params.get("skus"):
        raise BadRequest(
            "as_if_approved shows what would be sent of the SKUs that are named: set dry_run and name skus, or leave "
            "it out."
        )
    if params.get("full") or params.get("rollback_run"):
        raise BadRequest("as_if_approved goes with neither full nor rollback_run: leave those out, or leave it out.")
