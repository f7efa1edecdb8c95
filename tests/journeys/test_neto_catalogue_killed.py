"""Killed at any request or commit, a rerun of the catalogue import ends where an undisturbed one ends."""

from __future__ import annotations

import os
import signal

import psycopg
import pytest

from tests.journeys.neto_catalogue_world import NetoWorld, item
from tests.journeys.test_orders_killed import Points, in_a_process_of_its_own
from tests.neto_account import NetoAccount

pytestmark = pytest.mark.slow


@pytest.fixture
def world(commerce: psycopg.Connection, neto_sandbox: NetoAccount) -> NetoWorld:
    found = NetoWorld(commerce, neto_sandbox, approvals_live_in="sales_channel")
    found.bulk(450)
    return found


def forget(world: NetoWorld) -> None:
    """As after an import in which one more item was there, and another had another price."""
    world.db.execute("truncate backoffice.products, backoffice.price_groups, backoffice.product_prices")
    world.db.execute("truncate backoffice.stock, bigcommerce.product_approvals, bigcommerce.item_problems")
    world.db.execute("truncate neto.items, neto.catalogue_reading, bigcommerce.sync_runs")
    world.db.execute("insert into backoffice.products (sku) values ('gone')")
    world.db.execute("insert into neto.items (sku) values ('gone')")


def import_dying_at(world: NetoWorld, kill_at: int | None, count_to: int | None = None) -> int:
    points = Points(kill_at)

    def work() -> None:
        points.watch()
        world.db = psycopg.connect(world.db.info.dsn, password=world.db.info.password, autocommit=True)
        world.import_catalogue("the one run", full=True)
        if count_to is not None:
            os.write(count_to, str(points.passed).encode())

    return in_a_process_of_its_own(work)


def test_killed_at_any_request_or_commit_a_rerun_finishes_it(world: NetoWorld) -> None:
    world.put(item("BAD", DefaultPrice="ask us"))
    forget(world)
    read_end, write_end = os.pipe()
    assert import_dying_at(world, None, write_end) == 0
    points = int(os.read(read_end, 20))
    wanted = world.state()
    assert world.products()["gone"] is False and len(world.products()) == 451 and points > 15
    assert world.problems() == [("BAD", "neto_invalid_item")]
    for point in range(1, points + 1):
        forget(world)
        assert os.WTERMSIG(import_dying_at(world, point)) == signal.SIGKILL, point
        assert world.import_catalogue("the one run", full=True)["refused"] >= 1
        assert world.state() == wanted, point
        assert world.import_catalogue()["requests"] == {"GetItem": 1}, point
