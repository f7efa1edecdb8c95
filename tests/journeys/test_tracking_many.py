"""Many parcels: what they cost undisturbed, and that trouble with each of them makes no double."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Any

import psycopg
import pytest

from bigcommerce.connectors.transport import Transport
from bigcommerce.errors import Unreachable
from tests.conftest import SandboxStore
from tests.journeys.tracking_parcels import Parcels


def finish(world: Parcels) -> int:
    """The run, and as often as Airflow would the same again; how often."""
    for turn in range(1, 21):
        try:
            world.export("the one run", patience=0)
            return turn
        except Unreachable:
            continue
    raise AssertionError("never ended")


@pytest.fixture
def world(commerce: psycopg.Connection, sandbox: SandboxStore) -> Parcels:
    return Parcels(commerce, sandbox, 200, in_a_row=200)


# A store that carries everything out and says so to nobody is asked twice a parcel: once to ship, once what it has.
TROUBLE = [
    {"kind": "cut", "when": "after", "times": 200},
    {"kind": "status", "status": 500, "when": "after", "times": 200},
    {"kind": "truncated", "when": "after", "times": 200},
]


@pytest.mark.slow
@pytest.mark.parametrize("trouble", TROUBLE, ids=lambda fault: f"{fault['kind']}-{fault.get('status', '')}")
def test_every_answer_lost_after_the_work_was_done_is_one_shipment_each(
    world: Parcels, trouble: dict[str, Any]
) -> None:
    world.fault(**trouble)
    assert finish(world) == 1
    counted = world.sandbox.counts()["by_operation"]
    assert counted["POST /v2/orders/{id}/shipments"] == 200
    world.assert_once()


@pytest.mark.slow
def test_answers_lost_before_and_after_the_work_by_turns(world: Parcels) -> None:
    # Each fault passes over the requests of the one before it, so that they strike one after the other.
    kinds = [{"kind": "cut"}, {"kind": "status", "status": 502}, {"kind": "cut", "when": "after"}]
    kinds += [{"kind": "status", "status": 504, "when": "after"}, {"kind": "status", "status": 429}]
    for number in range(150):
        world.fault(**kinds[number % len(kinds)], headers={"X-Rate-Limit-Time-Reset-Ms": "1"}, skip=number % 3)
    for number in range(6):
        world.fault("status", method="GET", skip=number % 3, status=503)
    finish(world)
    world.assert_once()


@pytest.mark.slow
def test_work_that_is_done_after_we_gave_up_waiting_is_found(world: Parcels, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Transport.__init__.__kwdefaults__, "read_timeout", 0.4)
    world.fault("late", seconds=0.6, skip=5, times=3)
    world.export("the one run", patience=0.5)
    world.assert_once()


def started(world: Parcels, run_id: str) -> int:
    """An export in a process of its own, as a task of Airflow is one; its process id."""
    child = os.fork()
    if child == 0:
        try:
            world.export(run_id, patience=0.5)
        finally:
            os._exit(sys.exc_info()[0] is not None)
    return child


def ended(child: int) -> int:
    """The exit code, or minus the signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.slow
def test_two_runs_at_once_and_two_more_after_one_was_killed(world: Parcels) -> None:
    first = started(world, "first")
    while len(world.sandbox.control("GET", "state/mails")) < 60:
        time.sleep(0.01)
    second, third = started(world, "second"), started(world, "third")
    time.sleep(0.1)
    os.kill(first, signal.SIGKILL)
    assert ended(first) == -signal.SIGKILL
    mailed = len(world.sandbox.control("GET", "state/mails"))
    assert mailed < 200
    assert [ended(child) for child in (second, third)] == [0, 0]
    world.assert_once()


def test_a_request_still_under_way_when_its_task_was_killed_is_waited_for(
    commerce: psycopg.Connection, sandbox: SandboxStore
) -> None:
    world = Parcels(commerce, sandbox, 3, in_a_row=3)
    world.fault("late", seconds=2)
    task = started(world, "first")
    while not world.sandbox.writes():
        time.sleep(0.01)
    os.kill(task, signal.SIGKILL)
    assert ended(task) == -signal.SIGKILL and not world.sandbox.control("GET", "state/mails")
    world.export("second", patience=4)
    time.sleep(2)
    world.assert_once()


@pytest.mark.slow
def test_a_thousand_parcels_are_a_thousand_writes_and_six_reads_and_then_none(
    commerce: psycopg.Connection, sandbox: SandboxStore
) -> None:
    world = Parcels(commerce, sandbox, 1_000, in_a_row=1_000)
    run = world.run()
    assert (run["written"], run["http_writes"], run["http_mails"]) == (1_000, 1_000, 1_000)
    assert run["http_reads"] <= 6
    world.assert_once()
