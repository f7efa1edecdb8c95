"""One writer at a time: advisory locks, which go with the process that held them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from bigcommerce.errors import TryAgain

# Longer is Airflow's retry.
PATIENCE = "60s"


@contextmanager
def scheduled_walk(connection: psycopg.Connection, store: str) -> Iterator[bool]:
    """Whether this is the one run that goes on with the store's scheduled walk; one beside it walks by itself."""
    key = "select pg_{}(hashtext('bigcommerce order walk'), hashtext(%s))"
    row = connection.execute(key.format("try_advisory_lock"), [store]).fetchone()
    is_alone = row is not None and row[0]
    try:
        yield is_alone
    finally:
        if is_alone:
            connection.execute(key.format("advisory_unlock"), [store])


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


@contextmanager
def one_neto_run(connection: psycopg.Connection, what: str) -> Iterator[None]:
    """One Neto flow of a kind at a time. Raises TryAgain where another run holds the lock for long."""
    key = "select pg_{}(hashtext('neto'), hashtext(%s))"
    try:
        with connection.transaction():
            connection.execute(f"set local lock_timeout = '{PATIENCE}'")
            connection.execute(key.format("advisory_lock"), [what])
    except psycopg.errors.LockNotAvailable:
        raise TryAgain(f"Another {what} of Neto is at work.") from None
    try:
        yield
    finally:
        connection.execute(key.format("advisory_unlock"), [what])
