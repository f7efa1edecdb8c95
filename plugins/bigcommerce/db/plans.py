"""What the plans of the price and the stock flow have in common: made once a task, read batch by batch.

kind: "price" or "stock"; the statements are in include/sql/prices and include/sql/stock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.queries import sql

FOLDER = {"price": "prices", "stock": "stock"}
KEY = {"price": "target, sku", "stock": "sku"}
PART = {"price": "target", "stock": "is_approved"}
# The rows that need something done or said.
KEPT = {
    "price": "verdict <> 'unchanged' or is_promotion_impossible or is_rollback_over",
    "stock": "verdict <> 'unchanged'",
}
# Parameters of the rules: nothing was read, what was refused stays so, no workings are shown, only what is approved
# counts.
ORDINARY = {"full": False, "is_read": False, "explain": False, "as_if_approved": False}


def create_plan(
    connection: psycopg.Connection,
    kind: str,
    store: str,
    skus: Sequence[str] | None,
    kept: str | None = None,
    **parameters: Any,
) -> dict[str, int]:
    """Make the plan; what `count_plan` says of it. The rest as for `make_plan`."""
    make_plan(connection, kind, store, skus, kept, **parameters)
    return count_plan(connection, kind, store, skus, as_if_approved=parameters.get("as_if_approved", False))


def make_plan(
    connection: psycopg.Connection,
    kind: str,
    store: str,
    skus: Sequence[str] | None,
    kept: str | None = None,
    **parameters: Any,
) -> None:
    """kept: another condition on the rows that the plan keeps. parameters: those of the rule, as far as they are not
    ORDINARY."""
    parameters |= {"store": store, "skus": None if skus is None else list(skus)}
    parameters = ORDINARY | parameters
    create_reading(connection, kind)
    connection.execute(f"drop table if exists {kind}_plan")
    with connection.transaction():
        # Freshly loaded tables have no statistics yet: taken for empty, they would be joined row by row.
        connection.execute("set local enable_nestloop = off")
        rule = f"select * from (\n{sql(f'{FOLDER[kind]}/{kind}_rule')}\n) r where {kept or KEPT[kind]}"
        into = f"create temporary table {kind}_plan as {rule}"
        # A utility statement takes no server-side parameters.
        cursor = psycopg.ClientCursor(connection)
        for part in rule_parts(connection, kind, store):
            cursor.execute(into, parameters | part)
            into = f"insert into {kind}_plan {rule}"
    connection.execute(f"create unique index on {kind}_plan ({KEY[kind]})")
    connection.execute(f"analyze {kind}_plan")


def count_plan(
    connection: psycopg.Connection, kind: str, store: str, skus: Sequence[str] | None, *, as_if_approved: bool = False
) -> dict[str, int]:
    """{verdict: how many rows}, with the candidates and those of them that are unchanged, which the plan leaves out."""
    parameters = {"store": store, "skus": None if skus is None else list(skus), "as_if_approved": as_if_approved}
    verdicts: dict[str, int] = dict(connection.execute(sql(f"{FOLDER[kind]}/count_plan")).fetchall())
    row = connection.execute(sql(f"{FOLDER[kind]}/count_candidates"), parameters).fetchone()
    candidates = row[0] if row else 0
    return verdicts | {"candidates": candidates, "unchanged": candidates - sum(verdicts.values())}


def rule_parts(connection: psycopg.Connection, kind: str, store: str) -> list[dict[str, Any]]:
    """What the rule is asked for, one after the other, as its parameters: prices of the catalogue and of each price
    list; stock of what is approved, and of what is not any more where that gets 0."""
    rows = connection.execute(sql(f"{FOLDER[kind]}/select_parts"), {"store": store}).fetchall()
    return [{PART[kind]: part} for (part,) in rows]


def create_reading(connection: psycopg.Connection, kind: str) -> None:
    """The rule joins what BigCommerce was read to hold; empty where nothing was."""
    name = {"price": "prices/create_held_prices", "stock": "stock/create_stock_readings"}[kind]
    connection.execute(sql(name))


def planned_batches(
    connection: psycopg.Connection, statement: str, size: int, **parameters: Any
) -> Iterator[list[dict[str, Any]]]:
    """What the plan sends, in batches by SKU."""
    after = ""
    while True:
        with connection.cursor(row_factory=dict_row) as cursor:
            batch = cursor.execute(sql(statement), parameters | {"after": after, "limit": size}).fetchall()
        if not batch:
            return
        yield batch
        after = batch[-1]["sku"]


def say_problems(
    connection: psycopg.Connection, kind: str, store: str, skus: Sequence[str] | None, dag_run_id: str
) -> None:
    """Close what the plan no longer says, open what it says."""
    parameters = {"store": store, "skus": None if skus is None else list(skus), "dag_run_id": dag_run_id}
    connection.execute(sql(f"{FOLDER[kind]}/close_{kind}_problems"), parameters)
    connection.execute(sql(f"{FOLDER[kind]}/open_{kind}_problems"), parameters)


def begin_sending(
    connection: psycopg.Connection, run: SyncRun, rows: Sequence[Mapping[str, Any]], target: str | None = None
) -> None:
    """Note what is on its way, until it is recorded: of what is left behind, nobody knows whether it arrived.

    target: None: the location that the rows name.
    """
    parameters = {
        "store": run.store,
        "flow": run.flow,
        "target": target or str(rows[0]["location_id"]),
        "skus": [row["sku"] for row in rows],
        "have_sale_prices": [row.get("sale_price") is not None for row in rows],
    }
    connection.execute(sql("plans/begin_sending"), parameters)


def record(connection: psycopg.Connection, kind: str, store: str, skus: Sequence[str], **parameters: Any) -> None:
    """What BigCommerce accepted just now."""
    name = {"price": "prices/record_prices", "stock": "stock/record_stock"}[kind]
    connection.execute(sql(name), parameters | {"store": store, "skus": list(skus)})


def refuse(connection: psycopg.Connection, kind: str, store: str, skus: Sequence[str], **parameters: Any) -> None:
    """What BigCommerce refused just now."""
    name = {"price": "prices/refuse_prices", "stock": "stock/refuse_stock"}[kind]
    connection.execute(sql(name), parameters | {"store": store, "skus": list(skus)})


def keep_plan(connection: psycopg.Connection, kind: str, run: SyncRun) -> None:
    """Keep a dry run's plan in bigcommerce.planned_changes, and none that is older than thirty days."""
    parameters = {"store": run.store, "flow": run.flow, "dag_run_id": run.dag_run_id}
    with connection.transaction():
        connection.execute(sql("plans/delete_old_plans"), parameters)
        connection.execute(sql(f"{FOLDER[kind]}/keep_{kind}_plan"), parameters)
