"""How the stores' flows are doing, for the panel's first page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.problem_lists import MOST_COUNTED
from bigcommerce.db.queries import sql

Row = dict[str, Any]


def read_flows(connection: psycopg.Connection, store: str | None = None) -> list[Row]:
    """One row for each store and flow. store: None: all."""
    return read(connection, "overviews/select_flows", {"store": store, "most": MOST_COUNTED})


def read_waiting(connection: psycopg.Connection, store: str | None = None) -> dict[str, Row]:
    """{store code: guarded_prices, orders_on_hold, changes, consignments: how many wait, and since when;
    has_approvals, orderless, first_orderless, connection_id, refused_account}."""
    rows = read(connection, "overviews/select_waiting", {"store": store, "most": MOST_COUNTED})
    return {row["store_code"]: row for row in rows}


def read_usage(connection: psycopg.Connection, store: str, unit: str, since: datetime, until: datetime) -> list[Row]:
    """slot: when an hour or a day (unit) begins, in UTC; flow: None where nothing ran; items_written, requests."""
    parameters = {"store": store, "unit": unit, "since": since, "until": until}
    return read(connection, "overviews/select_usage", parameters)


def read(connection: psycopg.Connection, statement: str, parameters: Row) -> list[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql(statement), parameters).fetchall()
