"""The connection `commerce_db`: the database with the schemas `backoffice` and `bigcommerce`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import psycopg
from airflow.exceptions import AirflowNotFoundException
from airflow.providers.postgres.hooks.postgres import PostgresHook

from bigcommerce.dag_defaults import COMMERCE_DB
from bigcommerce.errors import BadRequest


@contextmanager
def commerce_db(conn_id: str = COMMERCE_DB) -> Iterator[psycopg.Connection]:
    """A connection in autocommit: whoever writes opens a transaction and so says what belongs together."""
    try:
        connection = cast(psycopg.Connection, PostgresHook(conn_id).get_conn())
    except AirflowNotFoundException:
        raise BadRequest(
            f"There is no Airflow connection {conn_id}: create it (type Postgres, the database with the schemas "
            f"backoffice and bigcommerce), or set AIRFLOW_CONN_{conn_id.upper()}."
        ) from None
    try:
        connection.autocommit = True
        # Dates are compared and printed in UTC whatever the server's or the client's own zone.
        connection.execute("set time zone 'UTC'")
        yield connection
    finally:
        connection.close()
