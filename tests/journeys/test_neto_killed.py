"""Killed at every call and every commit, and two runs at once: nothing is lost and nothing is there twice."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import psycopg
import pytest

from tests.journeys.neto_pushes import ALL, Pushes
from tests.journeys.neto_world import NetoWorld
from tests.journeys.test_orders_killed import Points, in_a_process_of_its_own
from tests.neto_account import NetoAccount


@pytest.fixture
def world(commerce: psycopg.Connection, neto_sandbox: NetoAccount) -> Pushes:
    return Pushes(commerce, neto_sandbox)


def dying_at(work: Callable[[], object], kill_at: int | None, count_to: int | None = None) -> int:
    points = Points(kill_at)

    def watched() -> None:
        points.watch()
        work()
        if count_to is not None:
            os.write(count_to, str(points.passed).encode())

    return in_a_process_of_its_own(watched)


def points_of(work: Callable[[], object]) -> int:
    read_end, write_end = os.pipe()
    assert dying_at(work, None, write_end) == 0
    return int(os.read(read_end, 20))


def both_at_once(work: Callable[[], object]) -> None:
    children = []
    for _ in range(2):
        if (child := os.fork()) == 0:
            try:
                work()
            except BaseException as error:
                os.write(2, f"{type(error).__name__}: {error}\n".encode())
                os._exit(3)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]


@pytest.mark.slow
def test_an_order_push_killed_anywhere_is_ended_by_the_next(world: Pushes) -> None:
    world.begin()
    points = points_of(world.push)
    world.assert_once()
    # Each call has two, each of three orders and four payments a commit of its own.
    assert points > 45
    for point in range(1, points + 1):
        world.begin()
        assert os.WTERMSIG(dying_at(world.push, point)) == signal.SIGKILL, point
        world.push(run_id="again")
        world.assert_once()
    world.push()
    assert world.neto.writes() == 0


def test_two_order_pushes_at_once_are_one(world: Pushes) -> None:
    world.begin()
    both_at_once(world.push)
    world.assert_once()
    runs = world.rows("select items_written from bigcommerce.sync_runs order by 1")
    assert runs == [(0,), (len(ALL),)]


@pytest.fixture
def dispatched(commerce: psycopg.Connection, neto_sandbox: NetoAccount) -> NetoWorld:
    """Three orders at Neto: one left, one left in two parts, one left and was cancelled after that was known."""
    world = NetoWorld(commerce, neto_sandbox)
    world.receive(1, 2, 3)
    world.db.execute("update backoffice.order_lines set quantity = 2, discounted_total_inc_tax = 22")
    world.push()
    for name in ("BC1", "BC3"):
        world.neto.dispatch(name, tracking=name, service="eParcel")
    world.bring()
    world.neto.control("POST", "orders/BC3/cancel")
    world.neto.control("POST", "orders/BC2/split", {"lines": [{"line": "TEE", "quantity": 1}]})
    for name in ("BC2", "BC2-1"):
        world.neto.dispatch(name, tracking=name, service="eParcel")
    return world


WANTED = [
    *(("neto:BC1:1", 1, "eParcel", "BC1", False, {"1": 2}), ("neto:BC2-1:1", 2, "eParcel", "BC2-1", False, {"1": 1})),
    *(("neto:BC2:1", 2, "eParcel", "BC2", False, {"1": 1}), ("neto:BC3:1", 3, "eParcel", "BC3", True, {"1": 2})),
]


@pytest.mark.slow
def test_a_consignment_import_killed_anywhere_is_ended_by_the_next(dispatched: NetoWorld) -> None:
    world = dispatched
    kept = world.rows("select consignment_id from backoffice.consignments")
    # A minute ago, because Neto's clock shows seconds and all of this may happen within one.
    watermark = world.rows("select read_until - interval '1 minute' from neto.dispatch_watermarks")[0]

    def begin() -> None:
        world.db.execute("delete from backoffice.consignments where consignment_id <> all(%s)", [[k for (k,) in kept]])
        world.db.execute("update backoffice.consignments set is_cancelled = false")
        world.db.execute("update neto.dispatch_watermarks set read_until = %s", watermark)

    points = points_of(world.bring)
    assert world.consignments() == WANTED and points >= 6
    for point in range(1, points + 1):
        begin()
        assert os.WTERMSIG(dying_at(world.bring, point)) == signal.SIGKILL, point
        world.bring(run_id="again")
        assert world.consignments() == WANTED, point
        assert world.rows("select read_until from neto.dispatch_watermarks")[0] > watermark
    assert world.bring()["items_written"] == 0


def test_two_consignment_imports_at_once_are_one(dispatched: NetoWorld) -> None:
    both_at_once(dispatched.bring)
    assert dispatched.consignments() == WANTED
    runs = dispatched.rows(
        "select items_written from bigcommerce.sync_runs where dag_id = 'neto_consignment_import' order by 1"
    )
    # One before, and these two.
    assert runs == [(0,), (2,), (3,)]
