"""Prices and SKUs that make no sense: each a clear problem or refused at the door, and the others go on."""

from __future__ import annotations

import psycopg
import pytest

from tests.journeys.operator_runs import export_prices
from tests.journeys.shop_world import Shop
from tests.journeys.test_price_lists import add_list, records

ODD_SKUS = ['O\'Neil "x" %s; --', "👕-1", "x" * 255, "T ", "007", "a\\b", "ß%(sku)s"]


def test_bad_prices_are_problems_and_the_others_go_on(shop: Shop) -> None:
    prices = {
        "GOOD": "9",
        "NEGATIVE": "-5",
        "ABSURD": "99999999999999.9999",
        "LONG": "12.3456",
        "DUST": "0.004",
        "PROMOTION": "20",
    }
    for sku, price in prices.items():
        shop.list_product(sku)
        shop.stock_up(sku, price=price)
    shop.set_store(promotion_pricing_enabled=True)
    shop.db.execute(
        "update backoffice.product_prices set promotion_price = 15, promotion_starts_at = now() + interval '1 day',"
        " promotion_ends_at = now() - interval '1 day' where sku = 'PROMOTION'"
    )
    list_id = add_list(shop, "retail")
    wanted = [
        ("prices", "ABSURD", "invalid_price"),
        ("prices", "DUST", "empty_price"),
        ("prices", "NEGATIVE", "empty_price"),
        ("prices", "PROMOTION", "invalid_price"),
    ]
    for _ in range(2):
        export_prices()
        shown = {sku: price for sku, (price, _) in shop.shown().items()}
        assert shown == {"GOOD": 9, "LONG": 12.35, "PROMOTION": 20, "NEGATIVE": 1, "ABSURD": 1, "DUST": 1}
        assert set(records(shop.sandbox, list_id)) == {"GOOD", "LONG", "PROMOTION"}
        assert shop.problems() == wanted
    shop.db.execute("update backoffice.product_prices set price = 8, promotion_starts_at = null")
    export_prices()
    assert {price for price, _ in shop.shown().values()} == {8} and shop.problems() == []


@pytest.mark.parametrize("price", ["NaN", "12345678901234567890", "Infinity"])
def test_what_is_no_amount_is_refused_by_the_table(shop: Shop, price: str) -> None:
    with pytest.raises((psycopg.errors.CheckViolation, psycopg.errors.NumericValueOutOfRange)):
        shop.stock_up("A", price=price)


def test_odd_skus_are_sent_like_others(shop: Shop) -> None:
    for sku in ODD_SKUS:
        shop.list_product(sku, name=f"Product {ODD_SKUS.index(sku)}")
        shop.stock_up(sku)
    list_id = add_list(shop, "retail")
    export_prices()
    assert {sku: price for sku, (price, _) in shop.shown().items()} == dict.fromkeys(ODD_SKUS, 9)
    assert records(shop.sandbox, list_id) == dict.fromkeys(ODD_SKUS, (9, None))
    for sku in ODD_SKUS:
        shop.set_price(sku, None)
    export_prices()
    assert shop.problems() == sorted(("prices", sku, "empty_price") for sku in ODD_SKUS)
    messages = dict(shop.db.execute("select item_key, message from bigcommerce.item_problems").fetchall())
    assert all(f'SKU "{sku}"' in messages[sku] for sku in ODD_SKUS)
