"""One exporter a store at a time."""

from __future__ import annotations

import threading

import psycopg
import pytest

from bigcommerce.db import locks
from bigcommerce.errors import TryAgain


def test_two_exporters_of_a_store_take_turns_and_those_of_two_stores_do_not(
    commerce: psycopg.Connection, commerce_dsn: str
) -> None:
    order: list[str] = []

    def second() -> None:
        with psycopg.connect(commerce_dsn, autocommit=True) as other, locks.one_exporter(other, "default"):
            order.append("second")

    with locks.one_exporter(commerce, "default"):
        with psycopg.connect(commerce_dsn, autocommit=True) as other, locks.one_exporter(other, "o"):
            order.append("other store")
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.3)
        order.append("first")
    thread.join(10)
    assert order == ["other store", "first", "second"]


def test_an_exporter_does_not_wait_for_ever(
    commerce: psycopg.Connection, commerce_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "LONG_PATIENCE", "50ms")
    with (
        psycopg.connect(commerce_dsn, autocommit=True) as other,
        locks.one_exporter(other, "default"),
        pytest.raises(TryAgain, match="Another run is sending consignments to store default"),
        locks.one_exporter(commerce, "default"),
    ):
        pass
