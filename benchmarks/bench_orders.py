"""Orders: processor time against the least that any reader must do, and memory against the number of orders."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import psycopg
import pytest

from benchmarks.one_task import in_a_process_of_its_own
from bigcommerce.connectors import transport
from tests.conftest import SandboxStore
from tests.journeys.order_world import OrderWorld

ROUNDS, MOST_TIMES_THE_LEAST, MOST_MIB = 5, 6.0, 100.0


@pytest.fixture
def world(commerce: psycopg.Connection, sandbox: SandboxStore) -> OrderWorld:
    found = OrderWorld(commerce, sandbox)
    found.set_store(default_payment_method="Card", default_shipping_service="Parcel")
    return found


def least_work(connection: psycopg.Connection, pages: list[bytes]) -> float:
    """Processor seconds to decode these pages and copy the orders into one table."""
    connection.execute("create temporary table least (order_id bigint, payload jsonb)")
    began = time.process_time()
    orders = [order for page in pages for order in json.loads(page)]
    with connection.cursor() as cursor, cursor.copy("copy least from stdin") as copy:
        for order in orders:
            copy.write_row((order["id"], json.dumps(order)))
    took = time.process_time() - began
    connection.execute("drop table least")
    return took


def bench_cpu_per_thousand_orders(
    world: OrderWorld, show: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.sandbox.control("POST", "products/bulk", {"count": 50, "prefix": "SKU-"})
    world.sandbox.control("POST", "orders/bulk", {"count": 1_000, "seed": 1, "days": 20})
    pages: list[bytes] = []
    read = transport.read_answer

    def reading(response: object, request: str, *rest: object) -> object:
        if request.endswith("/v2/orders"):
            pages.append(response.content)  # type: ignore[attr-defined]
        return read(response, request, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(transport, "read_answer", reading)
    rows, ratios = [], []
    for number in range(1, ROUNDS + 1):
        world.forget()
        pages.clear()
        began = time.process_time()
        world.ingest()
        ours, least = time.process_time() - began, least_work(world.db, pages)
        ratios.append(ours / least)
        rows.append((number, 1000 * ours, 1000 * least, ours / least))
    show("1,000 orders: processor time", ["round", "ingest ms", "json.loads + COPY ms", "times"], rows)
    assert sorted(ratios)[len(ratios) // 2] < MOST_TIMES_THE_LEAST


def bench_memory_of_a_walk(world: OrderWorld, show: Callable[..., None]) -> None:
    world.sandbox.control("POST", "products/bulk", {"count": 50, "prefix": "SKU-"})
    rows = []
    there = 0
    for orders in (0, 10_000, 100_000):
        if orders > there:
            world.sandbox.control("POST", "orders/bulk", {"count": orders - there, "seed": orders, "days": 90})
        there = orders
        world.forget()
        found = in_a_process_of_its_own("ingest")
        received = world.rows("select count(*) from bigcommerce.landed_orders")[0][0]
        assert received == orders
        rows.append((orders, found["peak"], found["peak"] - (rows[0][1] if rows else found["peak"]), found["cpu"]))
    show("One walk: memory", ["orders", "peak MiB", "above an empty walk", "CPU s"], rows)
    assert rows[-1][2] <= MOST_MIB
    assert rows[-1][1] - rows[1][1] <= MOST_MIB / 4, "memory grows with the number of orders"
