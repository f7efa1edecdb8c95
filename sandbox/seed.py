"""The embedded back office's first rows: sandbox/data/backoffice/TABLE.csv, copied as they are, once.

Only into an empty database. With Neto, the catalogue comes from there. A CSV's header names its columns; an empty cell
is null.
"""

from pathlib import Path

import psycopg
from psycopg import sql

from sandbox.settings import CHECKOUT

DATA = CHECKOUT / "sandbox" / "data"
CATALOGUE = ("products", "price_groups", "product_prices", "stock")  # what Neto brings, where there is one
MAPS = ("payment_method_map", "shipping_method_map", "carrier_map")  # rows of a store
APPROVED_SKUS = DATA / "approved_skus.csv"  # for the bulk approval, in the world's imports folder


def seed(dsn: str, is_enabled: bool | None, with_neto: bool = False) -> bool:
    """Copies the files and adds store `default`; False where there is anything already. All rows or none.

    is_enabled: of the store; None: no store is added.
    """
    left_out = (*(CATALOGUE if with_neto else ()), *(MAPS if is_enabled is None else ()))
    with psycopg.connect(dsn) as connection:
        connection.execute("lock table bigcommerce.stores in share row exclusive mode")
        for table in ("bigcommerce.stores", "backoffice.products"):
            if connection.execute(f"select exists (select from {table})").fetchone() == (True,):
                return False
        if is_enabled is not None:
            connection.execute(
                "insert into bigcommerce.stores (store_code, is_enabled, setup_completed_at)"
                " values ('default', %s, now() - interval '1 day')",
                [is_enabled],
            )
        for file in sorted((DATA / "backoffice").glob("*.csv")):
            if file.stem not in left_out:
                copy(connection, file)
    return True


def connect_neto(dsn: str) -> None:
    """Switches Neto on for store `default` of the embedded back office."""
    with psycopg.connect(dsn) as connection:
        connection.execute("insert into neto.settings default values on conflict do nothing")


def disconnect_neto(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("delete from neto.settings")


def switch_store(dsn: str, is_enabled: bool) -> bool:
    """Switches the seeded store on or off; False where it is so already."""
    with psycopg.connect(dsn) as connection:
        switched = connection.execute(
            "update bigcommerce.stores set is_enabled = %(on)s where store_code = 'default' and is_enabled <> %(on)s",
            {"on": is_enabled},
        )
        return switched.rowcount > 0


def copy(connection: psycopg.Connection, file: Path) -> None:
    """The maps from the store's names to the back office's are among the files, in a schema of their own."""
    row = connection.execute(
        "select table_schema from information_schema.tables"
        " where table_name = %s and table_schema in ('backoffice', 'bigcommerce')",
        [file.stem],
    ).fetchone()
    if row is None:
        raise SystemExit(f"{file}: there is no table of this name")
    text = file.read_text(encoding="utf-8")
    columns = text.split("\n", 1)[0].strip().split(",")
    statement = sql.SQL("copy {} ({}) from stdin with (format csv, header true)").format(
        sql.Identifier(row[0], file.stem), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor().copy(statement) as stream:
        stream.write(text)
