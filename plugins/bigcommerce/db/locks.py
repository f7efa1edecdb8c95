"""One writer at a time: advisory locks, which go with the process that held them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from bigcommerce.errors import TryAgain

# Longer is Airflow's retry.
PATIENCE = "60s"


@contextmanager
def one_bulk_writer(connection: psycopg.Connection, store: str) -> Iterator[None]:
    """Bulk catalogue and inventory writes of a store must not overlap. Source: BigCommerce "Inventory adjustments",
    optimising performance. Raises TryAgain where another run holds the lock for long."""
    key = "select pg_{}(hashtext('bigcommerce bulk writer'), hashtext(%s))"
    try:
        with connection.transaction():
            connection.execute(f"set local lock_timeout = '{PATIENCE}'")
            connection.execute(key.format("advisory_lock"), [store])
    except psycopg.errors.LockNotAvailable:
        raise TryAgain(f"Another run is sending prices or stock to store {store}.") from None
    try:
        yield
    finally:
        connection.execute(key.format("advisory_unlock"), [store])
