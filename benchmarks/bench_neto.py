"""Neto's catalogue: requests and memory at 5,000 and 50,000 items, and what a reading of no changes costs."""

from __future__ import annotations

from collections.abc import Callable

import psycopg

from benchmarks.one_task import in_a_process_of_its_own
from tests.journeys.neto_catalogue_world import IMPORTED, NetoWorld
from tests.neto_account import NetoAccount

SIZES, A_PAGE = (5_000, 50_000), 200
# Over the smaller catalogue: rows of one page are all that is held at once.
MOST_MIB_MORE = 15.0
UNCHANGED = [table for table in IMPORTED if table != "backoffice.stock"]


def digest(world: NetoWorld, tables: list[str]) -> list[object]:
    """Every row's version, hashed."""
    return [world.rows(f"select count(*), sum(hashtext(xmin::text || t::text)) from {table} t") for table in tables]


def run(world: NetoWorld, name: str) -> list[object]:
    world.account.forget()
    cost = in_a_process_of_its_own(name)
    requests = sum(world.account.counts().values())
    written = world.rows("select items_written from bigcommerce.sync_runs order by started_at desc limit 1")[0][0]
    return [requests, written, cost["peak"], cost["cpu"]]


def bench_catalogue(commerce: psycopg.Connection, neto_sandbox: NetoAccount, show: Callable[..., None]) -> None:
    world = NetoWorld(commerce, neto_sandbox, approvals_live_in="sales_channel")
    peaks = []
    for size in SIZES:
        neto_sandbox.control("POST", "reset", {"seed": "empty"})
        neto_sandbox.set(calls_a_minute=None)
        world.db.execute("truncate backoffice.products, backoffice.product_prices, backoffice.stock, neto.items")
        world.db.execute("truncate neto.catalogue_reading, bigcommerce.product_approvals")
        world.bulk(size)
        first = run(world, "neto_import")
        assert first[:2] == [size // A_PAGE + 1, size]
        before, stock = digest(world, UNCHANGED), digest(world, ["backoffice.stock"])
        unchanged = run(world, "neto_import")
        assert unchanged[:2] == [1, 0]
        assert digest(world, [*UNCHANGED, "backoffice.stock"]) == [*before, *stock]
        world.db.execute("update neto.catalogue_reading set read_whole_at = '2026-01-01'")
        full = run(world, "neto_import")
        assert full[:2] == [size // A_PAGE + 1, 0] and digest(world, UNCHANGED) == before
        assert digest(world, ["backoffice.stock"]) != stock
        peaks.append(max(float(str(one[2])) for one in (first, full)))
        rows = [["first", *first], ["unchanged", *unchanged], ["full again", *full]]
        show(f"Neto's catalogue of {size:,} items", ["run", "requests", "items changed", "peak MiB", "CPU s"], rows)
    assert peaks[1] - peaks[0] < MOST_MIB_MORE
