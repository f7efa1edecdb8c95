"""What price lists were read to hold, beside the catalogue's prices: in a temporary table for the length of a task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import psycopg

from bigcommerce.db.queries import sql


def mapped_lists(connection: psycopg.Connection, store: str) -> list[int]:
    return [list_id for (list_id,) in connection.execute(sql("prices/select_mapped_lists"), {"store": store})]


def variants_of(connection: psycopg.Connection, store: str, skus: Sequence[str]) -> list[int]:
    """The variants that a price list may have records of."""
    found = connection.execute(sql("prices/select_variants"), {"store": store, "skus": list(skus)})
    return [variant_id for (variant_id,) in found]


def begin_reading(connection: psycopg.Connection, target: str) -> None:
    """Forget what was read of this list."""
    connection.execute(sql("prices/delete_held_records"), {"target": target})


def copy_records(
    connection: psycopg.Connection, target: str, rows: Iterable[tuple[int, Decimal | None, Decimal | None]]
) -> None:
    """rows: (variant id, price, sale price)."""
    with connection.cursor() as cursor, cursor.copy(sql("prices/copy_held_records")) as copy:
        for variant_id, price, sale_price in rows:
            copy.write_row((target, 0, variant_id, price, sale_price))


def count_records(connection: psycopg.Connection, target: str) -> int:
    """How many there are, once what was shown twice is there once."""
    connection.execute(sql("prices/delete_held_twice"), {"target": target})
    row = connection.execute(sql("prices/count_held_records"), {"target": target}).fetchone()
    return row[0] if row else 0


def end_readings(connection: psycopg.Connection) -> None:
    connection.execute("analyze held_prices")
