"""The panel's list of products with a million of them beside a thousand: over HTTP, in Airflow's own app."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import psycopg

from tests.ui.conftest import airflow_app, browse
from tests.ui.product_rows import LISTS, address, fill_products

__all__ = ["airflow_app", "browse"]

FEW, MANY, ROUNDS, MOST_TIMES = 1_000, 1_000_000, 15, 2.0
PATH = "/bigcommerce/stores/default/products?"


def bench_products(commerce: psycopg.Connection, browse: Callable[..., Any], show: Callable[..., None]) -> None:
    found: dict[int, dict[str, float]] = {}
    for count in (FEW, MANY):
        commerce.execute("truncate bigcommerce.stores, backoffice.products, backoffice.stock cascade")
        fill_products(commerce, count)
        client = browse("vic")
        found[count] = {name: seconds(client, PATH + address(query, count)) for name, query in LISTS.items()}
    rows = [(name, few * 1000, found[MANY][name] * 1000, found[MANY][name] / few) for name, few in found[FEW].items()]
    show("The list of products", ["list", f"{FEW:,} ms", f"{MANY:,} ms", "times"], rows)
    assert max(row[-1] for row in rows) < MOST_TIMES


def seconds(client: Any, url: str) -> float:
    """The median of several, the first left out."""
    taken = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        assert client.get(url).status_code == 200
        taken.append(time.perf_counter() - began)
    return statistics.median(taken[1:])
