"""Prices and stock of 100,000 SKUs: writes as the store counts them, and the time beside what the quota imposes."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

import psycopg
import pytest

from benchmarks.big_shop import BigShop
from tests.conftest import SandboxStore
from tests.journeys.stock_world import GUIDE, use_account, writes

SKUS = 100_000
STOCK, RECORDS = "PUT /v3/inventory/adjustments/absolute", "PUT /v3/pricelists/{id}/records"
PRODUCTS, VARIANTS = "PUT /v3/catalog/products", "PUT /v3/catalog/variants"
A_REQUEST = {STOCK: 2_000, RECORDS: 1_000, PRODUCTS: 10, VARIANTS: 50}
# 15 requests a second, in windows as long as BigCommerce's.
QUOTA, WINDOW_SECONDS, MOST_TIMES_THE_QUOTA = 450, 30, 1.1


@pytest.fixture
def shop(commerce: psycopg.Connection, sandbox: SandboxStore) -> BigShop:
    return BigShop(commerce, sandbox)


def values_written(shop: BigShop, kind: str) -> int:
    column = "quantity" if kind == "stock" else "price"
    table = f"bigcommerce.{'stock' if kind == 'stock' else 'price'}_exports"
    row = shop.db.execute(
        f"select count({column}) from {table} where dag_run_id = (select dag_run_id from"
        " bigcommerce.sync_runs order by started_at desc limit 1)"
    ).fetchone()
    assert row
    return int(row[0])


@pytest.mark.parametrize("level", ["product", "variant"])
def bench_writes(shop: BigShop, show: Callable[..., None], level: str) -> None:
    shop.list_products(SKUS, level)
    shop.fill(SKUS, level)
    price_list = shop.sandbox.control("POST", "pricelists", {"name": "Trade"})
    shop.db.execute(
        "insert into bigcommerce.price_list_map (store_code, price_list_id, price_group)"
        " values ('default', %s, 'retail')",
        [price_list["id"]],
    )
    catalogue = PRODUCTS if level == "product" else VARIANTS
    rows = []
    for what, percent in (("first", None), ("nothing changed", 0), ("1 % changed", 1)):
        if percent:
            shop.change(percent)
        for kind, operations in (("stock", [STOCK]), ("prices", [catalogue, RECORDS])):
            counted, seconds = shop.export(kind)
            values = values_written(shop, kind)
            written = writes(counted)
            each = values // len(operations)
            expected = {name: ceil(each / A_REQUEST[name]) for name in operations if each}
            assert written == expected
            if percent is None:
                assert each == SKUS
            elif percent:
                assert 0 < each < 2 * SKUS / 100
            else:
                assert sum(counted.values()) <= 2
            rows.append((f"{what}: {kind}", values, sum(written.values()), sum(counted.values()), seconds))
    show(f"{SKUS:,} SKUs, each a {level}", ["run", "values", "writes", "requests", "s"], rows)


def bench_time_beside_the_quota(shop: BigShop, show: Callable[..., None]) -> None:
    """Without the scope Store Inventory, 50 variants a request; with it the quota is no limit."""
    use_account(shop, GUIDE)
    shop.list_products(SKUS, "variant")
    shop.fill(SKUS, "variant")
    shop.export("stock")
    shop.db.execute("update backoffice.stock set available_quantity = 41")
    shop.sandbox.control("PATCH", "settings", {"quota": QUOTA, "quota_window_ms": 1000 * WINDOW_SECONDS})
    counted, seconds = shop.export("stock")
    requests = sum(counted.values())
    quota_seconds = requests / (QUOTA / WINDOW_SECONDS)
    show(
        "Stock at 15 requests a second",
        ["requests", "s", "s by the quota alone", "times"],
        [(requests, seconds, quota_seconds, seconds / quota_seconds)],
    )
    assert counted[VARIANTS] == SKUS / 50 and seconds < MOST_TIMES_THE_QUOTA * quota_seconds
