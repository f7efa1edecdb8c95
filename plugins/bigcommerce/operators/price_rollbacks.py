"""Rolling back: what a run replaced stands again, where nobody has changed it since."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg

from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.price_rollbacks import is_run_known, judge_rollback, keep_rollback, rolled_back_skus
from bigcommerce.domain.price_rollbacks import outcome_sentence
from bigcommerce.errors import BadRequest

log = logging.getLogger(__name__)


def decide_rollback(
    connection: psycopg.Connection,
    run: SyncRun,
    rollback_run: str,
    skus: Sequence[str] | None,
    is_dry_run: bool,
    parameters: Mapping[str, Any],
) -> list[str]:
    """Decide what of that run is taken back, and keep the account of it; the SKUs concerned. parameters: of the rule.

    Raises BadRequest for a run that never was.
    """
    if not is_run_known(connection, rollback_run):
        raise BadRequest(
            f'There is no run "{rollback_run}" that sent prices: take the id of a run from the panel\'s list of runs.'
        )
    outcomes = judge_rollback(connection, run.store, rollback_run, skus, run.dag_run_id, **parameters)
    keep_rollback(connection, run, rollback_run, outcomes, is_dry_run)
    for row in outcomes:
        log.info(
            "rollback of %s in %s: %d SKUs, for instance %s: %s",
            *(rollback_run, run.store, row["skus"], row["examples"][0], outcome_sentence(row["outcome"])),
        )
    return rolled_back_skus(connection, run)
