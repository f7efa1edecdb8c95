"""Rolling back: what a run replaced stands again, where nobody has changed it since."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg

from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.plans import create_plan
from bigcommerce.db.prices import is_run_known, roll_back_prices, rolled_back_skus, skus_of_run
from bigcommerce.errors import BadRequest

log = logging.getLogger(__name__)

# What is said of the values that stay as they are.
LEFT = {
    "first_sent": "were first sent by that run, so there is no former value",
    "changed_since": "were changed since",
    "same": "were the same before",
    "not_exported": "are of products that are not exported any more",
}


def decide_rollback(
    connection: psycopg.Connection,
    run: SyncRun,
    rollback_run: str,
    skus: Sequence[str] | None,
    parameters: Mapping[str, Any],
) -> list[str]:
    """Decide what of that run is taken back; the SKUs concerned. parameters: of a plan that keeps every row.

    Raises BadRequest for a run that never was.
    """
    if not is_run_known(connection, rollback_run):
        raise BadRequest(
            f'There is no run "{rollback_run}" that sent prices: take a dag_run_id from bigcommerce.price_history.'
        )
    written = skus_of_run(connection, run.store, rollback_run, skus)
    create_plan(connection, "price", run.store, written, **parameters)
    outcomes = roll_back_prices(connection, run, rollback_run, skus)
    for outcome, (count, first) in outcomes.items():
        if outcome in LEFT:
            log.warning("rollback of %s: %d values %s, for instance %s", rollback_run, count, LEFT[outcome], first)
    rolled_back = rolled_back_skus(connection, run)
    log.info("rollback of %s in %s: %d of %d SKUs", rollback_run, run.store, len(rolled_back), len(written))
    return rolled_back
