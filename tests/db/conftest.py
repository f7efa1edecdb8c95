"""A database that every test of a statement leaves as it found it: a rollback is a hundred times a copy's speed."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import conninfo


@pytest.fixture(scope="session")
def shared_connection(server: str, template: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database shared_by_tests template {template}")
    dsn = conninfo.make_conninfo(server, dbname="shared_by_tests")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set time zone 'UTC'")
        yield connection


@pytest.fixture
def rolled_back(shared_connection: psycopg.Connection) -> Iterator[psycopg.Connection]:
    """A connection whose every change ends with the test. `now()` stands still in it."""
    with shared_connection.transaction(force_rollback=True):
        yield shared_connection
