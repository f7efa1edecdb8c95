"""Approvals that were made here → Neto, where approvals live there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg

from bigcommerce.connectors.neto import ITEMS_A_BATCH, NetoClient
from bigcommerce.connectors.rows import chunks
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.locks import one_neto_run
from bigcommerce.db.neto.approvals import close_approval_problems, pending_approvals, record_approvals
from bigcommerce.db.neto.catalogue import read_reading
from bigcommerce.db.neto.settings import NetoSettings
from bigcommerce.db.problems import open_problems
from bigcommerce.domain.neto.approvals import (
    Approval,
    approval_patch,
    is_so_already,
    refused,
    unknown,
    words_about,
)
from bigcommerce.domain.neto.items import JSON, ImportRules, approval_selectors, channel_of
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import BadRequest
from bigcommerce.operators.neto.base import NetoOperator

SKUS_A_REQUEST = 100
Refused = list[Problem]


class PushApprovals(NetoOperator):
    """Reads the items concerned, writes those that say something else, and keeps what Neto knows."""

    def why_skipped(self, settings: NetoSettings) -> str | None:
        return "Approvals live here, so Neto is not told of them." if settings.approvals_live_in == "here" else None

    def sync(
        self, connection: psycopg.Connection, settings: NetoSettings, run: SyncRun, context: Mapping[str, Any]
    ) -> None:
        rules = ImportRules(settings.approvals_live_in, settings.sales_channel, settings.approval_misc_field)
        skus, after = context["params"].get("skus") or None, ""
        client = self.client(connection, settings, run)
        with one_neto_run(connection, "approval push"):
            close_approval_problems(connection, run.store)
            while pending := pending_approvals(connection, run.store, after, skus, SKUS_A_REQUEST):
                self.push(connection, client, run, pending, rules)
                after = pending[-1].sku
            close_approval_problems(connection, run.store)

    def push(
        self,
        connection: psycopg.Connection,
        client: NetoClient,
        run: SyncRun,
        pending: Sequence[Approval],
        rules: ImportRules,
    ) -> None:
        items = self.read(connection, client, pending, rules)
        run.read += len(pending)
        missing = [unknown(approval) for approval in pending if approval.sku not in items]
        self.note_refused(connection, run, missing)
        found = [approval for approval in pending if approval.sku in items]
        to_write = [approval for approval in found if not is_so_already(items[approval.sku], approval, rules)]
        run.unchanged += len(found) - len(to_write)
        channel_id = self.channel_id(connection, rules, items)
        for batch in chunks(to_write, ITEMS_A_BATCH):
            patches = {a.sku: approval_patch(items[a.sku], a, rules, channel_id) for a in batch}
            self.write(connection, client, run, batch, patches)

    def read(
        self, connection: psycopg.Connection, client: NetoClient, pending: Sequence[Approval], rules: ImportRules
    ) -> dict[str, JSON]:
        """The items as Neto has them now; what it says already is kept."""
        wanted = {approval.sku: approval for approval in pending}
        items: dict[str, JSON] = {}
        for page in client.items({"SKU": list(wanted)}, ["SKU", *approval_selectors(rules)]):
            rows = {row["SKU"]: row for row in page.rows if row.get("SKU") in wanted}
            items |= rows
            known = [wanted[sku] for sku, row in rows.items() if is_so_already(row, wanted[sku], rules)]
            record_approvals(connection, known, None)
        return items

    def channel_id(self, connection: psycopg.Connection, rules: ImportRules, items: Mapping[str, JSON]) -> str | None:
        """Of the sales channel, for items that have no row of it yet. Raises BadRequest where nothing names it."""
        if rules.approvals_live_in != "sales_channel":
            return None
        named = next(filter(None, (channel_of(item, rules) for item in items.values())), {})
        found = named.get("SalesChannelID") or read_reading(connection).sales_channel_id
        if not found and items:
            raise BadRequest(
                f'No item of Neto names the sales channel "{rules.sales_channel}", so approvals cannot be written '
                "there. Correct its name in Neto's settings, or approve one item for it in Neto and import again."
            )
        return found

    def write(
        self,
        connection: psycopg.Connection,
        client: NetoClient,
        run: SyncRun,
        batch: Sequence[Approval],
        patches: Mapping[str, JSON],
    ) -> None:
        """A refused batch is halved, down to the single item that Neto does not take."""
        answer = client.update_items([dict(patches[approval.sku]) for approval in batch])
        if answer.errors and len(batch) > 1:
            middle = len(batch) // 2
            self.write(connection, client, run, batch[:middle], patches)
            self.write(connection, client, run, batch[middle:], patches)
            return
        accepted = [approval for approval in batch if approval.sku in answer.keys]
        rejected = [
            refused(approval, answer.errors or words_about(approval.sku, answer.warnings))
            for approval in batch
            if approval not in accepted
        ]
        with connection.transaction():
            if answer.now:
                record_approvals(connection, accepted, answer.now)
            run.written += len(accepted)
            self.note_refused(connection, run, rejected)
            run.save(connection)
        self.log.info("approvals: %d written, %d refused", len(accepted), len(rejected))

    def note_refused(self, connection: psycopg.Connection, run: SyncRun, problems: Refused) -> None:
        open_problems(connection, run.store, run.flow, run.dag_run_id, problems)
        run.refused += len(problems)
