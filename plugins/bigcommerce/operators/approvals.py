"""Approvals in bulk, from a CSV of SKUs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg

from bigcommerce.db.approvals import Outcomes, apply_outcomes, judge_rows, record_import, stage_rows
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.stores import Store
from bigcommerce.domain.approvals import read_rows
from bigcommerce.domain.text_files import MAX_BYTES
from bigcommerce.errors import BadRequest
from bigcommerce.hooks.import_files import open_import
from bigcommerce.operators.stores import StoreOperator


class ImportApprovals(StoreOperator):
    """Approves and unapproves what a CSV says, all rows or none. With dry_run it only counts.

    Returns {"dry_run", "approved", "unapproved", "unchanged", "rejected": {reason: rows}, "examples": {outcome: [[row
    number, SKU]]}}: rows counted, the first ones of each outcome shown.
    """

    flow = "approvals"
    # The panel's wizard, once it starts this DAG, is to be told apart here: its source is "import".
    source = "bulk"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.result: dict[str, Any] | None = None

    def execute(self, context: Mapping[str, Any]) -> dict[str, Any] | None:
        super().execute(context)
        return self.result

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        params = context["params"]
        if params["confirm"]:
            raise BadRequest(
                "`confirm` cannot wait for a person yet: start a run with `dry_run`, look at it, then one without."
            )
        with (
            open_import(params["file"], MAX_BYTES) as file,
            connection.transaction(),
        ):
            stage_rows(connection, read_rows(file.content, params["sku_column"], params["approved_column"]))
            outcomes = judge_rows(connection, store.store_code, params["approved_value"])
            if not params["dry_run"]:
                person = who_started(context)
                outcomes = apply_outcomes(connection, outcomes, store.store_code, person, self.source)
                record_import(connection, outcomes, store.store_code, params["file"], file.sha256, person)
                run.written = outcomes.approved + outcomes.unapproved
            run.read = outcomes.row_count
            run.unchanged, run.refused = outcomes.unchanged, outcomes.rejected_count
            run.save(connection)
        self.say(outcomes, params["file"], bool(params["dry_run"]))

    def say(self, outcomes: Outcomes, file: str, dry_run: bool) -> None:
        rejected = ", ".join(f"{reason} {count}" for reason, count in sorted(outcomes.rejected.items()))
        self.log.info(
            "%s of %s: %d rows; %d approved, %d unapproved, %d unchanged, rejected: %s",
            *("preview" if dry_run else "import", file, outcomes.row_count),
            *(outcomes.approved, outcomes.unapproved, outcomes.unchanged, rejected or "none"),
        )
        for outcome, rows in outcomes.examples.items():
            self.log.info("%s, first rows: %s", outcome, ", ".join(f"{row}: {sku[:64]!r}" for row, sku in rows))
        self.result = {
            "dry_run": dry_run,
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
