"""The account of a run: what it read, wrote, left alone and refused, and what that cost in requests."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.counts import RequestCounts
from bigcommerce.db.queries import sql

log = logging.getLogger(__name__)


@dataclass
class SyncRun:
    """The row of bigcommerce.sync_runs for one flow and store in one DAG run, and what is not in it yet.

    kind: "ordinary", "dry_run", "rollback" or "partial". `save` adds the difference inside the caller's
    transaction, so counts and rows commit together.
    """

    dag_id: str
    dag_run_id: str
    flow: str
    store: str
    kind: str = "ordinary"
    counts: RequestCounts = field(default_factory=RequestCounts)
    read: int = 0
    written: int = 0
    unchanged: int = 0
    refused: int = 0
    window_from: datetime | None = None
    window_to: datetime | None = None
    saved: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> dict[str, str]:
        return {"dag_id": self.dag_id, "dag_run_id": self.dag_run_id, "flow": self.flow, "store": self.store}

    def totals(self) -> dict[str, Any]:
        return {
            "read": self.read,
            "written": self.written,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "requests": self.counts.requests,
            "writes": self.counts.writes,
            "waited_seconds": round(self.counts.waited_seconds, 3),
        }

    def save(self, connection: psycopg.Connection) -> None:
        now = self.totals()
        change = {name: value - self.saved.get(name, 0) for name, value in now.items()}
        window = {"window_from": self.window_from, "window_to": self.window_to}
        connection.execute(sql("ledger/add_to_sync_run"), self.key | change | window)
        self.saved = now


@contextmanager
def sync_run(connection: psycopg.Connection, run: SyncRun) -> Iterator[SyncRun]:
    """Keep `run` in the ledger while the block works; its end, good or bad, is written too.

    connection: in autocommit mode; the block opens its own transactions on it.
    """
    connection.execute(sql("ledger/start_sync_run"), run.key | {"kind": run.kind})
    error: str | None = None
    try:
        yield run
    except BaseException as exception:
        # Airflow's timeout and the end of a killed task are no Exception.
        error = f"{type(exception).__name__}: {exception}"[:2000]
        raise
    finally:
        finish(connection, run, error)


def finish(connection: psycopg.Connection, run: SyncRun, error: str | None) -> None:
    try:
        with connection.transaction():
            run.save(connection)
            connection.execute(sql("ledger/finish_sync_run"), run.key | {"error": error})
    except psycopg.Error:
        # The block's own error matters more than the counts of a database that is gone.
        if error is None:
            raise
        log.warning("the counts of the failed run could not be kept", exc_info=True)
    log.info(
        "%s %s: read %d, written %d, unchanged %d, refused %d; %d requests, %d of them writes, waited %.1f s",
        *(run.flow, run.store, run.read, run.written, run.unchanged, run.refused),
        *(run.counts.requests, run.counts.writes, run.counts.waited_seconds),
    )


def read_sync_runs(connection: psycopg.Connection, dag_id: str, dag_run_id: str) -> list[dict[str, Any]]:
    """What one DAG run has done so far, a row a flow and store; none before its first task works."""
    with connection.cursor(row_factory=dict_row) as cursor:
        parameters = {"dag_id": dag_id, "dag_run_id": dag_run_id}
        return cursor.execute(sql("ledger/select_sync_runs"), parameters).fetchall()
