"""Consignments that went from their store after BigCommerce was told: the shipment stays, a person is asked once."""

from __future__ import annotations

import logging

import psycopg

from bigcommerce.db import tracking as db
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.problems import open_problems, resolve_problems
from bigcommerce.domain.problems import Problem
from bigcommerce.domain.tracking import BLOCKING, NOTICES, lost_after_export

log = logging.getLogger(__name__)


def say_lost(connection: psycopg.Connection, run: SyncRun, order_ids: list[int] | None, *, is_dry_run: bool) -> None:
    """order_ids: BigCommerce's, of the shipments (None: all)."""
    lost = db.read_lost(connection, run.store, order_ids)
    problems = []
    for row in lost:
        finding = lost_after_export(row.is_deleted, row.other_store, row.other_order_id)
        message = f"Order {row.order_id}: {finding.message}"
        log.info("%s: %s", row.consignment_id, message)
        problems.append(Problem(row.consignment_id, finding.code, message, finding.details))
    run.read += len(lost)
    run.refused += len(lost)
    if not lost or is_dry_run:
        return
    gone = {*BLOCKING, *NOTICES} - {problem.code for problem in problems}
    with connection.transaction():
        open_problems(connection, run.store, run.flow, run.dag_run_id, problems)
        resolve_problems(connection, run.store, run.flow, [row.consignment_id for row in lost], gone)
        db.mark_lost(connection, run.store, lost)
        run.save(connection)
