"""Look before it happens: a dry run's plan is kept, and a change beyond the guard waits for a person."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.journeys.operator_runs import export_prices
from tests.journeys.shop_world import Shop

Run = Callable[..., str]

EXPORT = "bigcommerce_price_stock_export"
DECIDE = "update bigcommerce.guarded_prices set state = %s, decided_by = 'ann', decided_at = now()"


def plan(shop: Shop, flow: str) -> list[tuple[Any, ...]]:
    return shop.db.execute(
        "select target, sku, old, new, percent, verdict from bigcommerce.planned_changes where flow = %s"
        " order by planned_at, sku",
        [flow],
    ).fetchall()


def test_a_dry_run_keeps_its_plan_and_nothing_else(shop: Shop, run_dag: Run) -> None:
    for sku in ("A", "B", "EMPTY", "SAME"):
        shop.list_product(sku)
        shop.stock_up(sku)
    assert run_dag(EXPORT) == "success"
    shop.set_store(max_price_change_percent=50, promotion_pricing_enabled=True)
    shop.set_price("A", 10)
    shop.set_price("B", 90)
    shop.set_price("EMPTY", 0)
    shop.db.execute("update backoffice.product_prices set promotion_price = 8 where sku = 'A'")
    shop.set_units("B", 60)
    before = shop.kept()
    shop.operations()
    assert run_dag(EXPORT, dry_run=True) == "success"
    assert [name for name in shop.operations() if not name.startswith("GET")] == []
    assert shop.kept() == before and shop.problems() == []
    assert plan(shop, "prices") == [
        ("catalog", "A", 9, 10, Decimal("11.11"), "send"),
        ("catalog", "B", 9, 90, 900, "price_change_too_large"),
        ("catalog", "EMPTY", 9, None, None, "empty_price"),
    ]
    assert plan(shop, "stock") == [("1", "B", 50, 60, 20, "send")]
    detail = "select old_sale_price, new_sale_price, rule from bigcommerce.planned_changes where sku = 'A'"
    assert shop.db.execute(detail).fetchall() == [(None, 8, "price group retail, promotion")]

    # The next plan stands beside it; one of a month ago goes, another store's or flow's does not.
    shop.db.execute("update bigcommerce.planned_changes set planned_at = now() - interval '31 days'")
    assert run_dag(EXPORT, dry_run=True, what="prices") == "success"
    assert len(plan(shop, "prices")) == 3 and len(plan(shop, "stock")) == 1
    assert run_dag(EXPORT, dry_run=True, what="prices") == "success"
    assert len(plan(shop, "prices")) == 6
    # A run that is not dry keeps none.
    assert run_dag(EXPORT) == "success"
    assert len(plan(shop, "prices")) == 6


def decide(shop: Shop, state: str) -> None:
    shop.db.execute(DECIDE, [state])


@pytest.fixture
def waiting(shop: Shop) -> Shop:
    """A was sent at 9, asks for 20, and waits."""
    for sku in ("A", "B"):
        shop.list_product(sku)
        shop.stock_up(sku)
    export_prices()
    shop.set_store(max_price_change_percent=50)
    shop.set_price("A", 20)
    shop.set_price("B", 10)
    export_prices()
    assert [shop.shown()[sku][0] for sku in "AB"] == [9, 10]
    assert shop.problems() == [("prices", "A", "price_change_too_large")]
    assert shop.counts("prices") == (2, 1, 0, 1)
    return shop


def guarded(shop: Shop) -> list[tuple[Any, ...]]:
    return shop.db.execute("select sku, old, new, state from bigcommerce.guarded_prices").fetchall()


def test_an_approved_change_goes_out_and_another_one_asks_again(waiting: Shop) -> None:
    assert guarded(waiting) == [("A", 9, 20, "waiting")]
    export_prices()
    assert waiting.shown()["A"][0] == 9 and len(waiting.problems()) == 1
    decide(waiting, "approved")
    export_prices()
    assert waiting.shown()["A"][0] == 20 and waiting.problems() == []
    # The approval was one of 9 → 20: neither another value nor the same from elsewhere goes out by it.
    waiting.set_price("A", 40)
    export_prices()
    assert waiting.shown()["A"][0] == 20 and guarded(waiting) == [("A", 20, 40, "waiting")]
    assert waiting.problems() == [("prices", "A", "price_change_too_large")]


def test_an_approval_of_one_value_sends_no_other(waiting: Shop) -> None:
    decide(waiting, "approved")
    waiting.set_price("A", 21)
    export_prices()
    assert waiting.shown()["A"][0] == 9 and guarded(waiting) == [("A", 9, 21, "waiting")]
    kept = "select sku, old, new, state, decided_by from bigcommerce.guarded_price_history"
    assert waiting.db.execute(kept).fetchall() == [("A", 9, 20, "approved", "ann")]
    waiting.set_price("A", 22)
    export_prices()
    assert len(waiting.db.execute(kept).fetchall()) == 1, "nobody had decided on 21"


def test_a_decision_of_the_very_moment_is_kept(waiting: Shop) -> None:
    """It is made while the export is at it, and the export waits for it."""
    waiting.set_price("A", 21)
    with psycopg.connect(waiting.db.info.dsn, password=waiting.db.info.password) as person:
        person.execute(
            "update bigcommerce.guarded_prices set state = 'approved', decided_by = 'ann', decided_at = now()"
        )
        export = threading.Thread(target=export_prices)
        export.start()
        waits = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
        while waiting.db.execute(waits).fetchone() == (0,):
            assert export.is_alive(), "it did not wait"
            time.sleep(0.05)
        person.commit()
        export.join(60)
    kept = "select sku, new, state, decided_by from bigcommerce.guarded_price_history"
    assert waiting.db.execute(kept).fetchall() == [("A", 20, "approved", "ann")]
    assert guarded(waiting) == [("A", 9, 21, "waiting")] and waiting.shown()["A"][0] == 9


def test_a_declined_change_is_not_asked_again_until_its_value_changes(waiting: Shop) -> None:
    decide(waiting, "declined")
    for _ in range(2):
        export_prices()
        assert waiting.shown()["A"][0] == 9 and waiting.problems() == []
        assert guarded(waiting) == [("A", 9, 20, "declined")]
    assert waiting.counts("prices") == (2, 0, 1, 1)
    waiting.set_price("A", 30)
    export_prices()
    assert guarded(waiting) == [("A", 9, 30, "waiting")] and len(waiting.problems()) == 1


def test_a_change_that_is_taken_back_waits_no_more(waiting: Shop) -> None:
    waiting.set_price("A", 9)
    export_prices(skus=["B"])
    assert len(guarded(waiting)) == 1  # not looked at
    export_prices()
    assert guarded(waiting) == [] and waiting.problems() == []
