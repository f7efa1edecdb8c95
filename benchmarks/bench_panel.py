"""The panel's pages in a shop of a million products beside one of a thousand: over HTTP, in Airflow's own app."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg import conninfo

from tests.airflow_app import airflow_app, browse
from tests.ui.product_rows import LISTS
from tests.ui.shop_rows import PAGES, address, fill_shop

__all__ = ["airflow_app", "browse"]

FEW, MANY, ROUNDS, MOST_TIMES = 1_000, 1_000_000, 15, 2.0
STORE = "/bigcommerce/stores/default"
LOOKED_AT = {f"products: {name}": f"/products?{query}" for name, query in LISTS.items()} | PAGES


def bench_panel(server: str, template: str, browse: Callable[..., Any], show: Callable[..., None]) -> None:
    shops = {products: fill(server, template, products) for products in (FEW, MANY)}
    client = browse("ada")
    rows = []
    for name, page in LOOKED_AT.items():
        taken: dict[int, list[float]] = {products: [] for products in shops}
        # In turns, so that whatever else the machine does meets both alike.
        for _ in range(ROUNDS + 1):
            for products, shop in shops.items():
                taken[products].append(milliseconds(client, STORE + address(page, products, products // 10), shop))
        few, many = (statistics.median(taken[products][1:]) for products in (FEW, MANY))
        rows.append((name, few, many, many / few))
    show("Pages of the panel", ["page", f"{FEW:,} ms", f"{MANY:,} ms", "times"], rows)
    assert max(row[-1] for row in rows) < MOST_TIMES


def fill(server: str, template: str, products: int) -> str:
    """A database of its own with so many products; how Airflow names it."""
    name = f"panel_{products}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} template {template}")
    with psycopg.connect(conninfo.make_conninfo(server, dbname=name), autocommit=True) as connection:
        fill_shop(connection, products, products // 10)
    parts = conninfo.conninfo_to_dict(server)
    return f"postgres://{parts['user']}:{parts['password']}@{parts['host']}:{parts['port']}/{name}"


def milliseconds(client: Any, url: str, shop: str) -> float:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_CONN_COMMERCE_DB", shop)
        began = time.perf_counter()
        assert client.get(url).status_code == 200
        return (time.perf_counter() - began) * 1000
