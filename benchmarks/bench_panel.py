"""The panel's pages in a shop of a million products beside one of a thousand: over HTTP, in Airflow's own app."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import psycopg

from tests.ui.conftest import airflow_app, browse
from tests.ui.product_rows import LISTS
from tests.ui.shop_rows import PAGES, address, fill_shop

__all__ = ["airflow_app", "browse"]

FEW, MANY, ROUNDS, MOST_TIMES = 1_000, 1_000_000, 15, 2.0
STORE = "/bigcommerce/stores/default"
LOOKED_AT = {f"products: {name}": f"/products?{query}" for name, query in LISTS.items()} | PAGES


def bench_panel(commerce: psycopg.Connection, browse: Callable[..., Any], show: Callable[..., None]) -> None:
    found: dict[int, dict[str, float]] = {}
    for products in (FEW, MANY):
        orders = products // 10
        commerce.execute("truncate bigcommerce.stores, backoffice.products, backoffice.stock cascade")
        commerce.execute("select setval(pg_get_serial_sequence('backoffice.orders', 'order_id'), 1, false)")
        commerce.execute("select setval(pg_get_serial_sequence('bigcommerce.approval_imports', 'import_id'), 1, false)")
        fill_shop(commerce, products, orders)
        client = browse("ada")
        found[products] = {
            name: seconds(client, STORE + address(page, products, orders)) for name, page in LOOKED_AT.items()
        }
    rows = [(name, few * 1000, found[MANY][name] * 1000, found[MANY][name] / few) for name, few in found[FEW].items()]
    show("Pages of the panel", ["page", f"{FEW:,} ms", f"{MANY:,} ms", "times"], rows)
    assert max(row[-1] for row in rows) < MOST_TIMES


def seconds(client: Any, url: str) -> float:
    """The median of several, the first left out."""
    taken = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        assert client.get(url).status_code == 200
        taken.append(time.perf_counter() - began)
    return statistics.median(taken[1:])
