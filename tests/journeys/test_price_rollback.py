"""A price run is taken back: what it replaced stands again, but for what changed since, until the back office moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bigcommerce.errors import BadRequest, NotAuthorised
from tests.journeys.operator_runs import export_prices
from tests.journeys.shop_world import Shop
from tests.journeys.test_price_lists import add_list, records, set_group_price

Run = Callable[..., str]

EXPORT = "bigcommerce_price_stock_export"


def prices(shop: Shop) -> dict[str, Any]:
    return {sku: price for sku, (price, _) in shop.shown().items()}


@pytest.fixture
def bad(shop: Shop) -> str:
    """A run that sent 90 in place of 9 to the catalogue and 70 for 7 to a price list, and NEW for the first time."""
    shop.db.execute("insert into backoffice.price_groups (code) values ('trade')")
    shop.list_product("A")
    shop.list_product("B", variants=[{"sku": "B-S"}])
    shop.list_product("C")
    shop.list_product("NEW")
    shop.stock_up("A", "B-S", "C")
    for sku in ("A", "B-S", "C"):
        set_group_price(shop, sku, 7)
    add_list(shop, "trade")
    export_prices()
    shop.db.execute("update backoffice.product_prices set price = price * 10")
    shop.stock_up("NEW", price=90)
    run_id = export_prices()
    assert set(prices(shop).values()) == {90}
    return run_id


def list_prices(shop: Shop) -> dict[str, Any]:
    list_id = shop.sandbox.client().get("/v3/pricelists").body["data"][0]["id"]
    return {sku: price for sku, (price, _) in records(shop.sandbox, list_id).items()}


def kept_outcomes(shop: Shop) -> list[tuple[Any, ...]]:
    told = "select outcome, skus, rollback_run from bigcommerce.rollback_outcomes"
    return shop.db.execute(f"{told} order by outcome <> 'rolled_back', outcome").fetchall()


def test_a_run_is_taken_back_but_for_what_changed_since(
    shop: Shop, run_dag: Run, bad: str, caplog: pytest.LogCaptureFixture
) -> None:
    shop.db.execute("update backoffice.product_prices set price = 12 where sku = 'C' and price_group = 'retail'")
    export_prices()
    # A rollback is not guarded.
    shop.set_store(max_price_change_percent=1)
    units = {sku: units for sku, (_, units) in shop.shown().items()}
    assert run_dag(EXPORT, rollback_run=bad) == "success"
    assert "1 SKUs, for instance NEW: Left as it is: first sent by that run" in caplog.text
    assert kept_outcomes(shop) == [("rolled_back", 3, bad), ("changed_since", 1, bad), ("first_sent", 1, bad)]
    assert prices(shop) == {"A": 9, "B-S": 9, "C": 12, "NEW": 90}
    assert list_prices(shop) == {"A": 7, "B-S": 7, "C": 7}
    assert {sku: units for sku, (_, units) in shop.shown().items()} == units  # prices only
    assert shop.problems() == [("prices", "NEW", "empty_price")]  # the group has no price for it
    sent = shop.db.execute(
        "select target, sku, price from bigcommerce.price_exports where dag_run_id like 'manual%' order by 1, 2"
    ).fetchall()
    assert [(target[:5], sku, price) for target, sku, price in sent] == [
        *(("catal", "A", 9), ("catal", "B-S", 9), ("price", "A", 7), ("price", "B-S", 7), ("price", "C", 7)),
    ]

    # It stands, though the back office still says the bad prices, and says them again.
    shop.set_store(max_price_change_percent=None)
    before = shop.kept()
    shop.operations()
    export_prices()
    shop.db.execute("update backoffice.product_prices set updated_at = now() + interval '1 hour'")
    shop.db.execute("update backoffice.product_prices set promotion_starts_at = now() - interval '1 hour'")
    export_prices()
    assert shop.operations() == {"GET /v2/store": 2} and shop.kept() == before

    # A change of the back office's own ends it, for that SKU and target alone, and for good.
    shop.db.execute("update backoffice.product_prices set price = 91 where sku = 'A' and price_group = 'retail'")
    export_prices()
    assert prices(shop) == {"A": 91, "B-S": 9, "C": 12, "NEW": 90} and list_prices(shop)["A"] == 7
    shop.db.execute("update backoffice.product_prices set price = 90 where sku = 'A' and price_group = 'retail'")
    export_prices()
    assert prices(shop)["A"] == 90


def test_a_new_promotion_price_ends_a_rollback_too(shop: Shop, bad: str) -> None:
    export_prices(rollback_run=bad)
    assert prices(shop)["A"] == 9
    shop.db.execute("update backoffice.product_prices set promotion_price = 80 where sku = 'A'")
    export_prices()
    assert prices(shop)["A"] == 90 and prices(shop)["B-S"] == 9


def test_a_change_back_to_the_rolled_back_value_ends_it_as_well(shop: Shop, bad: str) -> None:
    export_prices(rollback_run=bad)
    shop.db.execute("update backoffice.product_prices set price = 9 where sku = 'A' and price_group = 'retail'")
    export_prices()
    shop.db.execute("update backoffice.product_prices set price = 90 where sku = 'A' and price_group = 'retail'")
    export_prices()
    assert prices(shop)["A"] == 90


def test_a_correction_that_was_not_sent_yet_is_not_held_up_by_a_rollback(shop: Shop, bad: str) -> None:
    shop.db.execute("update backoffice.product_prices set price = 11 where sku = 'A' and price_group = 'retail'")
    export_prices(rollback_run=bad)
    assert prices(shop)["A"] == 90 and prices(shop)["B-S"] == 9
    export_prices()
    assert prices(shop)["A"] == 11 and prices(shop)["B-S"] == 9


def test_a_dry_rollback_shows_what_it_would_restore(shop: Shop, bad: str) -> None:
    # Due on the price list, and no part of the rollback.
    set_group_price(shop, "A", 71)
    before = shop.kept()
    shop.operations()
    export_prices(rollback_run=bad, dry_run=True)
    lists = "select sku, new from bigcommerce.planned_changes where target <> 'catalog' order by sku"
    assert shop.db.execute(lists).fetchall() == [("B-S", 7), ("C", 7)]
    assert [name for name in shop.operations() if not name.startswith("GET")] == [] and shop.kept() == before
    assert kept_outcomes(shop) == [("rolled_back", 3, bad), ("changed_since", 1, bad), ("first_sent", 1, bad)]
    planned = shop.db.execute(
        "select sku, old, new, rule from bigcommerce.planned_changes where target = 'catalog' order by sku"
    ).fetchall()
    assert planned == [(sku, 90, 9, "rolled back") for sku in ("A", "B-S", "C")]
    export_prices()
    assert set(prices(shop).values()) == {90}


def test_named_skus_alone_are_rolled_back_and_a_rollback_can_be_rolled_back(shop: Shop, bad: str) -> None:
    # Due on the price list, and no part of the rollback.
    set_group_price(shop, "A", 71)
    rollback = export_prices(rollback_run=bad, skus=["A"])
    assert prices(shop) == {"A": 9, "B-S": 90, "C": 90, "NEW": 90} and set(list_prices(shop).values()) == {70}
    export_prices(rollback_run=rollback)
    assert set(prices(shop).values()) == {90} and set(list_prices(shop).values()) == {70}


def test_a_rollback_that_broke_off_goes_on(shop: Shop, bad: str, caplog: pytest.LogCaptureFixture) -> None:
    fault = {"kind": "status", "method": "PUT", "path": "/v3/pricelists/*", "status": 403}
    shop.sandbox.control("POST", "faults", fault)
    with pytest.raises(NotAuthorised):
        export_prices("rollback", rollback_run=bad)
    assert prices(shop)["A"] == 9 and set(list_prices(shop).values()) == {70}
    # The task's next try finds the catalogue changed since that run, by itself.
    caplog.clear()
    export_prices("rollback", rollback_run=bad)
    assert "changed since" not in caplog.text and "3 SKUs, for instance A: Restored" in caplog.text
    assert prices(shop)["A"] == 9 and set(list_prices(shop).values()) == {7}


def test_prices_managed_in_bigcommerce_are_not_rolled_back(shop: Shop, bad: str) -> None:
    shop.set_store(prices_managed_in="bigcommerce")
    shop.operations()
    export_prices(rollback_run=bad)
    assert shop.operations() == {}


def test_an_unknown_run_is_refused_with_a_sentence(shop: Shop, bad: str) -> None:
    shop.operations()
    with pytest.raises(BadRequest, match='There is no run "manual__nope" that sent prices'):
        export_prices(rollback_run="manual__nope")
    assert [name for name in shop.operations() if not name.startswith("GET")] == []
    # A run that is known and wrote nothing here: nothing to do.
    export_prices(rollback_run=export_prices())
    assert set(prices(shop).values()) == {90}
