"""Full exports: what BigCommerce was read to hold, and how it differs from what it should.

kind: "price" or "stock"; a reading lies in a temporary table for the length of a task.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import psycopg

from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.plans import FOLDER
from bigcommerce.db.queries import sql


def last_full_export(connection: psycopg.Connection, run: SyncRun) -> datetime | None:
    """When this flow last compared everything."""
    row = connection.execute(sql("full/select_full_export"), run.key).fetchone()
    return row[0] if row else None


def save_full_export(connection: psycopg.Connection, run: SyncRun, now: datetime) -> None:
    connection.execute(sql("full/upsert_full_export"), run.key | {"now": now})


def seconds_since_sending(connection: psycopg.Connection, kind: str, store: str, now: datetime | None) -> float | None:
    """None: nothing was sent yet. now: BigCommerce's clock, for stock."""
    statement = sql({"price": "prices/select_age_of_price", "stock": "stock/select_age_of_stock"}[kind])
    row = connection.execute(statement, {"store": store, "now": now}).fetchone()
    return row[0] if row else None


def keep_price_reading(connection: psycopg.Connection) -> None:
    """What is in catalog_items is what BigCommerce holds."""
    connection.execute("drop table if exists held_prices")
    connection.execute(sql("prices/create_held_prices"))
    connection.execute(sql("prices/insert_held_prices"))
    connection.execute("analyze held_prices")


def begin_stock_reading(connection: psycopg.Connection) -> None:
    connection.execute("drop table if exists stock_readings")
    connection.execute(sql("stock/create_stock_readings"))


def copy_stock_reading(connection: psycopg.Connection, rows: Iterable[tuple[int, int | None, int]]) -> None:
    """rows: (product id, variant id, on hand)."""
    with connection.cursor() as cursor, cursor.copy(sql("stock/copy_stock_readings")) as copy:
        for row in rows:
            copy.write_row(row)


def count_stock_reading(connection: psycopg.Connection) -> int:
    row = connection.execute(sql("stock/count_stock_readings")).fetchone()
    return row[0] if row else 0


def adopt(connection: psycopg.Connection, kind: str, run: SyncRun, read_at: datetime) -> None:
    """Where BigCommerce holds what it should though it was not sent it, that is what it holds from now on."""
    name = {"price": "prices/adopt_prices", "stock": "stock/adopt_stock"}[kind]
    connection.execute(sql(name), run.key | {"read_at": read_at})


def keep_drift(
    connection: psycopg.Connection, kind: str, run: SyncRun, *, is_ours: bool, missing: Sequence[str] = ()
) -> None:
    """List what differs in bigcommerce.price_stock_drift, and forget what is older than thirty days.

    missing: targets of which there is nothing to say.
    """
    with connection.transaction():
        connection.execute(sql("full/delete_old_drift"), run.key)
        connection.execute(
            sql(f"{FOLDER[kind]}/keep_{kind}_drift"), run.key | {"is_ours": is_ours, "missing": list(missing)}
        )


def say_repaired(connection: psycopg.Connection, kind: str, run: SyncRun) -> None:
    connection.execute(sql(f"{FOLDER[kind]}/repair_{kind}_drift"), run.key)


def count_drift(connection: psycopg.Connection, run: SyncRun) -> tuple[int, int]:
    """(found, repaired) in this run."""
    row = connection.execute(sql("full/count_drift"), run.key).fetchone()
    return row or (0, 0)
