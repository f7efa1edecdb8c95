"""What the stock export does beyond sending numbers: tracking, zeroes, stale orders, batches with bad items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.shop_world import Shop
from tests.journeys.stock_world import (
    GUIDE,
    PRODUCTS,
    STOCK,
    VARIANTS,
    export_stock,
    ingest_orders,
    units,
    use_account,
    writes,
)

Run = Callable[..., str]


def messages(shop: Shop) -> list[str]:
    return [m for (m,) in shop.db.execute("select message from bigcommerce.item_problems where resolved_at is null")]


# --- tracking ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("scopes", [None, GUIDE])
def test_untracked_products_are_switched_to_tracking_once_and_sent_in_the_same_run(
    shop: Shop, scopes: list[str] | None
) -> None:
    if scopes:
        use_account(shop, scopes)
    simple = shop.list_product("A", inventory_tracking="none")
    sizes = [{"sku": "B-S"}, {"sku": "B-L"}, {"sku": "B-XL"}]
    options = shop.list_product("B", inventory_tracking="none", variants=sizes)
    shop.list_product("C")
    shop.list_product("D", inventory_tracking="none")
    shop.stock_up("A", "B-S", "B-L", "B", "C")
    shop.stock_up("D", "B-XL", is_approved=False)
    export_stock(shop)
    untracked = [("stock", sku, "inventory_not_tracked") for sku in ("A", "B", "B-L", "B-S")]
    assert units(shop) == {"C": 50} and shop.problems() == untracked and shop.counts("stock") == (5, 1, 0, 4)

    shop.set_store(switch_on_inventory_tracking=True)
    kept = shop.kept()
    assert writes(export_stock(shop, dry_run=True)) == {} and shop.kept() == kept
    asked = writes(export_stock(shop))
    # Of the product with variants, the one that is not approved is counted too now, and its number is nobody's here.
    assert units(shop) == {"A": 50, "B-S": 50, "B-L": 50, "B-XL": 0, "C": 50}
    assert asked == ({PRODUCTS: 2, VARIANTS: 1} if scopes else {PRODUCTS: 1, STOCK: 1})
    assert shop.problems() == [("stock", "B", "inventory_not_tracked")] and shop.counts("stock") == (5, 3, 1, 1)
    tracked = shop.db.execute("select sku, inventory_tracking from bigcommerce.product_links order by sku").fetchall()
    assert dict(tracked) == {"A": "product", "B": "variant", "B-S": "variant", "B-L": "variant", "C": "product"}
    assert writes(export_stock(shop)) == {}
    assert "approve the variants" in messages(shop)[0]

    # Somebody switches one off again: that is their choice.
    for product in (simple, options):
        shop.sandbox.control("PATCH", f"products/{product['id']}", {"inventory_tracking": "none"})
    shop.db.execute("update bigcommerce.product_links set inventory_tracking = 'none' where sku <> 'C'")
    assert writes(export_stock(shop)) == {}
    assert shop.problems() == untracked


def test_a_product_that_cannot_be_switched_is_one_problem_a_sku_and_the_others_go_on(shop: Shop) -> None:
    for sku in ("A", "C"):
        shop.list_product(sku, inventory_tracking="none")
    shop.list_product("B", inventory_tracking="none", variants=[{"sku": "B-S"}, {"sku": "B-L"}])
    shop.stock_up("A", "B-S", "B-L", "C")
    shop.set_store(switch_on_inventory_tracking=True)
    shop.sandbox.control("PATCH", "settings", {"partial_failure_skus": ["B"]})
    assert writes(export_stock(shop)) == {PRODUCTS: 2, STOCK: 1}
    assert units(shop) == {"A": 50, "C": 50}
    assert shop.problems() == [("stock", sku, "rejected_by_bigcommerce") for sku in ("B-L", "B-S")]
    assert "could not be saved" in messages(shop)[0] and shop.counts("stock") == (4, 2, 0, 2)
    assert writes(export_stock(shop)) == {} and shop.counts("stock") == (4, 0, 2, 2)
    shop.sandbox.control("PATCH", "settings", {"partial_failure_skus": []})
    shop.close_problems()
    assert writes(export_stock(shop)) == {PRODUCTS: 1, STOCK: 1}
    assert set(units(shop).values()) == {50} and shop.problems() == []


# --- unapproved --------------------------------------------------------------------------------------------------
def test_what_was_sent_and_is_unapproved_shows_zero_once(shop: Shop) -> None:
    for sku in ("A", "B", "NEVER-SENT"):
        shop.list_product(sku)
    shop.stock_up("A", "B")
    shop.stock_up("NEVER-SENT", is_approved=False)
    shop.set_store(zero_stock_when_unapproved=True)
    export_stock(shop)
    shop.approve("A", is_approved=False)
    assert writes(export_stock(shop)) == {STOCK: 1} and shop.counts("stock") == (2, 1, 1, 0)
    assert units(shop) == {"A": 0, "B": 50, "NEVER-SENT": 1}
    shop.sandbox.control("PATCH", "inventory", {"sku": "A", "quantity": 5})
    assert writes(export_stock(shop)) == {} and units(shop)["A"] == 5 and shop.counts("stock") == (1, 0, 1, 0)
    shop.approve("A")
    assert writes(export_stock(shop)) == {STOCK: 1} and units(shop)["A"] == 50


# --- stale orders ------------------------------------------------------------------------------------------------
def make_stale(shop: Shop, minutes: int | None) -> None:
    shop.db.execute("delete from bigcommerce.order_watermarks")
    if minutes is not None:
        shop.db.execute(
            "insert into bigcommerce.order_watermarks (store_code, complete_until)"
            " values ('default', now() - make_interval(mins => %s))",
            [minutes],
        )


@pytest.mark.parametrize("minutes", [None, 61, 59])
@pytest.mark.parametrize("stops", [True, False])
def test_no_stock_is_sent_on_stale_orders_where_the_store_says_so(
    shop: Shop, minutes: int | None, stops: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.list_product("A")
    shop.stock_up("A")
    shop.set_store(stop_stock_when_orders_stale=stops, default_payment_method="Card", default_shipping_service="Parcel")
    make_stale(shop, minutes)
    is_stale = minutes != 59
    asked = export_stock(shop)
    assert ("units sold meanwhile are not reserved" in capsys.readouterr().out) == is_stale
    if not (is_stale and stops):
        assert units(shop) == {"A": 50} and shop.problems() == []
        return
    assert asked == {} and units(shop) == {"A": 1} and shop.counts("stock") == (0, 0, 0, 0)
    assert shop.problems() == [("stock", "default", "orders_stale")]
    assert "bigcommerce_order_ingest" in messages(shop)[0]
    ingest_orders(shop)
    export_stock(shop, skus=["A"])
    assert units(shop) == {"A": 50} and shop.problems() == []


def test_prices_go_out_whatever_the_orders_are(shop: Shop, run_dag: Run) -> None:
    shop.list_product("A")
    shop.stock_up("A")
    shop.set_store(stop_stock_when_orders_stale=True)
    assert run_dag("bigcommerce_price_stock_export") == "success"
    assert shop.shown() == {"A": (9, 1)}


# --- bad items ---------------------------------------------------------------------------------------------------
def fill(shop: Shop, count: int, **wish: Any) -> list[str]:
    """Products `SKU-000001`… on both sides, linked."""
    shop.sandbox.control("POST", "products/bulk", {"count": count, **wish})
    skus = [f"SKU-{number + 1:06d}" for number in range(count)]
    shop.db.execute("insert into backoffice.products (sku) select unnest(%s::text[])", [skus])
    shop.db.execute("insert into backoffice.stock (sku, available_quantity) select unnest(%s::text[]), 50", [skus])
    shop.db.execute(
        "insert into bigcommerce.product_approvals (store_code, sku, is_approved)"
        " select 'default', unnest(%s::text[]), true",
        [skus],
    )
    return skus


def product_id(shop: Shop, sku: str) -> int:
    row = shop.db.execute("select product_id from bigcommerce.product_links where sku = %s", [sku]).fetchone()
    assert row
    return int(row[0])


def test_a_batch_of_two_thousand_with_three_bad_skus(shop: Shop) -> None:
    skus = fill(shop, 2_000)
    export_stock(shop)
    shop.db.execute("update backoffice.stock set available_quantity = 20")
    bad = [skus[7], skus[1_000], skus[1_999]]
    for sku in bad:
        shop.sandbox.control("PATCH", f"products/{product_id(shop, sku)}", {"inventory_tracking": "none"})
    # Refused once, sent once without the three that the refusal names.
    assert writes(export_stock(shop)) == {STOCK: 2}
    held = units(shop)
    assert len(held) == 1_997 and set(held.values()) == {20} and shop.counts("stock") == (2_000, 1_997, 0, 3)
    assert shop.problems() == [("stock", sku, "rejected_by_bigcommerce") for sku in bad]
    for sku, message in zip(bad, sorted(messages(shop)), strict=True):
        words = f"Item with product_id {product_id(shop, sku)} is not tracked"
        assert f'SKU "{sku}": {words}' in message

    assert writes(export_stock(shop)) == {} and shop.counts("stock") == (2_000, 0, 1_997, 3)
    # A new value, and a person's word, are each another try.
    shop.set_units(bad[0], 21)
    assert writes(export_stock(shop)) == {STOCK: 1}
    shop.db.execute("update bigcommerce.item_problems set resolved_at = now() where item_key = %s", [bad[1]])
    assert writes(export_stock(shop)) == {STOCK: 1} and writes(export_stock(shop)) == {}
    assert shop.problems() == [("stock", sku, "rejected_by_bigcommerce") for sku in bad]


def test_items_of_two_kinds_of_badness_are_left_out_one_refusal_after_the_other(shop: Shop) -> None:
    skus = fill(shop, 40)
    export_stock(shop)
    shop.db.execute("update backoffice.stock set available_quantity = 20")
    shop.sandbox.control("DELETE", f"products/{product_id(shop, skus[3])}")
    shop.sandbox.control("PATCH", f"products/{product_id(shop, skus[5])}", {"inventory_tracking": "variant"})
    shop.sandbox.control("PATCH", f"products/{product_id(shop, skus[9])}", {"inventory_tracking": "none"})
    assert writes(export_stock(shop)) == {STOCK: 3}
    # What is gone was looked up again, and is a link's problem.
    gone, *others = shop.problems()
    assert gone == ("links", skus[3], "sku_not_found")
    assert others == [("stock", skus[n], "rejected_by_bigcommerce") for n in (5, 9)]
    said = sorted(messages(shop))
    assert "is tracked by variant, please update stock by variant id." in said[0]
    assert "is not tracked, please enable inventory tracking." in said[1]
    assert str(product_id(shop, skus[9])) not in said[0]
    held = units(shop)
    assert [held[sku] for sku in skus if sku not in (skus[3], skus[5], skus[9])] == [20] * 37


def test_a_refusal_that_names_nothing_is_split(shop: Shop) -> None:
    skus = fill(shop, 16)
    export_stock(shop)
    shop.db.execute("update backoffice.stock set available_quantity = 20")
    said = {"status": 422, "title": "incorrect entity", "errors": {}}
    # The batch, its first half, and so on down to the first item.
    fault = {"kind": "status", "status": 422, "body": said, "path": "*absolute", "times": 5}
    shop.sandbox.control("POST", "faults", fault)
    assert writes(export_stock(shop)) == {STOCK: 9}
    assert shop.problems() == [("stock", skus[0], "rejected_by_bigcommerce")]
    held = units(shop)
    assert [held[sku] for sku in skus] == [50, *[20] * 15]


@pytest.mark.parametrize("level", ["product", "variant"])
def test_a_bad_item_of_the_catalogue_is_one_problem(shop: Shop, level: str) -> None:
    use_account(shop, GUIDE)
    skus = fill(shop, 30, tracking=level)
    export_stock(shop)
    shop.db.execute("update backoffice.stock set available_quantity = 20")
    if level == "product":
        shop.sandbox.control("PATCH", "settings", {"partial_failure_skus": [skus[4]]})
        # One of the three batches comes back without it, and is sent once more.
        requests = {PRODUCTS: 4}
    else:
        shop.sandbox.control("DELETE", f"products/{product_id(shop, skus[4])}")
        requests = {VARIANTS: 11}
    assert writes(export_stock(shop)) == requests
    said = ("stock", "rejected_by_bigcommerce") if level == "product" else ("links", "sku_not_found")
    assert shop.problems() == [(said[0], skus[4], said[1])]
    held = units(shop)
    assert [held[sku] for sku in skus if sku != skus[4]] == [20] * 29 and shop.counts("stock") == (30, 29, 0, 1)
    assert writes(export_stock(shop)) == {}
