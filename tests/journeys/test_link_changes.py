"""Between two nights only what changed is read, in a request or two; what no list of changes shows is found too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bigcommerce.connectors import readings
from tests.journeys.shop_world import Shop

Run = Callable[..., str]

REFRESH, EXPORT = "bigcommerce_product_link_refresh", "bigcommerce_price_stock_export"
PRODUCTS, VARIANTS = "GET /v3/catalog/products", "GET /v3/catalog/variants"


@pytest.fixture
def walked(shop: Shop, run_dag: Run) -> Shop:
    """A thousand linked products of old, and one with options."""
    shop.sandbox.control("POST", "products/bulk", {"count": 1000, "prefix": "N-"})
    shop.list_product("B", variants=[{"sku": "B-S"}, {"sku": "B-L"}])
    shop.stock_up("N-000001", "N-000002", "B-S", "B-L")
    assert run_dag(REFRESH) == "success"
    shop.advance(3600)
    assert run_dag(REFRESH) == "success"
    shop.operations()
    return shop


def product_of(shop: Shop, sku: str) -> int:
    found: int = shop.links()[sku][1]
    return found


def test_nothing_changed_takes_one_request_and_one_change_at_most_two(walked: Shop, run_dag: Run) -> None:
    before = walked.kept()
    assert run_dag(REFRESH) == "success"
    assert walked.operations() == {PRODUCTS: 1}
    assert walked.counts("links") == (0, 0, 0, 0) and walked.kept() == before

    walked.advance(3600)
    walked.sandbox.control("PATCH", f"products/{product_of(walked, 'N-000001')}", {"inventory_tracking": "none"})
    assert run_dag(REFRESH) == "success"
    assert walked.operations() == {PRODUCTS: 1}
    assert walked.counts("links") == (1, 1, 0, 0)

    # A product with options: its variants are the second request.
    walked.advance(3600)
    _, parent, small = walked.links()["B-S"]
    walked.sandbox.control("PATCH", f"variants/{small}", {"sku": "B-XS"})
    assert run_dag(REFRESH) == "success"
    assert walked.operations() == {PRODUCTS: 1, VARIANTS: 1}
    assert walked.links()["B-S"] == ("missing", None, None) and walked.links()["B-L"][:2] == ("linked", parent)
    assert walked.problems() == [("links", "B-S", "sku_not_found")]


def test_a_sku_that_moves_to_another_product_moves_its_link(walked: Shop, run_dag: Run) -> None:
    old = product_of(walked, "N-000001")
    walked.sandbox.control("PATCH", f"products/{old}", {"sku": "OTHER"})
    new = walked.list_product("N-000001", name="anew")
    # What was sent to the old one says nothing of the new one, whether it arrived or not.
    sending = "insert into bigcommerce.sendings (store_code, flow, target, sku) values ('default', %s, '1', %s)"
    for flow in ("prices", "stock"):
        walked.db.cursor().executemany(sending, [[flow, "N-000001"], [flow, "N-000002"]])
    assert run_dag(REFRESH) == "success"
    assert walked.operations() == {PRODUCTS: 1}
    assert walked.db.execute("select distinct sku from bigcommerce.sendings").fetchall() == [("N-000002",)]
    assert product_of(walked, "N-000001") == new["id"] and walked.problems() == []


def test_a_second_product_with_a_linked_sku_makes_it_ambiguous_until_it_is_renamed(walked: Shop, run_dag: Run) -> None:
    old = product_of(walked, "N-000001")
    twin = walked.list_product("N-000001", name="a copy")
    assert run_dag(REFRESH) == "success"
    # The changes, the look-up of the one SKU by product and by variant, and the product that did not change.
    assert walked.operations() == {PRODUCTS: 3, VARIANTS: 1}
    assert walked.problems() == [("links", "N-000001", "sku_ambiguous")]
    walked.sandbox.control("PATCH", f"products/{twin['id']}", {"sku": "COPY"})
    assert run_dag(REFRESH) == "success"
    assert product_of(walked, "N-000001") == old and walked.problems() == []


@pytest.mark.parametrize("is_made_anew", [False, True])
def test_a_deleted_product_shows_in_the_count_alone_and_is_found_by_a_walk(
    walked: Shop, run_dag: Run, is_made_anew: bool
) -> None:
    walked.sandbox.control("DELETE", f"products/{product_of(walked, 'N-000002')}")
    new = walked.list_product("N-000002", name="anew") if is_made_anew else None
    assert run_dag(REFRESH) == "success"
    assert walked.operations()[PRODUCTS] == 1 + 5
    if new:
        assert product_of(walked, "N-000002") == new["id"] and walked.problems() == []
    else:
        assert walked.problems() == [("links", "N-000002", "sku_not_found")]
    # What the walk counted is what the next one compares with.
    walked.advance(3600)
    assert run_dag(REFRESH) == "success"
    walked.operations()
    assert run_dag(REFRESH) == "success"
    assert walked.operations() == {PRODUCTS: 1}


def test_newly_approved_skus_are_looked_up_and_nothing_else_is(walked: Shop, run_dag: Run) -> None:
    fresh = walked.list_product("FRESH")
    walked.stock_up("N-000500", "n-000501", "NOT-THERE", "FRESH")
    walked.stock_up("N-000600", is_approved=False)
    assert run_dag(REFRESH) == "success"
    # The changes, one list of SKUs, the two products found that are not among them; a look-up each among the variants.
    assert walked.operations() == {PRODUCTS: 3, VARIANTS: 4}
    assert walked.links()["N-000500"][0] == "linked" and "N-000600" not in walked.links()
    assert product_of(walked, "FRESH") == fresh["id"]
    assert walked.problems() == [("links", "NOT-THERE", "sku_not_found"), ("links", "n-000501", "sku_not_found")]
    twins = walked.db.execute("select details from bigcommerce.item_problems where item_key = 'n-000501'").fetchone()
    assert twins == ({"case_twins": ["N-000501"]},)


def test_more_changes_than_a_page_are_walked_by_their_date(
    walked: Shop, run_dag: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "PAGE", 2)
    ids = [product_of(walked, sku) for sku in ("N-000001", "N-000002", "B-S")]
    for product_id in ids:
        walked.sandbox.control("PATCH", f"products/{product_id}", {"inventory_tracking": "none"})
    assert run_dag(REFRESH) == "success"
    assert walked.operations() == {PRODUCTS: 2, VARIANTS: 1}
    assert walked.counts("links") == (4, 4, 0, 0)


def test_a_night_walks_the_whole_catalogue(walked: Shop, run_dag: Run) -> None:
    assert run_dag(REFRESH, full=True) == "success"
    assert walked.operations() == {PRODUCTS: 5, VARIANTS: 1}
    assert walked.counts("links") == (4, 0, 4, 0)


@pytest.mark.parametrize("sku", ["with, comma", "'quoted'", " ", "00012", "emoji 🙂", "X" * 255])
def test_an_unusual_sku_is_looked_up_as_it_is(shop: Shop, run_dag: Run, sku: str) -> None:
    others = [shop.list_product(other)["id"] for other in ("with", " comma", "12")]
    shop.list_product("", name="blank")
    product: Any = shop.list_product(sku, name="this") if sku.strip() else None
    shop.stock_up(sku)
    assert run_dag(REFRESH, skus=[sku]) == "success"
    if product:
        assert shop.links()[sku] == ("linked", product["id"], product["base_variant_id"])
        assert product["id"] not in others
    else:
        assert shop.problems() == [("links", sku, "sku_not_found")] and shop.operations() == {}


def test_an_export_reads_the_changes_once_an_hour_while_an_approved_sku_is_not_found(shop: Shop, run_dag: Run) -> None:
    shop.stock_up("LATE", "A")
    shop.list_product("A")
    assert run_dag(REFRESH) == "success" and run_dag(EXPORT) == "success"
    shop.list_product("LATE")
    for passes, read in ((False, 0), (True, 1), (False, 0), (True, 0)):
        if passes:
            shop.db.execute("update bigcommerce.link_walks set read_until = read_until - interval '2 hours'")
        shop.operations()
        assert run_dag(EXPORT) == "success"
        assert shop.operations().get(PRODUCTS, 0) == read
    assert shop.shown()["LATE"] == (9, 50) and shop.problems() == []
