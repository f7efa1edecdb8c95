"""How every store's flows are doing, for the panel's first page."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.queries import sql


def read_flows(connection: psycopg.Connection) -> list[dict[str, Any]]:
    """One row for each store and flow: its last run and how many problems are open."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql("overviews/select_flows")).fetchall()
