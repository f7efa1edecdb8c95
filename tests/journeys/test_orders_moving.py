"""A store that changes while it is read: after the next run nothing is missing and nothing is doubled."""

from __future__ import annotations

import random
from typing import Any

import psycopg
import pytest

from bigcommerce.connectors import bigcommerce
from tests.conftest import SandboxStore
from tests.journeys.order_oracle import Oracle
from tests.journeys.order_world import OrderWorld

SCHEDULES, ORDERS, PAGE = 200, 12, 4


@pytest.fixture
def world(commerce: psycopg.Connection, sandbox: SandboxStore, monkeypatch: pytest.MonkeyPatch) -> OrderWorld:
    monkeypatch.setattr(bigcommerce, "PAGE", PAGE)
    return OrderWorld(commerce, sandbox)


def surprise(dice: random.Random, order_ids: list[int]) -> dict[str, Any]:
    """What somebody does in the store just then."""
    order_id = dice.choice(order_ids)
    kind = dice.choice(["place", "edit", "cancel", "archive", "incomplete"])
    if kind == "place":
        return {"path": "orders", "json": {"lines": [{"name": "Late", "price": "5.00"}], "status_id": 11}}
    if kind == "cancel":
        return {"path": f"orders/{order_id}/cancel"}
    if kind == "archive":
        return {"method": "DELETE", "path": f"orders/{order_id}"}
    status_id = 0 if kind == "incomplete" else 11
    lines = {"add": [{"name": "More", "price": "3.00"}]}
    return {"method": "PATCH", "path": f"orders/{order_id}", "json": {"lines": lines, "status_id": status_id}}


@pytest.mark.slow
@pytest.mark.parametrize("bounds", ["inclusive", "exclusive"])
def test_whatever_happens_between_two_pages_the_next_run_completes_it(world: OrderWorld, bounds: str) -> None:
    oracle = Oracle(world.sandbox)
    for seed in range(SCHEDULES // 2):
        dice = random.Random(f"{bounds} {seed}")
        world.forget()
        world.sandbox.control("POST", "reset", {"seed": "empty"})
        world.sandbox.control("PATCH", "settings", {"quota": None, "date_bounds": bounds, "id_bounds": bounds})
        ids = [world.place(status_id=dice.choice([11, 11, 11, 0])) for _ in range(ORDERS)]
        for page in range(1, 6):
            actions = [surprise(dice, ids) for _ in range(dice.randint(1, 3))]
            hook = {"path": "/v2/orders", "nth": page, "do": actions}
            world.sandbox.control("POST", "hooks/before-request", hook)
        world.ingest()
        world.sandbox.control("DELETE", "hooks/before-request")
        world.ingest()

        listed = {order["id"]: order for page in world.sandbox.client().order_pages() for order in page.body}
        open_now = {order_id for order_id, order in listed.items() if order["status_id"] == 11}
        received = world.received()
        assert open_now <= set(received), (seed, open_now - set(received))
        assert len(received) == len(set(received))
        landed = dict(world.rows("select bigcommerce_order_id, status_id from bigcommerce.landed_orders"))
        shown = {order_id: order["status_id"] for order_id, order in listed.items() if order["status_id"]}
        assert shown.items() <= landed.items(), seed
        for order_id in open_now:
            total = oracle.expected(order_id)["order"]["total_inc_tax"]
            assert f"{world.order(order_id)['total_inc_tax']:.4f}" == total, (seed, order_id)
