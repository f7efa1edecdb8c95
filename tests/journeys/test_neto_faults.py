"""Any trouble at any call of an order push: the next try ends where an undisturbed one would, nothing twice."""

from __future__ import annotations

import contextlib

import psycopg
import pytest

from bigcommerce.connectors import pacing, transport
from bigcommerce.errors import RateLimited, SyncError, Unreachable
from tests.journeys.neto_pushes import Pushes
from tests.neto_account import NetoAccount

ACTIONS = ("GetOrder", "GetItem", "AddOrder", "UpdateOrder", "GetPayment", "AddPayment")
TROUBLE = (
    *({"kind": kind} for kind in ("lost_answer", "no_answer", "cut", "empty", "rate_limit", "ack_error")),
    *({"kind": kind, "when": when} for kind in ("error500", "html") for when in ("before", "after")),
    # The second of its kind, and three in a row, which outlast the tries of one run.
    {"kind": "lost_answer", "after": 1},
    {"kind": "lost_answer", "times": 3},
    {"kind": "error500", "when": "after", "times": 3},
)


@pytest.fixture
def world(commerce: psycopg.Connection, neto_sandbox: NetoAccount, monkeypatch: pytest.MonkeyPatch) -> Pushes:
    # Waiting is not what this is about.
    monkeypatch.setattr(pacing, "MINUTE", 0.05)
    monkeypatch.setattr(transport, "back_off", lambda attempt: 0.01)
    return Pushes(commerce, neto_sandbox)


@pytest.mark.slow
@pytest.mark.parametrize("action", ACTIONS)
def test_trouble_at_any_call_costs_nothing_but_time(world: Pushes, action: str) -> None:
    for trouble in TROUBLE:
        world.begin()
        world.neto.fault(action=action, **trouble)
        with contextlib.suppress(SyncError):
            world.push()
        assert "after" in trouble or sum(fault["fired"] for fault in world.neto.control("GET", "faults"))
        world.neto.control("DELETE", "faults")
        # What Neto refused outright waits for a person.
        world.db.execute("update bigcommerce.item_problems set resolved_at = now()")
        world.db.execute("delete from neto.order_notes where state = 'refused'")
        world.push()
        try:
            world.assert_once()
        except AssertionError as error:
            raise AssertionError(f"{action}, {trouble}") from error


def test_a_lost_answer_is_looked_up_in_the_same_run(world: Pushes) -> None:
    world.begin()
    for action in ("AddOrder", "AddPayment", "UpdateOrder"):
        world.neto.fault("lost_answer", action)
    run = world.push()
    assert (run["calls"]["AddOrder"], run["calls"]["AddPayment"], run["calls"]["UpdateOrder"]) == (3, 4, 2)
    world.push()
    world.assert_once()


def test_where_neto_is_down_the_run_fails_and_says_so(world: Pushes) -> None:
    world.begin()
    world.neto.fault("no_answer", times=None)
    with pytest.raises(Unreachable, match="GetOrder got no answer"):
        world.push()
    world.neto.control("DELETE", "faults")
    world.push()
    world.assert_once()


def test_an_order_without_an_answer_stops_no_other(world: Pushes) -> None:
    world.begin()
    world.neto.fault("no_answer", "AddOrder", times=3)
    with pytest.raises(Unreachable):
        world.push()
    assert sorted(order["OrderID"] for order in world.neto.orders()) == ["BC10", "BC8", "BC9"]
    assert [(row[0], row[2]) for row in world.pushes()] == [(7, "intended"), *((n, "accepted") for n in (8, 9, 10))]
    world.push()
    world.assert_once()


def test_a_quota_that_is_used_up_is_waited_for_or_left_to_the_next_try(
    world: Pushes, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.begin()
    monkeypatch.setattr(pacing, "MINUTE", 600.0)
    world.neto.fault("rate_limit", "AddOrder", after=1)
    with pytest.raises(RateLimited):
        world.push()
    # Whoever begins in the silence does not call at all.
    with pytest.raises(RateLimited):
        world.push()
    assert world.neto.counts() == {}
    world.db.execute("update neto.quotas set silent_until = now()")
    monkeypatch.setattr(pacing, "MINUTE", 0.05)
    world.push()
    world.assert_once()
