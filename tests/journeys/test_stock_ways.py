"""Both ways to write stock: with the Store Inventory scope, and without it through the catalogue."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bigcommerce.errors import NeedsPerson, NotAuthorised
from bigcommerce.operators import stock_writers
from tests.journeys.shop_world import Shop
from tests.journeys.stock_world import (
    GUIDE,
    INVENTORY_ONLY,
    PRODUCTS,
    STOCK,
    VARIANTS,
    export_stock,
    ingest_orders,
    stock_api,
    units,
    use_account,
    writes,
)

Run = Callable[..., str]
EXPORT = "bigcommerce_price_stock_export"
SCOPE = "Store Inventory: modify is needed"


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Twelve simple products and one with two variants."""
    skus = [f"A-{number:02}" for number in range(12)]
    for sku in skus:
        shop.list_product(sku)
    shop.list_product("B", inventory_tracking="variant", variants=[{"sku": "B-S"}, {"sku": "B-L"}])
    shop.stock_up(*skus, "B-S", "B-L")
    return shop


def exports(shop: Shop) -> list[tuple[str, int]]:
    return shop.db.execute("select sku, quantity from bigcommerce.stock_exports order by sku").fetchall()


def proofs(shop: Shop) -> list[str]:
    return [level for (level,) in shop.db.execute("select level from bigcommerce.catalog_stock_proofs order by 1")]


