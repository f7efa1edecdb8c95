"""Rolling a price run back: what would become of each value it sent, and what a run decided so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.plans import make_plan
from bigcommerce.db.queries import sql

Row = dict[str, Any]


def is_run_known(connection: psycopg.Connection, rollback_run: str) -> bool:
    row = connection.execute(sql("prices/select_run_known"), {"rollback_run": rollback_run}).fetchone()
    return bool(row and row[0])


def judge_rollback(
    connection: psycopg.Connection,
    store: str,
    rollback_run: str,
    skus: Sequence[str] | None = None,
    dag_run_id: str | None = None,
    **parameters: Any,
) -> list[Row]:
    """What becomes of what that run sent, as rows of outcome, skus (how many), examples; nothing is changed.

    skus: only these, None: all. dag_run_id: the run that rolls back; None: none does yet. parameters: of the rule.
    """
    written = skus_of_run(connection, store, rollback_run, skus)
    make_plan(connection, "price", store, written, **parameters | {"kept": "true"})
    judged = {
        "store": store,
        "rollback_run": rollback_run,
        "skus": None if skus is None else list(skus),
        "dag_run_id": dag_run_id,
    }
    connection.execute("drop table if exists judged_rollback")
    # A utility statement takes no server-side parameters.
    psycopg.ClientCursor(connection).execute(sql("prices/judge_rollback"), judged)
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql("prices/count_rollback_outcomes")).fetchall()


def read_restored_prices(connection: psycopg.Connection, limit: int) -> list[Row]:
    """What judge_rollback would restore, the biggest changes first: sku, target, price and sale_price, and what
    BigCommerce accepted last."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql("prices/select_restored_prices"), {"limit": limit}).fetchall()


def skus_of_run(connection: psycopg.Connection, store: str, rollback_run: str, skus: Sequence[str] | None) -> list[str]:
    """What that run sent to the store. skus: only these, None: all."""
    parameters = {"store": store, "rollback_run": rollback_run, "skus": skus}
    return [sku for (sku,) in connection.execute(sql("prices/select_run_skus"), parameters)]


def keep_rollback(
    connection: psycopg.Connection, run: SyncRun, rollback_run: str, outcomes: Sequence[Row], is_dry_run: bool
) -> None:
    """What was judged is decided, and told with the run."""
    of_run = {"store": run.store, "dag_run_id": run.dag_run_id}
    told = of_run | {"rollback_run": rollback_run, "is_dry_run": is_dry_run}
    with connection.transaction():
        connection.execute(sql("prices/insert_rollbacks"), of_run)
        connection.execute(sql("prices/delete_rollback_outcomes"), of_run)
        for outcome in outcomes:
            connection.execute(sql("prices/insert_rollback_outcomes"), told | outcome)


def rolled_back_skus(connection: psycopg.Connection, run: SyncRun) -> list[str]:
    parameters = {"store": run.store, "dag_run_id": run.dag_run_id}
    return [sku for (sku,) in connection.execute(sql("prices/select_rolled_back"), parameters)]


def keep_only_rollback(connection: psycopg.Connection, run: SyncRun) -> None:
    """Take out of the plan what this run does not roll back."""
    connection.execute(sql("prices/keep_only_rollback"), {"store": run.store, "dag_run_id": run.dag_run_id})


def delete_rollbacks(connection: psycopg.Connection, run: SyncRun) -> None:
    """Forget what this run decided to roll back."""
    connection.execute(sql("prices/delete_rollbacks"), {"store": run.store, "dag_run_id": run.dag_run_id})


def end_rollbacks(connection: psycopg.Connection, store: str) -> None:
    """Forget the rollbacks that the plan says are over."""
    connection.execute(sql("prices/end_rollbacks"), {"store": store})
