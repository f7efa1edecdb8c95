"""Prices and stock go up, for approved products only and only what differs; again: nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.shop_world import Shop

Run = Callable[..., str]

EXPORT, INGEST = "bigcommerce_price_stock_export", "bigcommerce_order_ingest"
PRODUCTS, VARIANTS = "PUT /v3/catalog/products", "PUT /v3/catalog/variants"
STOCK = "PUT /v3/inventory/adjustments/absolute"


def list_sizes(shop: Shop) -> Any:
    return shop.list_product("B", inventory_tracking="variant", variants=[{"sku": "B-S"}, {"sku": "B-L"}])


def quiet(shop: Shop, run_dag: Run) -> None:
    """A further run writes nothing to BigCommerce and touches no row."""
    before, problems = shop.kept(), shop.problems()
    shop.operations()
    assert run_dag(EXPORT) == "success"
    assert [name for name in shop.operations() if not name.startswith("GET")] == []
    assert shop.kept() == before and shop.problems() == problems


def test_approved_products_alone_are_sent_in_one_write_a_kind_and_then_none(shop: Shop, run_dag: Run) -> None:
    for sku in ("A", "NOT-APPROVED", "NEVER-ASKED", "WITHDRAWN"):
        shop.list_product(sku)
    list_sizes(shop)
    shop.stock_up("A", "B-S", "B-L", "WITHDRAWN")
    shop.stock_up("NOT-APPROVED", is_approved=False)
    shop.set_price("B-L", "12.345")
    shop.set_units("B-L", 0)
    # Approved and no longer active: nothing to buy, and the price is left alone.
    shop.db.execute("update backoffice.products set is_active = false where sku = 'WITHDRAWN'")
    shop.operations()
    assert run_dag(EXPORT) == "success"
    assert shop.shown() == {
        "A": (9, 50),
        "B-S": (9, 50),
        "B-L": (12.35, 0),
        "WITHDRAWN": (1, 0),
        "NOT-APPROVED": (1, 1),
        "NEVER-ASKED": (1, 1),
    }
    writes = {name: n for name, n in shop.operations().items() if not name.startswith("GET")}
    assert writes == {PRODUCTS: 1, VARIANTS: 1, STOCK: 1}
    assert (shop.counts("prices"), shop.counts("stock")) == ((3, 3, 0, 0), (4, 4, 0, 0))
    quiet(shop, run_dag)
    assert (shop.counts("prices"), shop.counts("stock")) == ((3, 0, 3, 0), (4, 0, 4, 0))

    # One price and one number move, and only they are sent.
    shop.set_price("A", 10)
    shop.set_units("B-S", 3)
    assert run_dag(EXPORT) == "success"
    writes = {name: n for name, n in shop.operations().items() if not name.startswith("GET")}
    assert writes == {PRODUCTS: 1, STOCK: 1}
    assert (shop.counts("prices"), shop.counts("stock")) == ((3, 1, 2, 0), (4, 1, 3, 0))
    assert shop.shown()["A"] == (10, 50) and shop.shown()["B-S"] == (9, 3)


def test_a_listing_at_its_limit_is_topped_up_after_each_sale(shop: Shop, run_dag: Run) -> None:
    shop.list_product("A")
    shop.stock_up("A", units=100)
    shop.set_store(stock_limit=10, default_payment_method="Card", default_shipping_service="Parcel")
    assert run_dag(EXPORT) == "success"
    assert shop.shown()["A"] == (9, 10)
    for quantity in (1, 3, 10):
        # More than a minute from any sending, within which a sale would be sent again for safety alone.
        shop.advance(600)
        shop.order({"sku": "A", "quantity": quantity})
        shop.advance(600)
        assert shop.shown()["A"] == (9, 10 - quantity)
        assert run_dag(INGEST) == "success" and run_dag(EXPORT) == "success"
        assert shop.shown()["A"] == (9, 10)
    quiet(shop, run_dag)
    # Of the hundred, fourteen are sold: what is left is less than the limit once the warehouse has eight.
    shop.set_units("A", 22)
    shop.db.execute("update backoffice.stock set counted_at = '2000-01-01'")
    assert run_dag(EXPORT, what="stock") == "success"
    assert shop.shown()["A"] == (9, 8)


def test_a_refused_price_is_one_problem_and_is_not_sent_again_as_it_is(shop: Shop, run_dag: Run) -> None:
    skus = [f"A-{number}" for number in range(5)]
    for sku in skus:
        shop.list_product(sku)
    list_sizes(shop)
    shop.stock_up(*skus, "B-S")
    bad = "A-2"
    assert run_dag("bigcommerce_product_link_refresh") == "success"
    shop.sandbox.control("PATCH", "settings", {"partial_failure_skus": [bad]})
    assert run_dag(EXPORT, what="prices") == "success"
    assert shop.problems() == [("prices", bad, "rejected_by_bigcommerce")]
    assert shop.counts("prices") == (6, 5, 0, 1)
    shown = shop.shown()
    assert [shown[sku][0] for sku in {*skus, "B-S"} - {bad}] == [9] * 5
    shop.operations()
    assert run_dag(EXPORT, what="prices") == "success"
    assert shop.operations() == {"GET /v2/store": 1}
    assert shop.problems() == [("prices", bad, "rejected_by_bigcommerce")]
    assert shop.counts("prices") == (6, 0, 5, 1)


@pytest.mark.parametrize("answer", ["a new value", "a person"])
def test_a_refused_price_is_sent_again_with_a_new_value_or_when_a_person_closes_its_problem(
    shop: Shop, run_dag: Run, answer: str
) -> None:
    shop.list_product("A")
    shop.stock_up("A")
    shop.sandbox.control("PATCH", "settings", {"partial_failure_skus": ["A"]})
    assert run_dag(EXPORT, what="prices") == "success"
    shop.sandbox.control("PATCH", "settings", {"partial_failure_skus": []})
    if answer == "a person":
        shop.close_problems()
    else:
        shop.set_price("A", 8)
    assert run_dag(EXPORT, what="prices") == "success"
    assert shop.shown()["A"][0] == (9 if answer == "a person" else 8) and shop.problems() == []
    assert run_dag(EXPORT, what="stock") == "success"
    quiet(shop, run_dag)


def test_a_refused_number_is_one_problem_and_is_not_sent_again_as_it_is(shop: Shop, run_dag: Run) -> None:
    skus = [f"A-{number}" for number in range(5)]
    made = {sku: shop.list_product(sku) for sku in skus}
    shop.stock_up(*skus)
    assert run_dag("bigcommerce_product_link_refresh") == "success"
    shop.sandbox.control("PATCH", f"products/{made['A-2']['id']}", {"inventory_tracking": "none"})
    assert run_dag(EXPORT, what="stock") == "success"
    assert shop.problems() == [("stock", "A-2", "rejected_by_bigcommerce")]
    assert [units for sku, (_, units) in sorted(shop.shown().items()) if sku != "A-2"] == [50] * 4
    assert shop.counts("stock") == (5, 4, 0, 1)
    shop.operations()
    assert run_dag(EXPORT, what="stock") == "success"
    assert STOCK not in shop.operations() and shop.counts("stock") == (5, 0, 4, 1)

    # Another number is tried again, though with the same end; the others stay out of it.
    shop.set_units("A-2", 7)
    assert run_dag(EXPORT, what="stock") == "success"
    assert shop.operations()[STOCK] == 1
    assert shop.problems() == [("stock", "A-2", "rejected_by_bigcommerce")]


def test_what_is_no_longer_approved_is_left_as_it_is(shop: Shop, run_dag: Run) -> None:
    for sku in ("A", "B"):
        shop.list_product(sku)
    shop.stock_up("A", "B")
    assert run_dag(EXPORT) == "success"
    shop.approve("A", is_approved=False)
    for sku in ("A", "B"):
        shop.set_price(sku, 20)
        shop.set_units(sku, 20)
    assert run_dag(EXPORT) == "success"
    assert shop.shown() == {"A": (9, 50), "B": (20, 20)} and shop.problems() == []
    quiet(shop, run_dag)


@pytest.mark.parametrize(
    ("settings", "sent"),
    [
        ({"prices_managed_in": "bigcommerce", "stock_managed_in": "bigcommerce"}, set()),
        ({"prices_managed_in": "bigcommerce"}, {STOCK}),
        ({"stock_managed_in": "bigcommerce"}, {PRODUCTS}),
        ({"stock_sync_enabled": False}, {PRODUCTS}),
    ],
)
def test_what_is_managed_in_bigcommerce_or_switched_off_is_not_written(
    shop: Shop, run_dag: Run, settings: dict[str, Any], sent: set[str]
) -> None:
    shop.list_product("A")
    shop.stock_up("A", "GONE")
    shop.set_store(**settings)
    shop.operations()
    assert run_dag(EXPORT) == "success"
    asked = shop.operations()
    assert {name for name in asked if not name.startswith("GET")} == sent
    assert bool(asked) == bool(sent)
    assert shop.shown() == {"A": (9 if PRODUCTS in sent else 1, 50 if STOCK in sent else 1)}


def test_a_dry_run_sends_nothing_and_says_no_problem(shop: Shop, run_dag: Run) -> None:
    for sku in ("A", "NO-PRICE", "NOT-LINKED"):
        shop.list_product(sku)
    shop.stock_up("A", "NO-PRICE")
    shop.set_price("NO-PRICE", None)
    assert run_dag("bigcommerce_product_link_refresh") == "success"
    shop.stock_up("NOT-LINKED", "GONE")
    # A store that is named need not be enabled for it.
    shop.set_store(is_enabled=False)
    before = shop.kept()
    shop.operations()
    assert run_dag(EXPORT, store="default", dry_run=True) == "success"
    assert shop.operations() == {"GET /v2/store": 1, "GET /v3/settings/inventory": 1}
    assert shop.kept() == before and shop.problems() == []
    # What would not be sent is counted all the same.
    assert (shop.counts("prices"), shop.counts("stock")) == ((2, 0, 0, 1), (2, 0, 0, 0))
    assert set(shop.shown().values()) == {(1, 1)}


def test_named_skus_alone_are_sent(shop: Shop, run_dag: Run) -> None:
    for sku in ("A", "B"):
        shop.list_product(sku)
    shop.stock_up("A", "B")
    assert run_dag(EXPORT, skus=["B"]) == "success"
    assert shop.shown() == {"A": (1, 1), "B": (9, 50)}
    assert run_dag(EXPORT, what="prices") == "success"
    assert shop.shown() == {"A": (9, 1), "B": (9, 50)}