def test_an_account_with_the_guide_s_scopes_alone_sends_prices_and_stock_and_then_nothing(
    shop: Shop, run_dag: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    use_account(shop, GUIDE)
    shop.sandbox.control("PATCH", "settings", {"inventory_delay_ms": 300})
    shop.operations()
    assert run_dag(EXPORT) == "success"
    assert set(shop.shown().values()) == {(9, 50)} and len(exports(shop)) == 14
    asked = shop.operations()
    # Two batches of products and one of variants each for the price and for the stock; one probe, refused.
    assert writes(asked) == {PRODUCTS: 4, VARIANTS: 2}
    assert asked["GET /v3/inventory/items"] == 1
    assert stock_api(shop) == "catalog" and proofs(shop) == ["product", "variant"]
    assert "Store Inventory: modify it would take 2 requests less" in capsys.readouterr().out
    kept = shop.kept()
    assert run_dag(EXPORT) == "success"
    asked = shop.operations()
    assert writes(asked) == {} and sum(asked.values()) == 2 and shop.kept() == kept

    # Proven once: what follows is neither probed nor read back.
    shop.set_units("A-03", 7)
    shop.set_units("B-L", 0)
    shop.sandbox.control("PATCH", "settings", {"inventory_delay_ms": 0})
    assert export_stock(shop) == {"GET /v3/settings/inventory": 1, PRODUCTS: 1, VARIANTS: 1}
    assert {sku: n for sku, n in units(shop).items() if n != 50} == {"A-03": 7, "B-L": 0}


def test_an_account_with_the_scope_uses_the_inventory_and_is_asked_once(shop: Shop) -> None:
    asked = export_stock(shop)
    assert writes(asked) == {STOCK: 1} and asked["GET /v3/inventory/items"] == 1 and stock_api(shop) == "inventory"
    assert set(units(shop).values()) == {50}
    assert export_stock(shop) == {"GET /v3/settings/inventory": 1}
    shop.set_units("A-03", 7)
    assert export_stock(shop) == {"GET /v3/settings/inventory": 1, STOCK: 1}


def test_a_refusal_of_the_inventory_goes_on_through_the_catalogue(shop: Shop) -> None:
    use_account(shop, GUIDE)
    shop.set_store(stock_api="inventory")
    assert writes(export_stock(shop)) == {STOCK: 1, PRODUCTS: 2, VARIANTS: 1}
    assert stock_api(shop) == "catalog" and set(units(shop).values()) == {50} and len(exports(shop)) == 14
    assert writes(export_stock(shop)) == {}


def test_a_refusal_of_the_catalogue_goes_on_through_the_inventory(shop: Shop) -> None:
    use_account(shop, INVENTORY_ONLY)
    shop.set_store(stock_api="catalog")
    assert writes(export_stock(shop)) == {PRODUCTS: 1, STOCK: 1}
    assert stock_api(shop) == "inventory" and set(units(shop).values()) == {50} and len(exports(shop)) == 14
    assert writes(export_stock(shop)) == {}


def test_a_scope_that_is_taken_away_in_the_middle_changes_the_way_and_sends_nothing_twice(shop: Shop) -> None:
    shop.set_store(stock_api="catalog")
    shop.sandbox.control(
        "POST", "faults", {"kind": "status", "status": 403, "path": "/v3/catalog/*", "method": "PUT", "skip": 1}
    )
    asked = export_stock(shop)
    # Ten were accepted before.
    assert writes(asked) == {PRODUCTS: 2, STOCK: 1} and shop.counts("stock") == (14, 14, 0, 0)
    assert set(units(shop).values()) == {50} and stock_api(shop) == "inventory"
    sent = [n for (n,) in shop.db.execute("select count(*) from bigcommerce.stock_exports group by sent_at order by 1")]
    assert sum(sent) == 14 and writes(export_stock(shop)) == {}


def test_an_account_that_may_do_neither_is_an_error(shop: Shop) -> None:
    export_stock(shop)
    shop.set_units("A-03", 7)
    use_account(shop, ["store_v2_orders", "store_v2_products_read_only", "store_v2_information"])
    for api in (None, "catalog", "inventory"):
        shop.set_store(stock_api=api)
        with pytest.raises(NotAuthorised, match=r"Store Inventory: modify|Products: modify"):
            export_stock(shop)
    use_account(shop, GUIDE)
    shop.set_store(stock_api=None)
    shop.sandbox.control("PATCH", "settings", {"inventory_delay_ms": 0})
    export_stock(shop)
    assert units(shop)["A-03"] == 7


def test_a_store_without_the_settings_scope_sends_all_the_same(shop: Shop) -> None:
    few = ["store_v2_orders", "store_v2_products", "store_inventory"]
    use_account(shop, few)
    export_stock(shop)
    assert set(units(shop).values()) == {50}
    assert writes(export_stock(shop)) == {}
    shop.advance(300)
    shop.order({"sku": "A-03", "quantity": 2})
    use_account(shop, [*few, "store_v2_transactions_read_only", "store_v2_information"])
    ingest_orders(shop)
    assert writes(export_stock(shop)) == {} and units(shop)["A-03"] == 48
    # When such a store takes stock off is not known, so what was sold since is sent again.
    use_account(shop, few)
    assert writes(export_stock(shop)) == {STOCK: 1} and units(shop)["A-03"] == 48


def test_a_token_that_is_not_valid_any_more_is_an_error_though_nothing_is_to_be_sent(shop: Shop) -> None:
    export_stock(shop)
    shop.sandbox.control("POST", "faults", {"kind": "status", "status": 401, "path": "/v3/settings/inventory"})
    with pytest.raises(NotAuthorised):
        export_stock(shop)


def test_a_catalogue_that_ignores_stock_is_found_out_and_nothing_counts_as_accepted(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_account(shop, GUIDE)
    monkeypatch.setattr(stock_writers, "READ_BACK_AFTER", (0.05, 0.1))
    shop.sandbox.control("PATCH", "settings", {"catalog_inventory_writes": False})
    for _ in range(2):
        with pytest.raises(NeedsPerson, match=SCOPE):
            export_stock(shop)
        assert exports(shop) == [] and proofs(shop) == [] and set(units(shop).values()) == {1}
    # What BigCommerce shows already proves nothing, and is truly there.
    for number in range(10):
        shop.set_units(f"A-{number:02}", 1)
    with pytest.raises(NeedsPerson, match=r'SKU "A-10" \(50\) .* still shows 1\.'):
        export_stock(shop)
    assert exports(shop) == [(f"A-{number:02}", 1) for number in range(10)] and proofs(shop) == []
    shop.sandbox.control("PATCH", "settings", {"catalog_inventory_writes": True})
    export_stock(shop)
    assert len(exports(shop)) == 14 and proofs(shop) == ["product", "variant"]


def test_the_delay_of_a_first_write_is_waited_for(shop: Shop) -> None:
    use_account(shop, GUIDE)
    shop.sandbox.control("PATCH", "settings", {"inventory_delay_ms": 1_000})
    asked = export_stock(shop)
    # The products are looked at before and twice after; nobody waits for ever.
    assert asked["GET /v3/catalog/products"] >= 3 and proofs(shop) == ["product", "variant"]
    assert sum(stock_writers.READ_BACK_AFTER) <= 30


def test_another_location_needs_the_scope(shop: Shop) -> None:
    use_account(shop, GUIDE)
    shop.set_store(stock_location_id=2)
    for api in (None, "catalog", "inventory"):
        shop.set_store(stock_api=api)
        with pytest.raises(NeedsPerson, match=rf"{SCOPE}: store default keeps its stock at location 2"):
            export_stock(shop)
        assert exports(shop) == [] and stock_api(shop) == "catalog" and set(units(shop).values()) == {1}
    # Once the account has the scope, nothing else needs to be said.
    use_account(shop, [*GUIDE, "store_inventory"])
    assert writes(export_stock(shop)) == {STOCK: 1}
    assert stock_api(shop) == "inventory" and set(units(shop).values()) == {1}
    at_two = shop.sandbox.client().get("/v3/inventory/locations/2/items", limit=100).body["data"]
    assert {row["total_inventory_onhand"] for row in at_two} == {50}


def test_what_another_location_accepted_and_refused_is_kept_as_that_location_s(shop: Shop) -> None:
    shop.set_store(stock_location_id=2)
    export_stock(shop)
    assert writes(export_stock(shop)) == {}
    tracked = shop.links()["A-03"][1]
    shop.sandbox.control("PATCH", f"products/{tracked}", {"inventory_tracking": "none"})
    shop.set_units("A-03", 7)
    assert writes(export_stock(shop)) == {STOCK: 1}
    assert shop.problems() == [("stock", "A-03", "rejected_by_bigcommerce")]
    assert writes(export_stock(shop)) == {} and shop.counts("stock") == (14, 0, 13, 1)
    # Another location was told nothing yet.
    shop.set_store(stock_location_id=1)
    assert writes(export_stock(shop)) == {STOCK: 2} and shop.counts("stock") == (14, 13, 0, 1)
