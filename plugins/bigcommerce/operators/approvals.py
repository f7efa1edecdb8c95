"""Approvals in bulk, from a CSV of SKUs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from airflow.sdk.exceptions import AirflowSkipException

from bigcommerce.approval_imports import Reading, judge_file
from bigcommerce.db.approvals import ImportSource, Outcomes, apply_outcomes, digest_outcomes, record_import
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.stores import Store
from bigcommerce.domain.approval_previews import preview_body, preview_subject
from bigcommerce.domain.text_files import MAX_BYTES
from bigcommerce.errors import BadRequest
from bigcommerce.hooks.import_files import open_import
from bigcommerce.hooks.uploads import is_upload
from bigcommerce.operators.confirmations import answer, ask, refuse_another_question
from bigcommerce.operators.stores import StoreOperator


class ImportApprovals(StoreOperator):
    """Approves and unapproves what a CSV says, all rows or none. With dry_run it only counts; with confirm it counts,
    waits for a person, and applies the same bytes or nothing.

    Returns {"dry_run", "import_id", "approved", "unapproved", "unchanged", "rejected": {reason: rows}, "examples":
    {outcome: [[row number, SKU]]}}: rows counted, the first ones of each outcome shown.
    """

    flow = "approvals"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sha256: str | None = None
        self.digest: str | None = None
        self.confirmed_by: str | None = None
        self.outcomes: Outcomes
        self.import_id: int | None = None

    def execute(self, context: Mapping[str, Any]) -> dict[str, Any]:
        super().execute(context)
        if self.asks(context):
            file = context["params"]["file"]
            subject = preview_subject(self.outcomes.approved, self.outcomes.unapproved, self.store)
            body = preview_body(file, self.outcomes.counts, self.outcomes.examples)
            ask(context, subject, body, "execute_complete", sha256=self.sha256, digest=self.digest)
        if self.import_id is None or self.outcomes.changed_count == 0:
            self.outlets = []  # nothing to announce
        return self.result()

    def execute_complete(
        self, context: Mapping[str, Any], event: Mapping[str, Any], sha256: str, digest: str
    ) -> dict[str, Any]:
        """Goes on after the answer. sha256: of the bytes the person was shown the outcomes of, digest: of these."""
        is_yes, person = answer(event)
        self.log.info("%s by %s", "confirmed" if is_yes else "declined", person)
        if not is_yes:
            raise AirflowSkipException(f"Declined by {person}: nothing was applied.")
        self.sha256, self.digest, self.confirmed_by = sha256, digest, person
        return self.execute(context)

    def asks(self, context: Mapping[str, Any]) -> bool:
        params = context["params"]
        return bool(params["confirm"]) and not params["dry_run"] and self.confirmed_by is None

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        params = context["params"]
        with (
            open_import(params["file"], MAX_BYTES) as file,
            connection.transaction(),
        ):
            if self.sha256 not in (None, file.sha256):
                raise BadRequest(f'"{params["file"]}" changed since it was confirmed: start again to look at it anew.')
            self.sha256 = file.sha256
            reading = Reading(params["sku_column"], params["approved_value"], params["approved_column"])
            outcomes = judge_file(connection, file.content, store.store_code, reading)
            self.hold_to_what_was_shown(context, digest_outcomes(connection))
            if not params["dry_run"] and not self.asks(context):
                person = who_started(context)
                by = "import" if is_upload(params["file"]) else "bulk"
                outcomes = apply_outcomes(connection, outcomes, store.store_code, person, by)
                source = ImportSource(params["file"], file.sha256, person, self.confirmed_by)
                self.import_id = record_import(connection, outcomes, store.store_code, source)
                run.written = outcomes.changed_count
            if not self.asks(context):
                run.read, run.unchanged, run.refused = outcomes.row_count, outcomes.unchanged, outcomes.rejected_count
                run.save(connection)
        self.outcomes = outcomes
        self.say(params["file"])

    def hold_to_what_was_shown(self, context: Mapping[str, Any], digest: str) -> None:
        """Products and approvals may change while a person thinks: what they agreed to is done, or nothing."""
        if self.asks(context):
            refuse_another_question(context, f"{self.sha256} {digest}")
        if self.digest not in (None, digest):
            raise BadRequest(
                "Products or approvals changed since this was confirmed, so that other rows would change than were "
                "shown: nothing was applied. Start a new run to look at it anew."
            )
        self.digest = digest

    def say(self, file: str) -> None:
        outcomes = self.outcomes
        rejected = ", ".join(f"{reason} {count}" for reason, count in sorted(outcomes.rejected.items()))
        self.log.info(
            "%s of %s: %d rows; %d approved, %d unapproved, %d unchanged, rejected: %s",
            *("preview" if self.import_id is None else f"import {self.import_id}", file, outcomes.row_count),
            *(outcomes.approved, outcomes.unapproved, outcomes.unchanged, rejected or "none"),
        )
        for outcome, rows in outcomes.examples.items():
            self.log.info("%s, first rows: %s", outcome, ", ".join(f"{row}: {sku[:64]!r}" for row, sku in rows))
        if self.import_id is not None and outcomes.rejected:
            self.log.info("the rejected rows as CSV: make rejects IMPORT=%d", self.import_id)

    def result(self) -> dict[str, Any]:
        outcomes = self.outcomes
        return {
            "dry_run": self.import_id is None,
            "import_id": self.import_id,
            "approved": outcomes.approved,
            "unapproved": outcomes.unapproved,
            "unchanged": outcomes.unchanged,
            "rejected": outcomes.rejected,
            "examples": {
                outcome: [[row, sku[:64]] for row, sku in rows] for outcome, rows in outcomes.examples.items()
            },
        }


def who_started(context: Mapping[str, Any]) -> str:
    """The person Airflow says started the run, else the DAG."""
    return getattr(context["dag_run"], "triggering_user_name", None) or context["ti"].dag_id
