"""The set-up of a store, step by step: what was chosen, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from bigcommerce.db.queries import sql

# The step whose settings each statement saves.
SETTINGS = {
    "orders": "setups/update_orders",
    "pricing": "setups/update_prices",
    "stock": "setups/update_stock",
    "carriers": "setups/update_tracking",
}


def add_store(connection: psycopg.Connection, store: str, connection_id: str) -> bool:
    """A new store, switched off; False where there is one with this code."""
    added = connection.execute(sql("setups/insert_store"), {"store": store, "connection_id": connection_id})
    return added.fetchone() is not None


def lock_store(connection: psycopg.Connection, store: str) -> None:
    """Until the transaction ends: nobody else saves a step meanwhile."""
    connection.execute(sql("setups/lock_store"), {"store": store})


def read_steps(connection: psycopg.Connection, store: str) -> dict[str, dict[str, Any]]:
    """{step: saved_at, saved_by} of the steps that were saved."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(sql("setups/select_steps"), {"store": store}).fetchall()
    return {row["step"]: row for row in rows}


def note_step(connection: psycopg.Connection, store: str, step: str, saved_by: str) -> None:
    connection.execute(sql("setups/upsert_step"), {"store": store, "step": step, "saved_by": saved_by})


def save_settings(connection: psycopg.Connection, store: str, step: str, settings: Mapping[str, Any]) -> None:
    """step: one of SETTINGS. settings: all columns of its statement."""
    connection.execute(sql(SETTINGS[step]), {"store": store, **settings})


def complete_setup(connection: psycopg.Connection, store: str) -> None:
    """The store is live from here on."""
    connection.execute(sql("setups/complete_setup"), {"store": store})


def count_approved(connection: psycopg.Connection, store: str) -> int:
    row = connection.execute(sql("setups/count_approved"), {"store": store}).fetchone()
    assert row is not None
    return row[0]


def count_set_aside(
    connection: psycopg.Connection, store: str, statuses: Collection[int], since: datetime | None
) -> int:
    """How many orders are here that were none to receive, and would be with these settings; 10,000 at most."""
    parameters = {"store": store, "statuses": list(statuses), "since": since, "most": 10_000}
    row = connection.execute(sql("setups/count_set_aside"), parameters).fetchone()
    assert row is not None
    return int(row[0])


def pause_store(connection: psycopg.Connection, store: str) -> None:
    """Nothing is read or sent until it is completed again."""
    connection.execute(sql("setups/pause_store"), {"store": store})


def read_review(connection: psycopg.Connection, store: str) -> dict[str, Any]:
    """database_now, and has_… for what a store needs."""
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(sql("setups/select_review"), {"store": store}).fetchone()
    return row or {}


def read_account_test(connection: psycopg.Connection, store: str, account: str) -> dict[str, Any] | None:
    """tested_at, tested_by, problem, scopes, store_name, currency, plan_name, quota of the last test, None where it was
    of another account. account: its digest."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql("setups/select_account_test"), {"store": store, "account": account}).fetchone()


def keep_account_test(
    connection: psycopg.Connection, store: str, account: str, tested_by: str, found: Mapping[str, Any]
) -> None:
    """account: its digest, taken before it was tested. found: problem, scopes, store_name, currency, plan_name,
    quota."""
    values = {"store": store, "account": account, "tested_by": tested_by, **found, "scopes": Jsonb(found["scopes"])}
    connection.execute(sql("setups/upsert_account_test"), values)


def read_price_groups(connection: psycopg.Connection) -> list[dict[str, Any]]:
    """code, name, is_default."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql("setups/select_price_groups")).fetchall()


def read_backoffice_names(connection: psycopg.Connection) -> dict[str, list[str]]:
    """{"payment": payment methods, "shipping": shipping services} of the back office."""
    names: dict[str, list[str]] = {"payment": [], "shipping": []}
    for kind, name in connection.execute(sql("setups/select_backoffice_names")):
        names[kind].append(name)
    return names


def read_warehouses(connection: psycopg.Connection) -> list[str]:
    return [name for (name,) in connection.execute(sql("setups/select_warehouses"))]


def read_price_lists(connection: psycopg.Connection, store: str) -> dict[int, str]:
    """{price list id: the group whose prices it receives}."""
    return dict(connection.execute(sql("setups/select_price_lists"), {"store": store}).fetchall())


def save_price_lists(connection: psycopg.Connection, store: str, lists: Mapping[int, str | None]) -> None:
    """lists: {price list id: group}; None takes the row away, lists not given stay."""
    rows = {str(price_list_id): group for price_list_id, group in lists.items()}
    connection.execute(sql("setups/save_price_lists"), {"store": store, "lists": Jsonb(rows)})
