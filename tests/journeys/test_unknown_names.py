"""Settings and params that name what is not there are said, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.shop_world import Shop

Run = Callable[..., str]

EXPORT = "bigcommerce_price_stock_export"


@pytest.fixture
def linked(shop: Shop, run_dag: Run) -> Shop:
    for sku in ("A-1", "A-2"):
        shop.list_product(sku)
    shop.stock_up("A-1", "A-2")
    assert run_dag("bigcommerce_product_link_refresh") == "success"
    return shop


def message(shop: Shop, code: str) -> str:
    row = shop.db.execute("select message from bigcommerce.item_problems where code = %s", [code]).fetchone()
    assert row
    found: str = row[0]
    return found


def test_a_price_group_that_is_not_there_is_named_and_closed_once_it_is(linked: Shop, run_dag: Run) -> None:
    linked.set_store(price_group="retial")
    assert run_dag(EXPORT, what="prices") == "success"
    expected = [("prices", sku, "empty_price") for sku in ("A-1", "A-2")]
    assert linked.problems() == [*expected, ("prices", "retial", "price_group_not_found")]
    assert '"retial"' in message(linked, "price_group_not_found")
    assert "by price group retial" in message(linked, "empty_price")
    assert [linked.shown()[sku][0] for sku in ("A-1", "A-2")] == [1, 1]
    linked.set_store(price_group="retail")
    assert run_dag(EXPORT, what="prices") == "success"
    assert linked.problems() == [] and linked.shown()["A-1"][0] == 9


def test_a_warehouse_that_is_not_there_is_named_and_the_others_count(linked: Shop, run_dag: Run) -> None:
    linked.set_store(stock_warehouses=["main", "nowhere"])
    assert run_dag(EXPORT, what="stock") == "success"
    assert linked.problems() == [("stock", "nowhere", "warehouse_not_found")]
    assert '"nowhere"' in message(linked, "warehouse_not_found") and linked.shown()["A-1"][1] == 50
    # A run for one SKU leaves it open; the next for all closes it.
    linked.set_store(stock_warehouses=["main"])
    assert run_dag(EXPORT, what="stock") == "success"
    assert linked.problems() == []


def test_a_sku_that_a_run_names_and_cannot_send_is_said(
    linked: Shop, run_dag: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    linked.stock_up("N-1", "U-1")
    linked.approve("U-1", False)
    linked.db.execute("update backoffice.products set is_active = false where sku = 'A-2'")
    capfd.readouterr()
    assert run_dag(EXPORT, skus=["X-1", "N-1", "U-1", "A-1", "A-2"]) == "success"
    said = "".join(capfd.readouterr())
    for sku, reason in [
        ("X-1", "is no product of the back office"),
        ("N-1", "has no product in BigCommerce"),
        ("U-1", "is not approved"),
    ]:
        assert said.count(f'SKU "{sku}" {reason}, so nothing is sent of it') == 2
    assert said.count('SKU "A-2" is not active, so nothing is sent of it') == 1  # its stock is 0
    assert linked.shown()["A-1"] == (9, 50)


@pytest.mark.parametrize("other", [{"what": "stock"}, {"full": True}])
def test_a_rollback_is_of_prices_alone(linked: Shop, run_dag: Run, other: dict[str, object]) -> None:
    assert run_dag(EXPORT) == "success"
    linked.set_price("A-1", 12)
    assert run_dag(EXPORT) == "success"
    second = linked.db.execute("select dag_run_id from bigcommerce.price_history where price = 12").fetchone()
    assert second
    assert run_dag(EXPORT, rollback_run=second[0], **other) == "failed"
    assert linked.shown()["A-1"][0] == 12
