"""Neto's quota as all tasks count it together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from bigcommerce.db.neto.quotas import keep_silent, reserve_call

ACCOUNT = "neto_default"


def reserve(db: psycopg.Connection, calls: int, account: str = ACCOUNT) -> float:
    return round(reserve_call(db, account, calls), 1)


def age(db: psycopg.Connection, seconds: int) -> None:
    """All that was taken was taken so much earlier."""
    db.execute("update neto.calls set begins_at = begins_at - %s * interval '1 second'", [seconds])


def test_calls_begin_at_once_until_the_minute_is_full(commerce: psycopg.Connection) -> None:
    assert [reserve(commerce, 3) for _ in range(3)] == [0, 0, 0]
    age(commerce, 20)
    # The fourth waits for the first to be a minute old, and another account does not.
    assert reserve(commerce, 3) == pytest.approx(40, abs=2) and reserve(commerce, 3, "neto_other") == 0
    age(commerce, 41)
    assert [reserve(commerce, 3) for _ in range(2)] == [0, 0]
    assert reserve(commerce, 3) > 50


def test_many_tasks_at_once_take_no_more_than_there_are(commerce: psycopg.Connection, commerce_dsn: str) -> None:
    def task(_: int) -> list[float]:
        with psycopg.connect(commerce_dsn, autocommit=True) as db:
            return [reserve(db, 50) for _ in range(20)]

    with ThreadPoolExecutor(8) as tasks:
        waits = [wait for found in tasks.map(task, range(8)) for wait in found]
    assert sum(wait == 0 for wait in waits) == 50
    # Fifty in the first minute, fifty in the second, fifty in the third, ten in the fourth.
    assert [sum(round(wait / 60) == minute for wait in waits) for minute in range(4)] == [50, 50, 50, 10]


def test_after_a_refusal_all_keep_silent_and_the_longer_silence_counts(commerce: psycopg.Connection) -> None:
    assert reserve(commerce, 100) == 0
    keep_silent(commerce, ACCOUNT, 60)
    keep_silent(commerce, ACCOUNT, 30)
    assert reserve(commerce, 100) == pytest.approx(60, abs=2)
    commerce.execute("update neto.quotas set silent_until = now()")
    assert reserve(commerce, 100) == 0


def test_what_is_past_is_not_kept(commerce: psycopg.Connection) -> None:
    for _ in range(5):
        reserve(commerce, 100)
    age(commerce, 61)
    reserve(commerce, 100)
    assert commerce.execute("select count(*) from neto.calls").fetchone() == (1,)
