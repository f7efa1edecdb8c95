"""`python -m bigcommerce explain`: what a person is told of a SKU, out of the same rules that plan the exports."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from bigcommerce.__main__ import main
from bigcommerce.db.explanations import explain_prices, explain_stock, read_facts, read_warehouses
from tests.journeys.shop_world import Shop
from tests.journeys.test_price_lists import add_list, set_group_price

Run = Callable[..., str]
Explain = Callable[..., list[str]]

EXPORT, INGEST = "bigcommerce_price_stock_export", "bigcommerce_order_ingest"


@pytest.fixture
def explain(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Explain:
    """explain("SKU", …) → the lines printed."""

    def run(*arguments: str, status: int = 0) -> list[str]:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["bigcommerce", "explain", *arguments])
        assert main() == status
        printed = capsys.readouterr()
        return [line.strip() for line in (printed.err if status else printed.out).splitlines()]

    return run


def test_price_and_stock_are_told_with_what_bigcommerce_holds_in_one_request_each(
    shop: Shop, run_dag: Run, explain: Explain
) -> None:
    shop.list_product("A")
    shop.list_product("B", inventory_tracking="variant", variants=[{"sku": "B-S"}])
    shop.stock_up("A", "B-S")
    shop.set_store(
        stock_buffer=2,
        stock_limit=40,
        default_payment_method="Card",
        default_shipping_service="Parcel",
        max_price_change_percent=50,
    )
    assert run_dag(EXPORT, what="stock") == "success"
    order = shop.order({"sku": "A", "quantity": 3})
    assert run_dag(INGEST) == "success"
    shop.set_units("A", 20)
    shop.db.execute("update backoffice.stock set counted_at = '2000-01-01'")
    shop.operations()
    told = explain("A")
    assert shop.operations() == {
        "GET /v2/store": 1,
        "GET /v3/settings/inventory": 1,
        "GET /v3/catalog/products": 1,
        "GET /v3/inventory/items": 1,
    }
    for sentence in (
        'SKU "A" in store default',
        "Price group retail has 9.00.",
        "From 1.00 to 9.00 is 800.0 %; the store lets 50 % pass without a person.",
        "It should be 9.00.",
        "BigCommerce was not sent a price yet.",
        "BigCommerce holds 1.00 now.",
        "Nothing is sent: so big a change waits for a person under Guarded prices.",
        "Warehouse main has 20, counted 2000-01-01 00:00 UTC.",
        f"Reserved: 3 by orders that this number does not account for: default {order['id']} (3).",
        "Buffer: 2. Limit: at most 40.",
        "It should be 15: 20 − 3 − 2, not below 0, at most 40.",
        "BigCommerce holds 37 now.",
        "It is sent with the next run.",
    ):
        assert sentence in told, told
    before = shop.kept()
    told = explain("B-S")
    assert "BigCommerce holds no price of its own for it now." in told and "BigCommerce holds 40 now." in told
    assert "Nothing is sent: BigCommerce holds it already, as far as we know." in told
    assert shop.kept() == before and shop.sandbox.writes() == 0


def test_each_price_list_is_told_with_its_own_group_and_what_it_holds(
    shop: Shop, run_dag: Run, explain: Explain
) -> None:
    shop.db.execute("insert into backoffice.price_groups (code) values ('trade')")
    shop.list_product("A")
    shop.list_product("B", variants=[{"sku": "B-S"}])
    shop.stock_up("A", "B")
    set_group_price(shop, "A", 7, promotion=5)
    trade, other = add_list(shop, "trade"), add_list(shop, None)
    shop.set_store(promotion_pricing_enabled=True)
    assert run_dag(EXPORT, what="prices") == "success"
    variant_id = shop.links()["A"][2]
    edited = {"variant_id": variant_id, "currency": "aud", "price": 4, "sale_price": 4}
    shop.sandbox.control("PUT", f"pricelists/{trade}/records", [edited])
    shop.operations()
    told = explain("A")
    assert shop.operations()["GET /v3/pricelists/{id}/records"] == 2
    headings = [told.index(f"Price on price list {list_id}") for list_id in (trade, other)]
    of_trade, of_other = told[headings[0] : headings[1]], told[headings[1] : told.index("Stock")]
    for sentence in (
        "Price group trade has 7.00.",
        "The promotion of 5.00 without dates runs now: 5.00.",
        "It should be 7.00, on sale for 5.00.",
        "BigCommerce holds 4.00 now.",
        "Nothing is sent: BigCommerce holds it already, as far as we know.",
    ):
        assert sentence in of_trade, of_trade
    assert any(line.startswith("BigCommerce last accepted 7.00, on sale for 5.00 on ") for line in of_trade)
    assert "Price group retail has 9.00." in of_other and "BigCommerce holds 9.00 now." in of_other
    assert not any("price list" in line for line in told[: headings[0]])

    shop.sandbox.control("DELETE", f"pricelists/{trade}")
    shop.sandbox.control("DELETE", f"pricelists/{other}/records/{variant_id}")
    told = explain("A")
    assert f"BigCommerce has no price list {trade}: nothing is sent to it." in told
    assert "BigCommerce holds no price of its own for it now." in told[told.index(f"Price on price list {other}") :]
    reason = "Nothing is sent: price lists know variants alone, and this is a product with options."
    shop.operations()
    assert explain("B").count(reason) == 2 and "GET /v3/pricelists/{id}/records" not in shop.operations()
    assert "Price on price list" in " ".join(explain("A", "--offline")) and shop.operations() == {}


def test_a_price_list_that_was_not_found_is_told_with_its_problem(shop: Shop, run_dag: Run, explain: Explain) -> None:
    shop.list_product("A")
    shop.stock_up("A")
    shop.db.execute("insert into bigcommerce.price_list_map values ('default', 4711, null)")
    shop.sandbox.control("PATCH", "settings", {"partial_failure_skus": ["A"]})
    assert run_dag(EXPORT, what="prices") == "success"
    told = explain("A", "--offline")
    start = told.index("Price on price list 4711")
    problems = [
        [line.split(":")[0] for line in part if line.startswith("Open problem")]
        for part in (told[:start], told[start:])
    ]
    assert problems == [
        ["Open problem “Price that BigCommerce refused”"],
        ["Open problem “Price list that is not there”"],
    ]


def test_offline_bigcommerce_is_not_asked(shop: Shop, run_dag: Run, explain: Explain) -> None:
    shop.list_product("A")
    shop.stock_up("A")
    assert run_dag(EXPORT) == "success"
    shop.operations()
    told = explain("A", "--offline")
    assert shop.operations() == {}
    assert "BigCommerce was not asked: two decimals are taken for its currency." in told
    assert not any(" now." in line for line in told)
    assert told.count("Nothing is sent: BigCommerce holds it already, as far as we know.") == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("update bigcommerce.product_approvals set is_approved = false", "it is not approved for store default"),
        ("delete from bigcommerce.product_approvals", "nobody approved it for store default"),
        ("update backoffice.products set is_active = false", "it is not active, and then only its stock is set, to 0"),
        ("update bigcommerce.product_links set state = 'missing'", "BigCommerce has no product with exactly this SKU"),
        ("delete from bigcommerce.product_links", "it was not looked up on BigCommerce yet; the next run does"),
        ("update bigcommerce.stores set prices_managed_in = 'bigcommerce'", "the prices of this store are managed"),
        ("update bigcommerce.stores set stock_sync_enabled = false", "the store's stock sync is switched off"),
        ("update backoffice.product_prices set price = null", "there is no price"),
        ("delete from backoffice.stock", "the back office has no stock counted for it"),
        ("update bigcommerce.product_links set inventory_tracking = 'none'", "BigCommerce does not track it"),
    ],
)
def test_why_nothing_is_sent_is_told(shop: Shop, run_dag: Run, explain: Explain, change: str, sentence: str) -> None:
    shop.list_product("A")
    shop.stock_up("A")
    assert run_dag("bigcommerce_product_link_refresh") == "success"
    assert not any(sentence in line for line in explain("A", "--offline"))
    shop.db.execute(change)
    assert any(f"Nothing is sent: {sentence}" in line for line in explain("A", "--offline"))


def test_a_refused_price_is_told_with_its_problem(shop: Shop, run_dag: Run, explain: Explain) -> None:
    shop.list_product("A")
    shop.stock_up("A")
    shop.sandbox.control("PATCH", "settings", {"partial_failure_skus": ["A"]})
    assert run_dag(EXPORT, what="prices") == "success"
    told = explain("A")
    assert "Nothing is sent: BigCommerce refused exactly this. Close the problem to try again." in told
    start = "Open problem “Price that BigCommerce refused”: BigCommerce refused the price"
    assert any(line.startswith(start) for line in told)


def test_an_unknown_sku_or_store_is_one_sentence(shop: Shop, explain: Explain) -> None:
    assert explain("A") == ['The back office has no SKU "A", and nobody approved it for store default.']
    assert explain("A", "--store", "other", status=1) == ['There is no store "other".']
    assert shop.operations() == {}


def test_the_rows_behind_it_are_exact(shop: Shop, run_dag: Run) -> None:
    shop.list_product("A")
    shop.stock_up("A", price="12.345")
    shop.set_store(tax_rate="0.0725", prices_include_tax=False, stock_warehouses=["main"])
    shop.db.execute("insert into backoffice.stock values ('A', 'shed', 5)")
    assert run_dag("bigcommerce_product_link_refresh") == "success"
    now = shop.db.execute("select now()").fetchone()
    assert now
    price: Any = explain_prices(shop.db, "default", "A", digits=2, now=now[0])["catalog"]
    assert (price["group_price"], price["tax_rate"], price["price"]) == (
        Decimal("12.345"),
        Decimal("0.0725"),
        Decimal("11.51"),
    )
    assert isinstance(price["group_price"], Decimal) and price["verdict"] == "send"
    stock: Any = explain_stock(shop.db, "default", "A", order_placed=True)
    assert (stock["available"], stock["reserved"], stock["quantity"], stock["verdict"]) == (50, 0, 50, "send")
    assert [(w["warehouse"], w["is_shown"]) for w in read_warehouses(shop.db, "default", "A")] == [
        ("main", True),
        ("shed", False),
    ]
    assert explain_prices(shop.db, "default", "NONE", digits=2, now=now[0]) == {}
    assert read_facts(shop.db, "none", "A") is None
