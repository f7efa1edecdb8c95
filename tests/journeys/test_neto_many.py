"""A thousand orders through kills and lost answers: Neto holds a thousand orders, each paid once."""

from __future__ import annotations

import os
import random
import signal

import psycopg
import pytest

from bigcommerce.connectors import transport
from bigcommerce.errors import TryAgain
from tests.journeys.neto_world import NetoWorld
from tests.journeys.test_neto_killed import dying_at
from tests.neto_account import NetoAccount

ORDERS = 1_000
# Points of a run: see Points. Some die early, some in the middle of orders, one among the payments.
KILLS = (3, 160, 777, 1_501, 2_222)
UNPAID = range(1, ORDERS, 10)


@pytest.mark.slow
def test_a_thousand_orders_are_there_once_and_paid_once(
    commerce: psycopg.Connection, neto_sandbox: NetoAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "back_off", lambda attempt: 0.01)
    world = NetoWorld(commerce, neto_sandbox)
    # Neto would take a double.
    world.neto.set(repeated_order_id="accept")
    world.receive(*range(1, ORDERS + 1))
    commerce.execute("update backoffice.order_payments set status = 'authorized' where order_id %% 10 = %s", [1])
    random.seed(5)
    for action in ("AddOrder", "AddPayment"):
        for kind, when in (("lost_answer", ""), ("error500", "after"), ("html", "after"), ("no_answer", "")):
            for after in random.sample(range(ORDERS // 10), 5):
                world.neto.fault(kind, action, when=when, after=after)
    for kill_at in KILLS:
        assert os.WTERMSIG(dying_at(world.push, kill_at)) == signal.SIGKILL
    for _ in range(4):
        try:
            world.push()
            break
        except TryAgain:
            pass
    else:
        raise AssertionError("the push never came through")
    faults = world.neto.control("GET", "faults")
    assert sum(fault["fired"] for fault in faults) == len(faults) == 40
    names = sorted(order["OrderID"] for order in world.neto.orders())
    assert names == sorted(f"BC{number}" for number in range(1, ORDERS + 1))
    paid = sorted(f"BC{number}" for number in range(1, ORDERS + 1) if number not in UNPAID)
    assert [(name, amount) for name, amount, _ in world.paid()] == [(name, "27.50") for name in paid]
    states = world.rows("select state, payment_state, count(*) from neto.order_pushes group by 1, 2 order by 2")
    assert states == [("accepted", "accepted", 900), ("accepted", "none", 100)]
    assert world.rows("select count(*) from backoffice.orders where accepted_at is null") == [(0,)]
    assert world.problems() == []
    again = world.push()
    assert (again["writes"], again["items_written"], again["calls"]) == (0, 0, {})
