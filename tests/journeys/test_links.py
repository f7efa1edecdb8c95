"""SKUs find their products and variants; what is missing or twice is said until it is put right; again: nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.shop_world import Shop

Run = Callable[..., str]

REFRESH, EXPORT = "bigcommerce_product_link_refresh", "bigcommerce_price_stock_export"
SIZES = [{"sku": "B-S", "options": {"Size": "S"}}, {"sku": "B-L", "options": {"Size": "L"}}]


def details(shop: Shop, sku: str) -> dict[str, Any]:
    row = shop.db.execute(
        "select details from bigcommerce.item_problems where item_key = %s and resolved_at is null", [sku]
    ).fetchone()
    assert row
    return dict(row[0])


def test_products_and_variants_are_found_and_a_second_run_changes_nothing(shop: Shop, run_dag: Run) -> None:
    simple = shop.list_product("A")
    parent = shop.list_product("B", inventory_tracking="variant", variants=SIZES)
    shop.stock_up("A", "B", "B-S", "B-L")
    assert run_dag(REFRESH) == "success"
    small, large = (variant["id"] for variant in parent["variants"])
    assert shop.links() == {
        "A": ("linked", simple["id"], simple["base_variant_id"]),
        "B": ("linked", parent["id"], None),
        "B-S": ("linked", parent["id"], small),
        "B-L": ("linked", parent["id"], large),
    }
    assert shop.counts("links") == (4, 4, 0, 0) and shop.problems() == []

    before = shop.kept()
    shop.operations()
    assert run_dag(REFRESH) == "success"
    assert shop.operations() == {"GET /v3/catalog/products": 1, "GET /v3/catalog/variants": 1}
    assert shop.counts("links") == (4, 0, 4, 0) and shop.kept() == before


def test_what_is_missing_or_twice_is_said_and_closed_once_it_is_put_right(shop: Shop, run_dag: Run) -> None:
    shop.stock_up("GONE", "DROPPED", "TWICE", "VARIANT-TOO")
    shop.stock_up("NOT-APPROVED", is_approved=False)
    twins = [shop.list_product("TWICE", name=name) for name in ("one", "two")]
    shop.list_product("VARIANT-TOO")
    parent = shop.list_product("P", variants=[{"sku": "VARIANT-TOO"}])
    for _ in range(2):
        assert run_dag(REFRESH) == "success"
        assert shop.problems() == [
            ("links", "DROPPED", "sku_not_found"),
            ("links", "GONE", "sku_not_found"),
            ("links", "TWICE", "sku_ambiguous"),
            ("links", "VARIANT-TOO", "sku_ambiguous"),
        ]
    # The second run reads what changed: the products with twins, which were made a moment ago.
    assert shop.counts("links") == (2, 0, 2, 2)
    assert details(shop, "TWICE") == {"product_ids": [twin["id"] for twin in twins]}
    assert {state for state, *ids in shop.links().values() if ids == [None, None]} == {"missing", "ambiguous"}

    # One listing is added, one renamed, one deleted; one SKU is given up.
    found = shop.list_product("GONE")
    shop.sandbox.control("DELETE", f"products/{twins[0]['id']}")
    shop.sandbox.control("PATCH", f"variants/{parent['variants'][0]['id']}", {"sku": "P-1"})
    shop.approve("DROPPED", is_approved=False)
    assert run_dag(REFRESH) == "success"
    assert shop.problems() == []
    assert [shop.links()[sku][1] for sku in ("GONE", "TWICE")] == [found["id"], twins[1]["id"]]


def test_a_missing_sku_that_became_ambiguous_is_one_problem(shop: Shop, run_dag: Run) -> None:
    shop.stock_up("T")
    assert run_dag(REFRESH) == "success"
    for name in ("one", "two"):
        shop.list_product("T", name=name)
    assert run_dag(REFRESH) == "success"
    assert shop.problems() == [("links", "T", "sku_ambiguous")]


def test_a_sku_that_differs_only_in_case_is_suggested_and_not_taken(shop: Shop, run_dag: Run) -> None:
    # "Both" is there in two spellings: the exact one is taken.
    shop.list_product("tee-1")
    shop.list_product("both", name="another")
    exact = shop.list_product("Both", name="exact")
    shop.stock_up("TEE-1", "Both")
    # By walk and by look-up.
    for conf in ({}, {"skus": ["TEE-1", "Both"]}):
        assert run_dag(REFRESH, **conf) == "success"
        assert shop.links()["TEE-1"] == ("missing", None, None) and shop.links()["Both"][1] == exact["id"]
        assert shop.problems() == [("links", "TEE-1", "sku_not_found")]
        assert details(shop, "TEE-1") == {"case_twins": ["tee-1"]}
    assert run_dag(EXPORT) == "success"
    assert shop.shown()["tee-1"] == (1, 1)


def test_a_product_deleted_and_created_anew_gets_its_new_id_its_price_and_its_stock(shop: Shop, run_dag: Run) -> None:
    old = shop.list_product("A")
    shop.stock_up("A")
    assert run_dag(EXPORT) == "success"
    shop.sandbox.control("DELETE", f"products/{old['id']}")
    new = shop.list_product("A")
    assert run_dag(REFRESH) == "success"
    assert shop.links()["A"] == ("linked", new["id"], new["base_variant_id"]) and new["id"] != old["id"]
    assert run_dag(EXPORT) == "success"
    assert shop.shown() == {"A": (9, 50)}


def test_a_product_that_is_tracked_by_variant_now_gets_its_stock_again(shop: Shop, run_dag: Run) -> None:
    product = shop.list_product("A")
    shop.stock_up("A")
    assert run_dag(EXPORT) == "success"
    shop.sandbox.control("PATCH", f"products/{product['id']}", {"inventory_tracking": "variant"})
    shop.operations()
    assert run_dag(REFRESH) == "success"
    assert run_dag(EXPORT) == "success"
    assert shop.shown() == {"A": (9, 50)}
    # The product is the same, so its price is not sent again.
    assert "PUT /v3/catalog/products" not in shop.operations()


def test_an_export_looks_up_what_it_lacks_and_asks_once(shop: Shop, run_dag: Run) -> None:
    shop.list_product("A")
    shop.list_product("B", inventory_tracking="variant", variants=SIZES)
    shop.stock_up("A", "B-S", "GONE")
    shop.stock_up("B-L", is_approved=False)
    shop.operations()
    assert run_dag(EXPORT) == "success"
    asked = shop.operations()
    # The SKUs of products in one list, those of variants one by one; the products found, and their variants.
    assert (asked["GET /v3/catalog/variants"], asked["GET /v3/catalog/products"]) == (4, 2)
    assert shop.shown() == {"A": (9, 50), "B-S": (9, 50), "B-L": (1, 1)}
    assert set(shop.links()) == {"A", "B-S", "GONE"} and shop.problems() == [("links", "GONE", "sku_not_found")]

    before = shop.kept()
    assert run_dag(EXPORT) == "success"
    assert shop.operations() == {"GET /v2/store": 1, "GET /v3/settings/inventory": 1} and shop.kept() == before


def test_many_missing_links_are_found_by_one_walk(shop: Shop, run_dag: Run) -> None:
    shop.sandbox.control("POST", "products/bulk", {"count": 60, "prefix": "N-"})
    shop.stock_up(*(f"N-{number:06d}" for number in range(1, 52)))
    shop.operations()
    assert run_dag(EXPORT, what="stock") == "success"
    asked = shop.operations()
    assert asked["GET /v3/catalog/products"] == 1 and "GET /v3/catalog/variants" not in asked
    assert [link[0] for link in shop.links().values()] == ["linked"] * 51


@pytest.mark.parametrize(("conf", "looked_at"), [({}, {"A"}), ({"full": True}, {"A", "B"})])
def test_named_skus_alone_are_looked_up_unless_all_is_asked_for(
    shop: Shop, run_dag: Run, conf: dict[str, Any], looked_at: set[str]
) -> None:
    for sku in ("A", "B"):
        shop.list_product(sku)
    shop.stock_up("A", "B")
    assert run_dag(REFRESH, skus=["A"], **conf) == "success"
    assert set(shop.links()) == looked_at
