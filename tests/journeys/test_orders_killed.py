"""Killed at any request or commit, a rerun ends where an undisturbed run ends, and goes on from the last page."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from bigcommerce.connectors.transport import Transport
from bigcommerce.operators.orders import IngestOrders
from tests.conftest import SandboxStore
from tests.journeys.order_world import STATUSES, OrderWorld

RUN_ID = "the one run"


@pytest.fixture
def world(commerce: psycopg.Connection, demo_sandbox: SandboxStore) -> OrderWorld:
    found = OrderWorld(commerce, demo_sandbox)
    found.set_store(order_statuses_to_sync=STATUSES, unmapped_order_policy="park", default_payment_method="Card")
    return found


class Points:
    """Every moment a process may die at: before and after a request, and after a commit."""

    def __init__(self, kill_at: int | None) -> None:
        self.kill_at, self.passed = kill_at, 0

    def point(self) -> None:
        self.passed += 1
        if self.passed == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """In this process, for good."""
        attempt, transaction = Transport.attempt, psycopg.Connection.transaction

        def attempting(*arguments: Any, **named: Any) -> Any:
            self.point()
            answer = attempt(*arguments, **named)
            self.point()
            return answer

        @contextmanager
        def committing(connection: psycopg.Connection, *arguments: Any, **named: Any) -> Iterator[Any]:
            is_outermost = connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
            with transaction(connection, *arguments, **named) as it:
                yield it
            if is_outermost:
                self.point()

        Transport.attempt = attempting  # type: ignore[method-assign]
        psycopg.Connection.transaction = committing  # type: ignore[method-assign,assignment]


def in_a_process_of_its_own(work: Callable[[], None]) -> int:
    """Fork, work, leave without any clean-up of ours; the wait status."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
            os._exit(3)
        os._exit(0)
    return os.waitpid(child, 0)[1]


def ingest_dying_at(world: OrderWorld, kill_at: int | None, count_to: int | None = None) -> int:
    points = Points(kill_at)

    def work() -> None:
        points.watch()
        world.run(IngestOrders(task_id="order_ingest", store="default"), {}, run_id=RUN_ID)
        if count_to is not None:
            os.write(count_to, str(points.passed).encode())

    return in_a_process_of_its_own(work)


@pytest.mark.slow
def test_killed_at_any_request_or_commit_a_rerun_ends_as_if_nothing_had_happened(world: OrderWorld) -> None:
    world.sandbox.control("POST", "orders/bulk", {"count": 800, "seed": 4, "days": 20})
    read_end, write_end = os.pipe()
    assert ingest_dying_at(world, None, write_end) == 0
    points = int(os.read(read_end, 20))
    wanted = world.state()
    assert len(wanted["orders"]) > 600 and points > 30
    resumed = 0
    for point in range(1, points + 1):
        world.forget()
        assert os.WTERMSIG(ingest_dying_at(world, point)) == signal.SIGKILL, point
        kept = world.rows("select coalesce(max(last_order_id), 0) from bigcommerce.order_walks")[0][0]
        world.sandbox.control("DELETE", "counts")
        rerun = world.run(IngestOrders(task_id="order_ingest", store="default"), {}, run_id=RUN_ID)
        assert world.state() == wanted, point
        resumed += kept > 0
        if kept:
            # Committed pages are not read again: one request less for each, one more to look for what came since.
            done = world.rows("select count(*) from bigcommerce.raw_orders")[0][0]
            assert rerun["operations"]["GET /v2/orders"] <= 6 and done == len(wanted["raw"])
        watermarks = world.rows("select complete_until is not null from bigcommerce.order_watermarks")
        assert watermarks == [(True,)], point
    assert resumed > points // 3
