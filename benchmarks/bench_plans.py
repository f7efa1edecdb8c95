"""A million approved SKUs of which nothing changed: the plan's time beside counting the same join, and its memory."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from benchmarks.big_shop import BigShop
from benchmarks.one_task import in_a_process_of_its_own
from bigcommerce.db import plans
from tests.conftest import SandboxStore

FEW, MANY, ROUNDS, MOST_TIMES_THE_COUNT, MOST_MIB = 10_000, 1_000_000, 5, 2.0, 100.0

# As if everything had been linked and accepted.
AGREE = (
    "insert into bigcommerce.product_links (store_code, sku, product_id, variant_id, is_base_variant,"
    " inventory_tracking, state, seen_at)"
    " select 'default', sku, row_number() over (), row_number() over (), true, 'product', 'linked', now()"
    " from backoffice.products",
    "insert into bigcommerce.price_exports (store_code, target, sku, price)"
    " select 'default', 'catalog', sku, price from backoffice.product_prices",
    "insert into bigcommerce.stock_exports (store_code, location_id, sku, quantity)"
    " select 'default', 1, sku, available_quantity from backoffice.stock",
    "vacuum analyze",
)
# Every table that has a row for each SKU and that the rule joins.
COUNT = {
    "price": "select count(*) from bigcommerce.product_approvals a"
    " join bigcommerce.product_links l on l.store_code = a.store_code and l.sku = a.sku and l.state = 'linked'"
    " join backoffice.products p on p.sku = a.sku and p.is_active"
    " join backoffice.product_prices g on g.sku = a.sku and g.price_group = 'retail'"
    " join bigcommerce.price_exports e on e.store_code = a.store_code and e.target = 'catalog' and e.sku = a.sku"
    " where a.store_code = 'default' and a.is_approved",
    "stock": "select count(*) from bigcommerce.product_approvals a"
    " join bigcommerce.product_links l on l.store_code = a.store_code and l.sku = a.sku and l.state = 'linked'"
    " join backoffice.products p on p.sku = a.sku"
    " join backoffice.stock w on w.sku = a.sku"
    " join bigcommerce.stock_exports e on e.store_code = a.store_code and e.location_id = 1 and e.sku = a.sku"
    " where a.store_code = 'default' and a.is_approved",
}


@pytest.fixture
def shop(commerce: psycopg.Connection, sandbox: SandboxStore) -> BigShop:
    return BigShop(commerce, sandbox)


def agree(shop: BigShop, skus: int) -> None:
    shop.fill(skus)
    for statement in AGREE:
        shop.db.execute(statement)


def server_seconds(shop: BigShop, work: Callable[[], Any]) -> float:
    """Processor seconds of the connection's server process: what else the machine does counts for nothing.

    Source: Linux' proc(5), utime and stime.
    """

    def spent() -> float:
        stat = Path(f"/proc/{shop.db.info.backend_pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    began = spent()
    work()
    return spent() - began


@pytest.mark.parametrize("kind", ["price", "stock"])
def bench_time_of_a_plan(shop: BigShop, show: Callable[..., None], kind: str) -> None:
    agree(shop, MANY)
    more: dict[str, dict[str, Any]] = {
        "price": {"digits": 2, "now": datetime.now(UTC)},
        "stock": {"order_placed": True},
    }
    # One processor for each: the count could use several, and which share of them is a matter of the server.
    shop.db.execute("set max_parallel_workers_per_gather = 0")
    rows = []
    for number in range(1, ROUNDS + 1):
        count = server_seconds(shop, lambda: shop.db.execute(COUNT[kind]))
        plan = server_seconds(shop, lambda: plans.make_plan(shop.db, kind, "default", None, **more[kind]))
        said = server_seconds(shop, lambda: plans.count_plan(shop.db, kind, "default", None))
        rows.append((number, count, plan, said, plan / count))
    assert plans.count_plan(shop.db, kind, "default", None) == {"candidates": MANY, "unchanged": MANY}
    headings = ["round", "count(*) s", "plan s", "counting what was read s", "plan / count(*)"]
    show(f"{MANY:,} SKUs unchanged, {kind}", headings, rows)
    assert sorted(row[-1] for row in rows)[ROUNDS // 2] <= MOST_TIMES_THE_COUNT


@pytest.mark.parametrize("task", ["prices", "stock"])
def bench_memory_of_a_task(shop: BigShop, show: Callable[..., None], task: str) -> None:
    rows = []
    for skus in (FEW, MANY):
        for table in ("product_approvals", "product_links", "price_exports", "stock_exports"):
            shop.db.execute(f"truncate bigcommerce.{table}")
        shop.db.execute("truncate backoffice.products, backoffice.product_prices, backoffice.stock")
        agree(shop, skus)
        shop.operations()
        found = in_a_process_of_its_own(task)
        requests = sum(shop.operations().values())
        assert requests <= 2
        rows.append((f"{skus:,}", found["peak"], requests, found["cpu"]))
    show(f"Nothing changed, {task}", ["SKUs", "peak MiB", "requests", "CPU s"], rows)
    assert rows[1][1] - rows[0][1] <= MOST_MIB
