"""SKU lists to start approvals from."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from bigcommerce.db.queries import sql

# {the list's name: its statement}. All but the first compare with the temporary table `catalog_items`.
LISTS = {
    "backoffice": "skus/select_backoffice",
    "bigcommerce": "skus/select_bigcommerce",
    "backoffice_only": "skus/select_backoffice_only",
    "bigcommerce_only": "skus/select_bigcommerce_only",
}


def read_skus(connection: psycopg.Connection, which: str) -> Iterator[str]:
    """In order, streamed. which: one of LISTS."""
    with connection.transaction(), connection.cursor("skus") as cursor:
        for (sku,) in cursor.execute(sql(LISTS[which])):
            yield sku
