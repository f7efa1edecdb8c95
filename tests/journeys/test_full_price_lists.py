"""A full export compares price lists too: a record that was edited or deleted there is listed and put right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bigcommerce.operators import full_exports
from tests.journeys.shop_world import Shop
from tests.journeys.test_price_lists import RECORDS, add_list, records, set_group_price, writes

Run = Callable[..., str]

EXPORT = "bigcommerce_price_stock_export"
READING, LISTS = "GET /v3/pricelists/{id}/records", "GET /v3/pricelists"
SKUS = ("A", "B-S", "B-L")


@pytest.fixture
def trade(shop: Shop, run_dag: Run, monkeypatch: pytest.MonkeyPatch) -> int:
    """A price list for group `trade`. A and the sizes of B were sent: 9 to the catalogue, 7 to the list."""
    monkeypatch.setattr(full_exports, "sleep", lambda seconds: None)
    shop.db.execute("insert into backoffice.price_groups (code) values ('trade')")
    shop.list_product("A")
    shop.list_product("B", variants=[{"sku": "B-S"}, {"sku": "B-L"}])
    shop.stock_up(*SKUS)
    for sku in SKUS:
        set_group_price(shop, sku, 7)
    list_id = add_list(shop, "trade")
    assert run_dag(EXPORT, what="prices") == "success"
    shop.operations()
    return list_id


def full(run_dag: Run, **params: Any) -> None:
    assert run_dag(EXPORT, what="prices", full=True, **params) == "success"


def edit(shop: Shop, list_id: int, sku: str, **changes: Any) -> None:
    record = {"variant_id": shop.links()[sku][2], "currency": "aud", **changes}
    shop.sandbox.control("PUT", f"pricelists/{list_id}/records", [record])


def delete(shop: Shop, list_id: int, sku: str) -> None:
    shop.sandbox.control("DELETE", f"pricelists/{list_id}/records/{shop.links()[sku][2]}")


def drift(shop: Shop) -> list[tuple[Any, ...]]:
    """(target, sku, expected, held, expected sale price, held sale price, was it repaired), and forgotten then."""
    return shop.db.execute(
        "delete from bigcommerce.price_stock_drift returning target, sku, expected::float8, held::float8,"
        " expected_sale_price::float8, held_sale_price::float8, is_repaired"
    ).fetchall()


def test_records_edited_and_deleted_there_are_listed_and_put_right_and_then_it_is_quiet(
    shop: Shop, run_dag: Run, trade: int
) -> None:
    edit(shop, trade, "A", price=4)
    delete(shop, trade, "B-S")
    assert run_dag(EXPORT, what="prices") == "success"
    # An ordinary run asks nothing of what it sent before.
    assert writes(shop) == {} and records(shop.sandbox, trade) == {"A": (4, None), "B-L": (7, None)}
    shop.operations()
    full(run_dag)
    counted = shop.operations()
    assert {name: n for name, n in counted.items() if not name.startswith("GET")} == {RECORDS: 1}
    # Once to know which lists there are, once more to write to one.
    assert (counted[READING], counted[LISTS]) == (1, 2)
    assert records(shop.sandbox, trade) == dict.fromkeys(SKUS, (7, None))
    target = f"price_list:{trade}"
    assert sorted(drift(shop)) == [
        (target, "A", 7, 4, None, None, True),
        (target, "B-S", 7, None, None, None, True),
    ]
    assert shop.counts("prices") == (6, 2, 4, 0)
    before = shop.kept()[1:]
    shop.operations()
    full(run_dag)
    counted = shop.operations()
    assert {name: n for name, n in counted.items() if "pricelists" in name} == {LISTS: 1, READING: 1}
    assert not any(not name.startswith("GET") for name in counted)
    assert drift(shop) == [] and shop.kept()[1:] == before


def test_a_record_of_the_catalogue_and_one_of_a_list_are_two(shop: Shop, run_dag: Run, trade: int) -> None:
    edit(shop, trade, "A", price=4)
    shop.sandbox.control("PATCH", f"products/{shop.links()['A'][1]}", {"price": 5})
    full(run_dag)
    assert sorted(row[:4] for row in drift(shop)) == [("catalog", "A", 9, 5), (f"price_list:{trade}", "A", 7, 4)]
    assert shop.shown()["A"][0] == 9 and records(shop.sandbox, trade)["A"] == (7, None)


def test_each_list_is_compared_with_its_own_records(shop: Shop, run_dag: Run, trade: int) -> None:
    other = add_list(shop, None)
    assert run_dag(EXPORT, what="prices") == "success"
    # What the one should hold, the other should not.
    edit(shop, other, "A", price=7)
    shop.operations()
    full(run_dag)
    counted = shop.operations()
    assert (counted[READING], counted[LISTS]) == (2, 2)
    assert [row[:4] for row in drift(shop)] == [(f"price_list:{other}", "A", 9, 7)]
    assert records(shop.sandbox, other)["A"] == (9, None) and records(shop.sandbox, trade)["A"] == (7, None)


def test_only_the_stores_currency_is_read(shop: Shop, run_dag: Run, trade: int) -> None:
    edit(shop, trade, "A", price=4, currency="usd")
    full(run_dag)
    assert writes(shop) == {} and drift(shop) == []


def test_a_thousand_records_are_read_a_request(shop: Shop, run_dag: Run, trade: int) -> None:
    shop.sandbox.control("POST", "products/bulk", {"count": 1_001, "prefix": "S-"})
    variants = [v["id"] for v in shop.sandbox.client().variants_of(range(1, 1_100))]
    ours = {variant_id for _, _, variant_id in shop.links().values()}
    others = [{"variant_id": each, "currency": "aud", "price": 3} for each in variants if each not in ours]
    shop.sandbox.control("PUT", f"pricelists/{trade}/records", others)
    assert len(others) == 1_001
    edit(shop, trade, "B-L", price=4)
    shop.operations()
    full(run_dag)
    assert shop.operations()[READING] == 2
    assert [row[1:4] for row in drift(shop)] == [("B-L", 7, 4)]


def test_named_skus_are_asked_for_and_the_others_left(shop: Shop, run_dag: Run, trade: int) -> None:
    for sku in SKUS:
        edit(shop, trade, sku, price=4)
    shop.operations()
    full(run_dag, skus=["A", "B-S", "NOBODY"])
    assert shop.operations()[READING] == 1
    query = next(
        request["query"]
        for request in reversed(shop.sandbox.control("GET", "requests"))
        if request["path"].endswith("records") and request["method"] == "GET"
    )
    assert f"{shop.links()['A'][2]}" in query and "variant_id" in query
    assert records(shop.sandbox, trade) == {"A": (7, None), "B-S": (7, None), "B-L": (4, None)}
    assert {row[1] for row in drift(shop)} == {"A", "B-S"}
    shop.operations()
    full(run_dag, skus=["NOBODY"])
    assert READING not in shop.operations()


def test_a_sale_price_is_compared_where_it_is_ours(shop: Shop, run_dag: Run, trade: int) -> None:
    edit(shop, trade, "A", sale_price=2)
    full(run_dag)
    assert writes(shop) == {} and records(shop.sandbox, trade)["A"] == (7, 2)
    shop.set_store(promotion_pricing_enabled=True)
    full(run_dag)
    assert records(shop.sandbox, trade)["A"] == (7, None)
    assert drift(shop) == [(f"price_list:{trade}", "A", 7, 7, None, 2, True)]


@pytest.mark.parametrize("zero", ["none", "price"])
def test_a_cleared_sale_price_is_no_drift_however_the_store_takes_a_0(
    shop: Shop, run_dag: Run, trade: int, zero: str
) -> None:
    shop.sandbox.control("PATCH", "settings", {"zero_sale_price": zero})
    shop.set_store(promotion_pricing_enabled=True)
    set_group_price(shop, "A", 7, promotion=5)
    assert run_dag(EXPORT, what="prices") == "success"
    assert records(shop.sandbox, trade)["A"] == (7, 5)
    # Our own old sale price is still there, and is about to be taken away by us.
    set_group_price(shop, "A", 7)
    full(run_dag)
    assert records(shop.sandbox, trade)["A"] == (7, None if zero == "none" else 7) and drift(shop) == []
    shop.operations()
    full(run_dag)
    assert writes(shop) == {} and drift(shop) == []
    if zero == "price":
        # Set to 0 by hand, it gives goods away there.
        edit(shop, trade, "A", sale_price=0)
        full(run_dag)
        assert records(shop.sandbox, trade)["A"] == (7, 7)
        assert drift(shop) == [(f"price_list:{trade}", "A", 7, 7, None, 0, True)]


def test_a_promotion_that_ends_in_the_back_office_is_no_drift_in_the_catalogue(
    shop: Shop, run_dag: Run, trade: int
) -> None:
    shop.set_store(promotion_pricing_enabled=True)
    shop.db.execute("update backoffice.product_prices set promotion_price = 5 where price_group = 'retail'")
    assert run_dag(EXPORT, what="prices") == "success"
    shop.db.execute("update backoffice.product_prices set promotion_price = null")
    shop.operations()
    full(run_dag)
    assert drift(shop) == [] and writes(shop) != {} and {price for price, _ in shop.shown().values()} == {9}


def test_what_a_list_holds_already_is_taken_for_accepted(shop: Shop, run_dag: Run, trade: int) -> None:
    shop.db.execute("delete from bigcommerce.price_exports where target <> 'catalog'")
    full(run_dag)
    assert writes(shop) == {} and drift(shop) == [] and shop.counts("prices") == (6, 0, 6, 0)
    sent = shop.db.execute("select sku from bigcommerce.price_exports where target = %s", [f"price_list:{trade}"])
    assert {sku for (sku,) in sent} == set(SKUS)


def test_a_list_that_was_deleted_is_one_problem_and_no_drift(shop: Shop, run_dag: Run, trade: int) -> None:
    shop.sandbox.control("DELETE", f"pricelists/{trade}")
    full(run_dag)
    assert shop.problems() == [("prices", f"price_list:{trade}", "price_list_not_found")]
    assert writes(shop) == {} and drift(shop) == [] and shop.counts("prices") == (6, 0, 3, 3)


def test_prices_managed_in_bigcommerce_are_listed_and_left(shop: Shop, run_dag: Run, trade: int) -> None:
    edit(shop, trade, "A", price=4)
    shop.set_store(prices_managed_in="bigcommerce")
    before = shop.kept()[1:]
    full(run_dag)
    assert writes(shop) == {} and records(shop.sandbox, trade)["A"] == (4, None) and shop.kept()[1:] == before
    assert drift(shop) == [(f"price_list:{trade}", "A", 7, 4, None, None, False)]


def test_a_dry_run_lists_what_differs_and_leaves_it(shop: Shop, run_dag: Run, trade: int) -> None:
    edit(shop, trade, "A", price=4)
    before = shop.kept()
    full(run_dag, dry_run=True)
    assert writes(shop) == {} and shop.kept() == before
    assert drift(shop) == [(f"price_list:{trade}", "A", 7, 4, None, None, False)]


def test_records_that_may_not_be_read_fail_the_run_before_anything_is_sent(
    shop: Shop, run_dag: Run, trade: int
) -> None:
    shop.set_price("A", 12)
    fault = {"kind": "status", "path": "/v3/pricelists/*/records", "method": "GET", "status": 403}
    shop.sandbox.control("POST", "faults", fault | {"times": 1})
    assert run_dag(EXPORT, what="prices", full=True) == "failed"
    assert writes(shop) == {} and drift(shop) == []


def test_an_answer_cut_is_read_again(shop: Shop, run_dag: Run, trade: int) -> None:
    edit(shop, trade, "A", price=4)
    fault = {"kind": "cut", "path": "/v3/pricelists/*/records", "method": "GET", "times": 1}
    shop.sandbox.control("POST", "faults", fault)
    shop.operations()
    full(run_dag)
    assert shop.operations()[READING] == 2 and [row[1] for row in drift(shop)] == ["A"]
