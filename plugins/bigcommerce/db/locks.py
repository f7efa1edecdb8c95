"""One writer at a time: advisory locks, which go with the process that held them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg

from bigcommerce.errors import TryAgain

# Longer is Airflow's retry. Many parcels, or a first import from Neto, take minutes of a quota.
PATIENCE, LONG_PATIENCE = "60s", "10min"


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


def one_bulk_writer(connection: psycopg.Connection, store: str) -> AbstractContextManager[None]:
    """Bulk catalogue and inventory writes of a store must not overlap. Source: BigCommerce "Inventory adjustments",
    optimising performance. Raises TryAgain where another run holds the lock for long."""
    return alone(
        connection, "bigcommerce bulk writer", store, f"Another run is sending prices or stock to store {store}."
    )


def one_exporter(connection: psycopg.Connection, store: str) -> AbstractContextManager[None]:
    """One exporter of shipments a store at a time: the second waits, then finds what the first has recorded. For the
    whole store and not an order, because the quota is the store's and two would only slow each other down. Raises
    TryAgain where another run holds the lock for long."""
    refusal = f"Another run is sending consignments to store {store}."
    return alone(connection, "bigcommerce shipments", store, refusal, LONG_PATIENCE)


def one_neto_run(connection: psycopg.Connection, what: str) -> AbstractContextManager[None]:
    """One Neto flow of a kind at a time: the second waits, then finds what the first has recorded. Raises TryAgain
    where another run holds the lock for long."""
    return alone(connection, "neto", what, f"Another {what} of Neto is at work.", LONG_PATIENCE)


@contextmanager
def alone(
    connection: psycopg.Connection, name: str, key: str, refusal: str, patience: str = PATIENCE
) -> Iterator[None]:
    """A lock of the session, because the work spans many transactions. name and key: which; patience: as Postgres
    writes it. Raises TryAgain(refusal) after that."""
    lock = "select pg_{}(hashtext(%s), hashtext(%s))"
    try:
        with connection.transaction():
            connection.execute("select set_config('lock_timeout', %s, true)", [patience])
            connection.execute(lock.format("advisory_lock"), [name, key])
    except psycopg.errors.LockNotAvailable:
        raise TryAgain(refusal) from None
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute(lock.format("advisory_unlock"), [name, key])
