"""Each mapped price list holds its group's prices, and a second run writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import SandboxStore
from tests.journeys.shop_world import Shop

Run = Callable[..., str]

EXPORT = "bigcommerce_price_stock_export"
RECORDS = "PUT /v3/pricelists/{id}/records"


def add_list(shop: Shop, group: str | None, **wish: Any) -> int:
    list_id: int = shop.sandbox.control("POST", "pricelists", {"name": group or "all", **wish})["id"]
    shop.db.execute("insert into bigcommerce.price_list_map values ('default', %s, %s)", [list_id, group])
    return list_id


def set_group_price(shop: Shop, sku: str, price: Any, promotion: Any = None, group: str = "trade") -> None:
    shop.db.execute(
        "insert into backoffice.product_prices (sku, price_group, price, promotion_price) values (%s, %s, %s, %s)"
        " on conflict (sku, price_group) do update"
        " set price = excluded.price, promotion_price = excluded.promotion_price",
        [sku, group, price, promotion],
    )


def records(sandbox: SandboxStore, list_id: int) -> dict[str, tuple[Any, Any]]:
    """{sku: (price, sale price or None)}."""
    found = sandbox.client().rows(f"/v3/pricelists/{list_id}/records", include="sku")
    return {r["sku"]: (r["price"], r.get("sale_price") or None) for r in found}


def writes(shop: Shop) -> dict[str, int]:
    return {name: n for name, n in shop.operations().items() if not name.startswith("GET")}


@pytest.fixture
def trade(shop: Shop) -> int:
    """A price list for group `trade`; SKU A and the sizes of B are in the catalogue at 9 and in the group at 7."""
    shop.db.execute("insert into backoffice.price_groups (code) values ('trade')")
    shop.list_product("A")
    shop.list_product("B", variants=[{"sku": "B-S"}, {"sku": "B-L"}])
    shop.stock_up("A", "B-S", "B-L")
    for sku in ("A", "B-S", "B-L"):
        set_group_price(shop, sku, 7)
    return add_list(shop, "trade")


def test_a_price_list_follows_its_group_and_is_written_only_where_that_changes(
    shop: Shop, run_dag: Run, trade: int
) -> None:
    shop.set_store(promotion_pricing_enabled=True)
    other = add_list(shop, None)
    shop.operations()
    assert run_dag(EXPORT, what="prices") == "success"
    assert records(shop.sandbox, trade) == {"A": (7, None), "B-S": (7, None), "B-L": (7, None)}
    assert set(records(shop.sandbox, other).values()) == {(9, None)}  # no group: the default one
    assert {price for price, _ in shop.shown().values()} == {9}
    assert writes(shop)[RECORDS] == 2
    assert shop.counts("prices") == (9, 9, 0, 0)
    sent = shop.db.execute("select target, count(*) from bigcommerce.price_exports group by 1 order by 1").fetchall()
    assert sent == [("catalog", 3), (f"price_list:{trade}", 3), (f"price_list:{other}", 3)]
    currencies = {record["currency"] for record in shop.sandbox.client().rows(f"/v3/pricelists/{trade}/records")}
    assert currencies == {"aud"}

    before = shop.kept()
    shop.operations()
    assert run_dag(EXPORT, what="prices") == "success"
    assert shop.operations() == {"GET /v2/store": 1} and shop.kept() == before
    assert shop.counts("prices") == (9, 0, 9, 0)

    # A promotion of the group is the record's sale price, and goes again; the catalogue and the other list are left.
    set_group_price(shop, "A", 7, promotion=5)
    assert run_dag(EXPORT, what="prices") == "success"
    assert records(shop.sandbox, trade)["A"] == (7, 5)
    assert writes(shop) == {RECORDS: 1}
    set_group_price(shop, "A", 7)
    assert run_dag(EXPORT, what="prices") == "success"
    assert records(shop.sandbox, trade)["A"] == (7, None)
    assert writes(shop) == {RECORDS: 1}


def test_a_thousand_records_go_in_one_request(shop: Shop, run_dag: Run) -> None:
    shop.sandbox.control("POST", "products/bulk", {"count": 1_001, "prefix": "S-"})
    products = [p["sku"] for page in shop.sandbox.client().product_pages(("sku",)) for p in page]
    shop.stock_up(*products)
    list_id = add_list(shop, None)
    shop.operations()
    assert run_dag(EXPORT, what="prices") == "success"
    assert writes(shop)[RECORDS] == 2
    assert len(records(shop.sandbox, list_id)) == 1_001


def test_refused_records_are_problems_and_the_others_land(shop: Shop, run_dag: Run, trade: int) -> None:
    assert run_dag("bigcommerce_product_link_refresh") == "success"
    odd = {"data": {"variant_id": shop.links()["A"][2]}, "field_errors": {"price": "is odd"}}
    fault = {"kind": "status", "path": "/v3/pricelists/*/records", "method": "PUT", "status": 422}
    shop.sandbox.control("POST", "faults", fault | {"body": {"batch_errors": [odd]}, "times": 1})
    shop.operations()
    assert run_dag(EXPORT, what="prices") == "success"
    assert set(records(shop.sandbox, trade)) == {"B-S", "B-L"}
    assert shop.problems() == [("prices", "A", "rejected_by_bigcommerce")]
    message = shop.db.execute("select message from bigcommerce.item_problems").fetchone()
    assert message and f"price list {trade}" in message[0] and "is odd" in message[0]
    # Once with it, once without: whether the others were saved is not documented.
    assert writes(shop)[RECORDS] == 2
    assert shop.shown()["A"][0] == 9
    assert shop.counts("prices") == (6, 5, 0, 1)

    assert run_dag(EXPORT, what="prices") == "success"
    assert writes(shop) == {} and shop.problems() == [("prices", "A", "rejected_by_bigcommerce")]

    shop.close_problems()
    assert run_dag(EXPORT, what="prices") == "success"
    assert records(shop.sandbox, trade)["A"] == (7, None) and shop.problems() == []


def test_a_record_whose_variant_is_gone_is_looked_up_and_sent_again(shop: Shop, run_dag: Run, trade: int) -> None:
    assert run_dag("bigcommerce_product_link_refresh") == "success"
    shop.db.execute("update bigcommerce.product_links set variant_id = 999999 where sku = 'A'")
    assert run_dag(EXPORT, what="prices") == "success"
    assert set(records(shop.sandbox, trade)) == {"A", "B-S", "B-L"} and shop.problems() == []


def test_a_price_list_that_is_not_there_is_one_problem_and_the_rest_goes_on(
    shop: Shop, run_dag: Run, trade: int
) -> None:
    shop.db.execute("insert into bigcommerce.price_list_map values ('default', 4711, 'trade')")
    assert run_dag(EXPORT, what="prices") == "success"
    assert shop.problems() == [("prices", "price_list:4711", "price_list_not_found")]
    assert len(records(shop.sandbox, trade)) == 3
    assert shop.counts("prices") == (9, 6, 0, 3)
    shop.operations()
    assert run_dag(EXPORT, what="prices") == "success"
    assert writes(shop) == {} and len(shop.problems()) == 1
    assert shop.db.execute("select count(*) from bigcommerce.item_problems").fetchone() == (1,)
    shop.db.execute("delete from bigcommerce.price_list_map where price_list_id = 4711")
    assert run_dag(EXPORT, what="prices") == "success"
    assert shop.problems() == []


def test_what_is_empty_or_guarded_on_one_target_does_not_hold_up_the_other(
    shop: Shop, run_dag: Run, trade: int
) -> None:
    set_group_price(shop, "A", None)
    assert run_dag(EXPORT, what="prices") == "success"
    assert shop.problems() == [("prices", "A", "empty_price")]
    assert shop.shown()["A"][0] == 9 and "A" not in records(shop.sandbox, trade)
    # Closed only once no target says it any more.
    assert run_dag(EXPORT, what="prices") == "success"
    assert shop.problems() == [("prices", "A", "empty_price")]
    set_group_price(shop, "A", 7)
    shop.set_store(max_price_change_percent=10)
    assert run_dag(EXPORT, what="prices") == "success"
    assert shop.problems() == [] and records(shop.sandbox, trade)["A"] == (7, None)

    set_group_price(shop, "A", 70)
    shop.set_price("B-S", Decimal("9.50"))
    shop.db.execute("update backoffice.product_prices set price = 7 where sku = 'B-S' and price_group = 'trade'")
    assert run_dag(EXPORT, what="prices") == "success"
    assert shop.problems() == [("prices", "A", "price_change_too_large")]
    guarded = shop.db.execute("select target, sku, old, new, state from bigcommerce.guarded_prices").fetchall()
    assert guarded == [(f"price_list:{trade}", "A", 7, 70, "waiting")]
    assert records(shop.sandbox, trade)["A"] == (7, None) and shop.shown()["B-S"][0] == 9.5


def test_prices_managed_in_bigcommerce_write_no_price_list(shop: Shop, run_dag: Run, trade: int) -> None:
    shop.set_store(prices_managed_in="bigcommerce")
    shop.operations()
    assert run_dag(EXPORT, what="prices") == "success"
    assert shop.operations() == {} and records(shop.sandbox, trade) == {}
