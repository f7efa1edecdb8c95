"""Names that settings and params use and that nothing has: what is written there would be sent nowhere, silently."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.plans import FOLDER
from bigcommerce.db.problems import open_problems
from bigcommerce.db.queries import sql
from bigcommerce.domain.problems import Problem

CODE = {"price": "price_group_not_found", "stock": "warehouse_not_found"}
SENTENCE = {
    "price": 'The back office has no price group "{}", so no SKU has a price in it. Correct the price group in the '
    "set-up of pricing, price lists included, or add the group.",
    "stock": 'The back office has no stock in a warehouse "{}": correct the warehouses in the set-up of stock.',
}


def say_unknown_names(connection: psycopg.Connection, kind: str, run: SyncRun) -> list[Problem]:
    """Open a problem for each price group (kind: price) or warehouse (stock) that is not there, close the others."""
    names = [name for (name,) in connection.execute(sql(f"{FOLDER[kind]}/select_unknown_names"), {"store": run.store})]
    problems = [Problem(name, CODE[kind], SENTENCE[kind].format(name)) for name in names]
    parameters = {"store": run.store, "flow": run.flow, "code": CODE[kind], "item_keys": names}
    with connection.transaction():
        connection.execute(sql("ledger/resolve_other_problems"), parameters)
        open_problems(connection, run.store, run.flow, run.dag_run_id, problems)
    return problems


def left_out_skus(
    connection: psycopg.Connection, kind: str, store: str, skus: Sequence[str], *, as_if_approved: bool = False
) -> list[tuple[str, str]]:
    """(SKU, why it is passed by) of the SKUs a run names. An inactive one has no price, and a stock of 0."""
    parameters = {
        "store": store,
        "skus": list(skus),
        "only_active": kind == "price",
        "as_if_approved": as_if_approved,
    }
    return connection.execute(sql("plans/select_left_out"), parameters).fetchall()
