"""One run of a Neto flow at a time: the second waits, then finds what the first has recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from bigcommerce.db.queries import sql
from bigcommerce.errors import TryAgain

# Longer is Airflow's retry.
PATIENCE = "10min"


@contextmanager
def only_run(connection: psycopg.Connection, flow: str, store: str) -> Iterator[None]:
    """A lock of the session, because the work spans many transactions; gone when the process dies.

    flow: the lock's name. Raises TryAgain where another run holds it for longer than PATIENCE.
    """
    key = {"flow": flow, "store": store}
    connection.execute(f"set lock_timeout = '{PATIENCE}'")
    try:
        connection.execute(sql("neto/lock_flow"), key)
    except psycopg.errors.LockNotAvailable:
        raise TryAgain(f"Another run has been at {flow} of store {store} for long.") from None
    finally:
        connection.execute("reset lock_timeout")
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute(sql("neto/unlock_flow"), key)
