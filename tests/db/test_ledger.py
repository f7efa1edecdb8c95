"""The account of runs adds up over retries; a problem is open once, closed once, and comes back as a new row."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from bigcommerce.db.ledger import SyncRun, sync_run
from bigcommerce.db.problems import count_open_problems, open_problems, resolve_problems
from bigcommerce.domain.problems import Problem

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)


@pytest.fixture
def store(rolled_back: psycopg.Connection) -> psycopg.Connection:
    rolled_back.execute("insert into bigcommerce.stores (store_code) values ('default'), ('other')")
    return rolled_back


def new_run(**fields: Any) -> SyncRun:
    return SyncRun(**{"dag_id": "d", "dag_run_id": "r", "flow": "orders", "store": "default"} | fields)


def recorded(connection: psycopg.Connection, table: str = "sync_runs", order: str = "1, 2, 3, 4") -> list[dict]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(f"select * from bigcommerce.{table} order by {order}").fetchall()


def account(connection: psycopg.Connection) -> tuple[Any, ...]:
    (row,) = recorded(connection)
    return tuple(row[f"items_{name}"] for name in ("read", "written", "unchanged", "refused")) + tuple(
        row[name] for name in ("requests", "writes", "waited_seconds")
    )


def work(run: SyncRun) -> None:
    """1 to 7 in the order of `account`, on top of what was done before."""
    run.read += 1
    run.written += 2
    run.unchanged += 3
    run.refused += 4
    run.counts.requests += 5
    run.counts.writes += 6
    run.counts.waited_seconds += 0.7


# --- runs ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["ordinary", "dry_run", "rollback"])
def test_a_run_says_what_it_is_for(store: psycopg.Connection, kind: str) -> None:
    for _ in range(2):
        with sync_run(store, new_run(kind=kind)):
            pass
    (row,) = recorded(store)
    assert row["kind"] == kind


def test_a_run_has_a_row_from_its_start_and_an_end_once_it_is_done(store: psycopg.Connection) -> None:
    with sync_run(store, new_run()):
        (row,) = recorded(store)
        assert row["started_at"] is not None and row["finished_at"] is None
        assert account(store) == (0,) * 7
    (row,) = recorded(store)
    assert row["finished_at"] is not None and row["error"] is None


def test_each_save_adds_only_what_came_since_the_last(store: psycopg.Connection) -> None:
    with sync_run(store, new_run()) as run:
        work(run)
        run.save(store)
        assert account(store) == (1, 2, 3, 4, 5, 6, Decimal("0.7"))
        run.save(store)
        work(run)
        run.save(store)
        work(run)
    assert account(store) == (3, 6, 9, 12, 15, 18, Decimal("2.1"))


def test_a_retry_goes_on_counting_in_its_row(store: psycopg.Connection) -> None:
    with pytest.raises(RuntimeError), sync_run(store, new_run()) as run:
        work(run)
        raise RuntimeError("the store is down")
    (row,) = recorded(store)
    assert (row["error"], row["finished_at"] is None) == ("RuntimeError: the store is down", False)
    store.execute("update bigcommerce.sync_runs set started_at = %s", [NOON])
    with sync_run(store, new_run()) as run:
        (row,) = recorded(store)
        assert (row["error"], row["finished_at"], row["started_at"]) == (None, None, NOON)
        work(run)
    assert account(store) == (2, 4, 6, 8, 10, 12, Decimal("1.4"))
    (row,) = recorded(store)
    assert (row["error"], row["finished_at"] is None, row["started_at"]) == (None, False, NOON)


@pytest.mark.parametrize("field", ["dag_id", "dag_run_id", "flow", "store"])
def test_another_dag_run_flow_or_store_has_its_own_row(store: psycopg.Connection, field: str) -> None:
    value = {"flow": "stock", "store": "other"}.get(field, "x")
    with sync_run(store, new_run()), sync_run(store, new_run(**{field: value})) as run:
        work(run)
    first, second = sorted(recorded(store), key=lambda row: row["requests"])
    assert (first["requests"], second["requests"], second[{"store": "store_code"}.get(field, field)]) == (0, 5, value)
    assert first["finished_at"] is not None and second["finished_at"] is not None


class Ended(BaseException):
    """What Airflow raises in a task that took too long is no Exception either."""


@pytest.mark.parametrize("error", [Ended("too long"), SystemExit("too long"), KeyboardInterrupt("too long")])
def test_a_run_that_was_ended_from_outside_is_no_success(store: psycopg.Connection, error: BaseException) -> None:
    with pytest.raises(type(error)), sync_run(store, new_run()) as run:
        work(run)
        raise error
    (row,) = recorded(store)
    assert (row["error"], row["requests"]) == (f"{type(error).__name__}: too long", 5)


def test_what_a_failed_block_had_begun_is_undone_and_its_requests_are_kept(store: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero), sync_run(store, new_run()) as run:
        work(run)
        with store.transaction():
            store.execute("update bigcommerce.stores set stock_limit = 7")
            store.execute("select 1 / 0")
    assert account(store)[4:6] == (5, 6)
    assert store.execute("select count(*) from bigcommerce.stores where stock_limit = 7").fetchone() == (0,)
    assert recorded(store)[0]["error"].startswith("DivisionByZero: ")


def test_a_long_error_is_cut(store: psycopg.Connection) -> None:
    with pytest.raises(ValueError), sync_run(store, new_run()):
        raise ValueError("x" * 5000)
    assert len(recorded(store)[0]["error"]) == 2000


def test_the_block_s_own_error_is_the_one_raised_where_the_database_is_gone(commerce_dsn: str) -> None:
    with psycopg.connect(commerce_dsn, autocommit=True) as connection:
        connection.execute("insert into bigcommerce.stores (store_code) values ('default')")
        with pytest.raises(ValueError, match="mine"), sync_run(connection, new_run()):
            connection.close()
            raise ValueError("mine")
    with (
        psycopg.connect(commerce_dsn, autocommit=True) as connection,
        pytest.raises(psycopg.OperationalError),
        sync_run(connection, new_run()),
    ):
        connection.close()


def test_the_window_is_kept_until_another_is_known(store: psycopg.Connection) -> None:
    with sync_run(store, new_run()) as run:
        run.window_from, run.window_to = NOON, NOON.replace(hour=13)
        run.save(store)
        run.window_from, run.window_to = None, NOON.replace(hour=14)
    (row,) = recorded(store)
    assert (row["window_from"], row["window_to"]) == (NOON, NOON.replace(hour=14))


# --- problems ------------------------------------------------------------------------------------------------------
def find(connection: psycopg.Connection, *problems: Problem, store: str = "default", run: str = "r1") -> None:
    open_problems(connection, store, "prices", run, problems)


def all_problems(connection: psycopg.Connection) -> list[dict[str, Any]]:
    return recorded(connection, "item_problems", "problem_id")


def test_a_problem_seen_again_is_the_same_row_brought_up_to_date(store: psycopg.Connection) -> None:
    find(store, Problem("A", "empty_price", "old", {"n": 1}))
    store.execute("update bigcommerce.item_problems set first_seen_at = %s, last_seen_at = %s", [NOON, NOON])
    (before,) = all_problems(store)
    find(store, Problem("A", "empty_price", "new", {"n": 2}), run="r2")
    (row,) = all_problems(store)
    now = store.execute("select now()").fetchone()
    assert row == before | {"message": "new", "details": {"n": 2}, "dag_run_id": "r2", "last_seen_at": now[0]}
    assert (row["first_seen_at"], row["resolved_at"]) == (NOON, None)


def test_a_problem_that_comes_back_is_a_new_row(store: psycopg.Connection) -> None:
    find(store, Problem("A", "empty_price", "once"))
    assert resolve_problems(store, "default", "prices", ["A"], ["empty_price"]) == 1
    find(store, Problem("A", "empty_price", "again"))
    find(store, Problem("A", "empty_price", "again"))
    once, again = all_problems(store)
    assert (once["message"], once["resolved_at"] is None) == ("once", False)
    assert (again["message"], again["resolved_at"]) == ("again", None)


def test_at_most_one_is_open_for_an_item_and_code(store: psycopg.Connection) -> None:
    find(store, Problem("A", "empty_price", ""))
    insert = (
        "insert into bigcommerce.item_problems (store_code, flow, item_key, code, resolved_at)"
        " values ('default', 'prices', 'A', 'empty_price', %s)"
    )
    with pytest.raises(psycopg.errors.UniqueViolation), store.transaction():
        store.execute(insert, [None])
    store.execute(insert, [NOON])
    store.execute(insert, [NOON])
    assert len(all_problems(store)) == 3


def test_problems_of_another_item_code_flow_or_store_are_their_own(store: psycopg.Connection) -> None:
    find(store, Problem("A", "empty_price", ""), Problem("B", "empty_price", ""), Problem("A", "invalid_price", ""))
    find(store, Problem("A", "empty_price", ""), store="other")
    open_problems(store, "default", "stock", "r1", [Problem("A", "empty_price", "")])
    assert len(all_problems(store)) == 5
    assert resolve_problems(store, "default", "prices", ["A"], ["empty_price"]) == 1
    (closed,) = (row for row in all_problems(store) if row["resolved_at"])
    assert (closed["store_code"], closed["flow"], closed["item_key"], closed["code"]) == (
        *("default", "prices", "A", "empty_price"),
    )
    assert [count_open_problems(store, "default", flow) for flow in ("prices", "stock", "orders")] == [2, 1, 0]
    assert count_open_problems(store, "other", "prices") == 1


def test_one_item_twice_in_a_batch_is_one_problem(store: psycopg.Connection) -> None:
    find(store, Problem("A", "empty_price", "first"), Problem("A", "empty_price", "last"))
    assert [row["message"] for row in all_problems(store)] == ["last"]
    find(store)
    assert len(all_problems(store)) == 1


def test_closing_counts_what_it_closed_and_leaves_the_time_of_the_first_closing(store: psycopg.Connection) -> None:
    find(store, Problem("A", "empty_price", ""), Problem("B", "empty_price", ""))
    assert resolve_problems(store, "default", "prices", ["A", "B", "C"], ["empty_price", "invalid_price"]) == 2
    store.execute("update bigcommerce.item_problems set resolved_at = %s", [NOON])
    assert resolve_problems(store, "default", "prices", ["A", "B"], ["empty_price"]) == 0
    assert {row["resolved_at"] for row in all_problems(store)} == {NOON}
    assert resolve_problems(store, "default", "prices", [], ["empty_price"]) == 0
    assert resolve_problems(store, "default", "prices", ["A"], []) == 0
