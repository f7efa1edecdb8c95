"""What only the price flow keeps: guarded changes, price lists, rollbacks, and when discounts were looked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg

from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.queries import sql


def guard_prices(connection: psycopg.Connection, store: str, skus: Sequence[str] | None) -> None:
    """Keep the changes that wait for a person, and no longer those that the plan does not ask for any more."""
    connection.execute(sql("prices/delete_moot_guards"), {"store": store, "skus": skus})
    connection.execute(sql("prices/guard_prices"), {"store": store})


def planned_lists(connection: psycopg.Connection) -> dict[int, int]:
    """{price list: how many records the plan sends to it}."""
    return dict(connection.execute(sql("prices/select_planned_lists")).fetchall())


def close_found_lists(connection: psycopg.Connection, store: str, list_ids: Sequence[int]) -> None:
    """Close the problem of each of these price lists, and of those that are not mapped any more."""
    found = [f"price_list:{list_id}" for list_id in list_ids]
    connection.execute(sql("prices/close_found_lists"), {"store": store, "found": found})


def count_options_products(connection: psycopg.Connection) -> int:
    """How many products with options the plan writes themselves."""
    row = connection.execute(sql("prices/count_options_products")).fetchone()
    return row[0] if row else 0


def is_discount_check_due(connection: psycopg.Connection, store: str, at_once: bool) -> bool:
    """Once a day, or at once. Asking counts as looking."""
    parameters = {"store": store, "at_once": at_once}
    return connection.execute(sql("prices/start_discount_check"), parameters).fetchone() is not None


# --- rollbacks ----------------------------------------------------------------------------------------------------
def is_run_known(connection: psycopg.Connection, rollback_run: str) -> bool:
    row = connection.execute(sql("prices/select_run_known"), {"rollback_run": rollback_run}).fetchone()
    return bool(row and row[0])


def skus_of_run(connection: psycopg.Connection, store: str, rollback_run: str, skus: Sequence[str] | None) -> list[str]:
    """What that run sent to the store. skus: only these, None: all."""
    parameters = {"store": store, "rollback_run": rollback_run, "skus": skus}
    return [sku for (sku,) in connection.execute(sql("prices/select_run_skus"), parameters)]


def roll_back_prices(
    connection: psycopg.Connection, run: SyncRun, rollback_run: str, skus: Sequence[str] | None
) -> dict[str, tuple[int, list[str]]]:
    """Decide what stands again; {outcome: (how many values, the first SKUs)}. Needs the rule's rows as price_plan."""
    parameters = {"store": run.store, "dag_run_id": run.dag_run_id, "rollback_run": rollback_run, "skus": skus}
    found: list[Any] = connection.execute(sql("prices/roll_back_prices"), parameters).fetchall()
    return {outcome: (count, skus) for outcome, count, skus in found}


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
