"""The connection `commerce_db`: the database with the schemas `backoffice` and `bigcommerce`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import psycopg
from airflow.providers.postgres.hooks.postgres import PostgresHook

from bigcommerce.dag_defaults import COMMERCE_DB


@contextmanager
def commerce_db(conn_id: str = COMMERCE_DB) -> Iterator[psycopg.Connection]:
    """A connection in autocommit: whoever writes opens a transaction and so says what belongs together."""
    connection = cast(psycopg.Connection, PostgresHook(conn_id).get_conn())
    try:
        connection.autocommit = True
        # Dates are compared and printed in UTC whatever the server's or the client's own zone.
        connection.execute("set time zone 'UTC'")
        yield connection
    finally:
        connection.close()
