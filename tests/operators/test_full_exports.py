"""Which runs compare with what BigCommerce holds, and how they read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from bigcommerce.db.full import count_stock_reading, last_full_export, save_full_export
from bigcommerce.db.ledger import SyncRun
from bigcommerce.domain.full import full_export_day
from bigcommerce.errors import UnexpectedAnswer, Unreachable
from bigcommerce.operators import full_exports
from bigcommerce.operators.full_exports import is_full, note_full_export, read_stock, read_what_is_held
from bigcommerce.operators.links import RefreshLinks
from tests.conftest import SandboxStore
from tests.connectors.store_calls import add_products, requests_of, say

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(commerce: psycopg.Connection) -> psycopg.Connection:
    commerce.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('default', true)")
    return commerce


def new_run(flow: str = "stock") -> SyncRun:
    return SyncRun("d", "r", flow, "default")


def context(run_type: str = "scheduled", **params: Any) -> dict[str, Any]:
    return {
        "params": params,
        "dag_run": SimpleNamespace(run_type=run_type),
        "ti": SimpleNamespace(dag_id="d", run_id="r"),
    }


def is_today(moment: datetime | None) -> bool:
    return moment is not None and full_export_day(moment) == full_export_day(datetime.now(UTC))


# --- when ----------------------------------------------------------------------------------------------------------
def test_the_first_scheduled_run_of_a_day_is_full_and_the_next_is_not(store: psycopg.Connection) -> None:
    save_full_export(store, new_run(), datetime.now(UTC) - timedelta(days=1))
    assert is_full(store, new_run(), context())
    # Tried again until one is through.
    assert is_full(store, new_run(), context())
    note_full_export(store, new_run(), {})
    assert is_today(last_full_export(store, new_run())) and not is_full(store, new_run(), context())


def test_the_flows_count_their_days_apart(store: psycopg.Connection) -> None:
    for flow in ("stock", "prices"):
        save_full_export(store, new_run(flow), LONG_AGO)
    note_full_export(store, new_run("prices"), {})
    assert is_full(store, new_run("stock"), context()) and not is_full(store, new_run("prices"), context())


def test_on_the_first_day_there_is_nothing_to_compare_with(store: psycopg.Connection) -> None:
    assert not is_full(store, new_run(), context()) and is_today(last_full_export(store, new_run()))


def test_a_person_says_whether_a_run_of_theirs_is_full(store: psycopg.Connection) -> None:
    save_full_export(store, new_run(), LONG_AGO)
    assert not is_full(store, new_run(), context("manual")) and is_full(store, new_run(), context("manual", full=True))
    for part in ({"skus": ["A"]}, {"dry_run": True}):
        note_full_export(store, new_run(), part)
        assert last_full_export(store, new_run()) == LONG_AGO


def test_the_night_walks_the_whole_catalogue_and_a_person_reads_what_changed(
    store: psycopg.Connection, sandbox: SandboxStore
) -> None:
    add_products(sandbox, 500)
    for run_type, requests in (("scheduled", 3), ("manual", 1), ("scheduled", 3)):
        sandbox.control("PATCH", "settings", {"clock_offset_seconds": 3600 * requests})
        sandbox.control("DELETE", "counts")
        RefreshLinks(task_id="links", store="default").execute(context(run_type))
        assert requests_of(sandbox) == requests


# --- what ----------------------------------------------------------------------------------------------------------
def inventory(ids: list[int], total: int) -> dict[str, Any]:
    rows = [
        {
            "identity": {"product_id": number, "variant_id": number + 100},
            "locations": [
                {"location_id": 2, "total_inventory_onhand": 99},
                {"location_id": 1, "total_inventory_onhand": 7, "available_to_sell": 5},
            ],
        }
        for number in ids
    ]
    return {"data": rows, "meta": {"pagination": {"total": total}}}


def test_items_are_counted_and_read_once_more_where_some_are_missing(
    store: psycopg.Connection, sandbox: SandboxStore
) -> None:
    say(sandbox, inventory([1, 2, 2], 3))
    say(sandbox, inventory([1, 2, 3], 3))
    assert read_stock(store, sandbox.client(), new_run())
    assert requests_of(sandbox) == 2 and count_stock_reading(store) == 3
    rows = store.execute("select product_id, variant_id, quantity from stock_readings order by 1").fetchall()
    assert rows == [(1, 101, 7), (2, 102, 7), (3, 103, 7)]


def test_items_that_stay_missing_are_no_reading(store: psycopg.Connection, sandbox: SandboxStore) -> None:
    for _ in range(2):
        say(sandbox, inventory([1, 2], 3))
    with pytest.raises(Unreachable, match="each time showed fewer items"):
        read_stock(store, sandbox.client(), new_run())


def test_an_item_that_cannot_be_read_is_no_zero(store: psycopg.Connection, sandbox: SandboxStore) -> None:
    say(sandbox, {"data": [{"identity": {"product_id": 1}}], "meta": {"pagination": {"total": 1}}})
    with pytest.raises(UnexpectedAnswer, match="cannot be read"):
        read_stock(store, sandbox.client(), new_run())


def test_without_the_scope_for_inventory_there_is_no_reading(store: psycopg.Connection, sandbox: SandboxStore) -> None:
    say(sandbox, {"title": "missing scope"}, status=403)
    assert read_stock(store, sandbox.client(), new_run()) is None
    store.execute("update bigcommerce.stores set stock_api = 'catalog'")
    sandbox.control("DELETE", "counts")
    assert read_stock(store, sandbox.client(), new_run()) is None and requests_of(sandbox) == 0


def test_a_reading_waits_for_the_last_sending_by_bigcommerces_own_clock(
    store: psycopg.Connection, sandbox: SandboxStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(full_exports, "sleep", waits.append)
    # BigCommerce's clock is an hour ahead of ours.
    sandbox.control("PATCH", "settings", {"clock_offset_seconds": 3600})
    insert = "insert into bigcommerce.stock_exports values ('default', 1, %s, 5, now() + %s * interval '1 second')"
    for sku, seconds, waited in (("old", 3000, []), ("new", 3600 - 3, [8])):
        store.execute(insert, [sku, seconds])
        read_what_is_held(store, sandbox.client(), "stock", new_run(), None, False)
        assert [round(seconds) for seconds in waits] in (waited, [wait + 1 for wait in waited])
