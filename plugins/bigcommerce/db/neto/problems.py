"""Problems of Neto that are about the whole, not an item."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.problems import open_problems
from bigcommerce.db.queries import sql
from bigcommerce.domain.problems import Problem


def say_only(connection: psycopg.Connection, run: SyncRun, code: str, problems: Sequence[Problem]) -> None:
    """Open these problems of this code, close its others. In the caller's transaction."""
    keys = [problem.item_key for problem in problems]
    parameters = {"store": run.store, "flow": run.flow, "code": code, "item_keys": keys}
    connection.execute(sql("ledger/resolve_other_problems"), parameters)
    open_problems(connection, run.store, run.flow, run.dag_run_id, problems)
