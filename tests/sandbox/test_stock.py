"""Inventory V3: identities, limits, delay; and stock that orders take."""

import time
from typing import Any

import pytest

ABSOLUTE = "v3/inventory/adjustments/absolute"


def item(quantity: int, location_id: int = 1, **identity: Any) -> dict[str, Any]:
    return {"location_id": location_id, "quantity": quantity, **identity}


@pytest.fixture
def goods(store: Any) -> Any:
    store.simple = store.product("S-1", inventory_level=4)
    store.sized = store.product("C", variants=[{"sku": "C-1"}, {"sku": "C-2"}], inventory_tracking="variant")
    store.loose = store.product("N-1", inventory_tracking="none")
    return store


def test_absolute_writes_show_after_the_delay_in_order(goods: Any) -> None:
    goods.set(inventory_delay_ms=400)
    for quantity in (7, 9):
        answer = goods.api.put(ABSOLUTE, json={"items": [item(quantity, product_id=goods.simple["id"])]})
        assert answer.status_code == 200 and set(answer.json()) == {"transaction_id"}
    assert goods.stock("S-1") == 4
    time.sleep(0.6)
    assert goods.stock("S-1") == 9


def test_identity_follows_the_tracking_or_nothing_is_applied(goods: Any) -> None:
    base, sized = goods.simple["base_variant_id"], goods.sized
    good = item(5, variant_id=sized["variants"][0]["id"])
    for identity, words in (
        ({"variant_id": base}, f"variant_id {base} is tracked by product, please update stock by product id"),
        ({"sku": "S-1"}, "sku S-1 is tracked by product"),
        ({"product_id": sized["id"]}, f"product_id {sized['id']} is tracked by variant"),
        ({"product_id": goods.loose["id"]}, "is not tracked"),
        ({"sku": "NOPE"}, "[sku NOPE]"),
        ({"product_id": 9_999}, "[product_id 9999]"),
    ):
        answer = goods.api.put(ABSOLUTE, json={"items": [good, item(1, **identity)]})
        assert answer.status_code == 422 and words in answer.json()["title"]
    two = goods.api.put(ABSOLUTE, json={"items": [item(1, sku="C-1", variant_id=1)]})
    assert two.status_code == 422
    assert goods.stock("C-1") == 0
    assert goods.api.put(ABSOLUTE, json={"items": [good, item(6, sku="C-2")]}).status_code == 200
    assert (goods.stock("C-1"), goods.stock("C-2")) == (5, 6)


def test_two_thousand_items_are_taken_and_one_more_is_not(store: Any) -> None:
    first = store.control.post("products/bulk", json={"count": 2_001}).json()["first_id"]
    items = [item(n, product_id=first + n) for n in range(2_001)]
    assert store.api.put(ABSOLUTE, json={"items": items}).status_code == 413
    assert store.api.put(ABSOLUTE, json={"items": items[:2_000]}).status_code == 200
    assert store.stock("SKU-002000") == 1_999


def test_beyond_int32_is_answered_and_not_saved(goods: Any) -> None:
    answer = goods.api.put(ABSOLUTE, json={"items": [item(2_147_483_648, product_id=goods.simple["id"])]})
    assert answer.status_code == 200 and goods.stock("S-1") == 4


def test_disabled_and_unknown_locations_are_refused(goods: Any) -> None:
    for location in (3, 77):
        answer = goods.api.put(ABSOLUTE, json={"items": [item(1, location, product_id=goods.simple["id"])]})
        assert answer.status_code == 422
    goods.api.put(ABSOLUTE, json={"items": [item(30, 2, product_id=goods.simple["id"])]})
    assert goods.stock("S-1") == 4
    (row,) = goods.api.get("v3/inventory/locations/2/items?sku:in=S-1").json()["data"]
    assert row["total_inventory_onhand"] == 30


def test_relative_writes_add(goods: Any) -> None:
    path = "v3/inventory/adjustments/relative"
    assert goods.api.post(path, json={"items": [item(-1, product_id=goods.simple["id"])]}).status_code == 200
    assert goods.stock("S-1") == 3
    assert goods.api.post(path, json={"items": [item(-9, product_id=goods.simple["id"])]}).status_code == 422


def test_items_are_read_by_sku_variant_or_product(goods: Any) -> None:
    goods.control.patch("inventory", json={"sku": "S-1", "quantity": 30, "safety_stock": 10})
    (row,) = goods.api.get("v3/inventory/items?sku:in=S-1,NOPE&limit=1000").json()["data"]
    assert row["identity"]["product_id"] == goods.simple["id"]
    assert (row["locations"][0]["available_to_sell"], row["locations"][0]["total_inventory_onhand"]) == (20, 30)
    ids = ",".join(str(row["id"]) for row in goods.sized["variants"])
    rows = goods.api.get(f"v3/inventory/items?variant_id:in={ids}").json()["data"]
    assert [row["identity"]["sku"] for row in rows] == ["C-1", "C-2"]
    assert goods.api.get("v3/inventory/items?limit=1001").status_code == 413
    assert [row["id"] for row in goods.api.get("v3/inventory/locations").json()["data"]] == [1, 2, 3]


def test_orders_take_stock_at_once_below_zero_and_give_it_back(goods: Any) -> None:
    order = goods.place(lines=[{"sku": "S-1", "quantity": 6}, {"sku": "C-1"}])
    assert (goods.stock("S-1"), goods.stock("C-1")) == (-2, -1)
    goods.control.post(f"orders/{order['id']}/cancel")
    assert (goods.stock("S-1"), goods.stock("C-1")) == (4, 0)


def test_stock_is_taken_at_shipping_where_the_store_says_so(goods: Any) -> None:
    goods.set(update_stock_behavior="order_completed_or_shipped")
    order = goods.place(lines=[{"sku": "S-1", "quantity": 2}])
    assert goods.stock("S-1") == 4
    goods.api.put(f"v2/orders/{order['id']}", json={"status_id": 2})
    assert goods.stock("S-1") == 2
    assert (
        goods.api.get("v3/settings/inventory").json()["data"]["update_stock_behavior"] == "order_completed_or_shipped"
    )
    goods.set(update_stock_behavior="order_placed")


def test_catalogue_writes_of_stock_work_unless_switched_off(goods: Any) -> None:
    path = f"v3/catalog/products/{goods.simple['id']}"
    assert goods.api.put(path, json={"inventory_level": 8}).json()["data"]["inventory_level"] == 8
    variant = goods.sized["variants"][0]["id"]
    goods.api.put("v3/catalog/variants", json=[{"id": variant, "inventory_level": 3}])
    assert goods.stock("C-1") == 3
    goods.set(catalog_inventory_writes=False)
    assert goods.api.put(path, json={"inventory_level": 1}).status_code == 200
    goods.set(catalog_inventory_writes=True)
    assert goods.stock("S-1") == 8


def test_switching_tracking_on_makes_stock_writable(goods: Any) -> None:
    goods.api.put(f"v3/catalog/products/{goods.loose['id']}", json={"inventory_tracking": "product"})
    goods.api.put(ABSOLUTE, json={"items": [item(2, product_id=goods.loose["id"])]})
    assert goods.stock("N-1") == 2
