"""Products that were deleted since they were linked: looked up and sent once more in the same run, or said and left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.shop_world import Shop

Run = Callable[..., str]

REFRESH, EXPORT = "bigcommerce_product_link_refresh", "bigcommerce_price_stock_export"
PRODUCTS, VARIANTS = "PUT /v3/catalog/products", "PUT /v3/catalog/variants"
STOCK = "PUT /v3/inventory/adjustments/absolute"
SKUS = ["A-1", "A-2", "A-3", "B-S"]


@pytest.fixture
def linked(shop: Shop, run_dag: Run) -> Shop:
    for sku in SKUS[:3]:
        shop.list_product(sku)
    shop.list_product("B", inventory_tracking="variant", variants=[{"sku": "B-S"}, {"sku": "B-L"}])
    shop.stock_up(*SKUS)
    assert run_dag(REFRESH) == "success"
    return shop


def delete(shop: Shop, sku: str) -> None:
    shop.sandbox.control("DELETE", f"products/{shop.links()[sku][1]}")


def create(shop: Shop, sku: str) -> None:
    if sku == "B-S":
        shop.list_product("B", name="anew", inventory_tracking="variant", variants=[{"sku": "B-S"}])
    else:
        shop.list_product(sku, name="anew")


@pytest.mark.parametrize("what", ["prices", "stock", "both"])
@pytest.mark.parametrize("sku", ["A-2", "B-S"])
def test_a_product_made_anew_is_found_and_sent_in_the_same_run(linked: Shop, run_dag: Run, sku: str, what: str) -> None:
    delete(linked, sku)
    create(linked, sku)
    assert run_dag(EXPORT, what=what) == "success"
    expected = {"prices": (9, 1), "stock": (1, 50), "both": (9, 50)}[what]
    assert [linked.shown()[each] for each in SKUS] == [expected] * 4
    assert linked.problems() == []
    for flow in ("prices", "stock"):
        if what in (flow, "both"):
            assert linked.counts(flow) == (4, 4, 0, 0)
    linked.operations()
    before = linked.kept()
    assert run_dag(EXPORT, what=what) == "success"
    assert [name for name in linked.operations() if not name.startswith("GET")] == [] and linked.kept() == before


@pytest.mark.parametrize("what", ["prices", "stock"])
@pytest.mark.parametrize("sku", ["A-2", "B-S"])
def test_a_product_that_is_gone_is_said_as_a_missing_link_and_not_sent_again(
    linked: Shop, run_dag: Run, sku: str, what: str
) -> None:
    delete(linked, sku)
    assert run_dag(EXPORT, what=what) == "success"
    assert linked.problems() == [("links", sku, "sku_not_found")]
    assert linked.counts(what) == (4, 3, 0, 1)
    linked.operations()
    assert run_dag(EXPORT, what=what) == "success"
    assert sum(linked.operations().values()) == 1 and linked.counts(what) == (3, 0, 3, 0)
    assert linked.problems() == [("links", sku, "sku_not_found")]


def test_a_product_that_cannot_be_told_any_more_is_sent_to_neither(linked: Shop, run_dag: Run) -> None:
    delete(linked, "A-2")
    for name in ("one", "two"):
        linked.list_product("A-2", name=name)
    assert run_dag(EXPORT, what="stock") == "success"
    assert linked.problems() == [("links", "A-2", "sku_ambiguous")] and linked.shown()["A-2"] == (1, 1)


def test_an_id_that_the_catalogue_shows_and_a_write_does_not_know_is_refused_after_one_more_try(
    linked: Shop, run_dag: Run
) -> None:
    body = {"status": 404, "title": "The product was not found."}
    fault = {"kind": "status", "status": 404, "body": body, "method": "PUT", "path": "/v3/catalog/products"}
    linked.sandbox.control("POST", "faults", {**fault, "times": None})
    linked.operations()
    assert run_dag(EXPORT, what="prices", skus=["A-1"]) == "success"
    assert linked.operations()[PRODUCTS] == 2
    assert linked.problems() == [("prices", "A-1", "rejected_by_bigcommerce")]
    assert linked.counts("prices") == (1, 0, 0, 1)
    assert run_dag(EXPORT, what="prices", skus=["A-1"]) == "success"
    assert PRODUCTS not in linked.operations()


def test_a_renamed_product_is_sent_nothing_of_its_former_sku(linked: Shop, run_dag: Run) -> None:
    """A-1 becomes N-1, and A-2 A-1: the look-up for N-1 finds out, and follows the other two."""
    first, second = (linked.links()[sku][1] for sku in ("A-1", "A-2"))
    linked.sandbox.control("PATCH", f"products/{first}", {"sku": "N-1"})
    linked.sandbox.control("PATCH", f"products/{second}", {"sku": "A-1"})
    linked.stock_up("N-1", price=77)
    linked.set_price("A-1", 1000)
    assert run_dag(EXPORT) == "success"
    assert linked.shown()["N-1"] == (77, 50) and linked.shown()["A-1"] == (1000, 50)
    assert linked.links()["A-1"][1] == second and linked.links()["A-2"][0] == "missing"
    assert linked.problems() == [("links", "A-2", "sku_not_found")]
