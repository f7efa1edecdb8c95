"""Catalogue and price lists V3: reads, batches, prices that inherit."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any


def test_products_page_and_filter(store: Any) -> None:
    store.control.post("products/bulk", json={"count": 260})
    assert len(store.api.get("v3/catalog/products").json()["data"]) == 50
    page = store.api.get("v3/catalog/products?limit=250&page=2&include_fields=sku").json()
    assert [set(row) for row in page["data"][:1]] == [{"id", "sku"}]
    assert page["meta"]["pagination"] | {"links": 0} == {
        "total": 260,
        "count": 10,
        "per_page": 250,
        "current_page": 2,
        "total_pages": 2,
        "links": 0,
    }
    assert store.api.get("v3/catalog/products?limit=251").status_code == 413
    last = page["data"][0]["id"]
    after = store.api.get(f"v3/catalog/products?id:greater={last}&sort=id&direction=asc&limit=250").json()["data"]
    assert [row["id"] for row in after] == [last + n for n in range(1, 10)]
    found = store.api.get("v3/catalog/products?sku:in=sku-000001,SKU-000260,NONE").json()["data"]
    assert [row["sku"] for row in found] == ["SKU-000001", "SKU-000260"]
    assert len(store.api.get("v3/catalog/products?include=options&limit=250").json()["data"]) == 10


def test_variants_hold_base_variants_and_products_are_not_found_by_variant_sku(store: Any) -> None:
    simple = store.product("S-1")
    complex_ = store.product("C", variants=[{"sku": "C-1"}, {"sku": "C-2", "price": 15}], inventory_tracking="variant")
    ids = f"{simple['id']},{complex_['id']}"
    rows = store.api.get(f"v3/catalog/variants?product_id:in={ids}&limit=250").json()["data"]
    assert [(row["sku"], row["price"], row["calculated_price"]) for row in rows] == [
        ("S-1", 11, 11),
        ("C-1", None, 11),
        ("C-2", 15, 15),
    ]
    assert rows[0]["sku_id"] is None and rows[0]["option_values"] == [] and simple["base_variant_id"] == rows[0]["id"]
    assert complex_["base_variant_id"] is None
    assert store.api.get("v3/catalog/products?sku=C-1").json()["data"] == []
    assert [row["sku"] for row in store.api.get("v3/catalog/variants?sku=c-1").json()["data"]] == ["C-1"]
    assert len(store.api.get(f"v3/catalog/products/{complex_['id']}/variants").json()["data"]) == 2


def test_product_batches_hold_ten(store: Any) -> None:
    ids = [store.product(f"P-{n}", name=f"P {n}")["id"] for n in range(11)]
    batch = [{"id": id_, "price": 20 + n, "sale_price": 0} for n, id_ in enumerate(ids)]
    refused = store.api.put("v3/catalog/products", json=batch)
    assert refused.status_code == 413 and "maximum items allowed in the array is 10" in refused.json()["title"]
    assert store.api.put("v3/catalog/products", json=batch[:10]).status_code == 200
    prices = store.control.get("state/prices").json()
    assert (prices["P-9"]["price"], prices["P-10"]["price"]) == (29, 11)


def test_a_bad_product_refuses_its_batch(store: Any) -> None:
    one, two = store.product("P-1", name="One")["id"], store.product("P-2", name="Two")["id"]
    before = store.control.get("state/digest").json()
    for status, bad in (
        (404, {"id": 9_999, "price": 1}),
        (409, {"id": two, "sku": "p-1"}),
        (409, {"id": two, "sku": "P-1"}),
        (409, {"id": two, "name": "one"}),
        (422, {"id": two, "price": -1}),
        (422, {"id": two, "price": "5"}),
    ):
        answer = store.api.put("v3/catalog/products", json=[{"id": one, "price": 99}, bad])
        assert answer.status_code == status and answer.json()["status"] == status
    assert store.control.get("state/digest").json() == before


def test_a_part_that_fails_is_207_and_the_rest_is_saved(store: Any) -> None:
    one, two = store.product("P-1")["id"], store.product("P-2", inventory_tracking="none")["id"]
    store.set(partial_failure_skus=["P-1"])
    answer = store.api.put("v3/catalog/products", json=[{"id": one, "price": 5}, {"id": two, "price": 6}])
    store.set(partial_failure_skus=[])
    assert answer.status_code == 207
    assert [row["id"] for row in answer.json()["data"]] == [two] and answer.json()["errors"]["errors"] == {
        str(one): "could not be saved"
    }
    prices = store.control.get("state/prices").json()
    assert (prices["P-1"]["price"], prices["P-2"]["price"]) == (11, 6)
    assert store.api.put(f"v3/catalog/products/{two}", json={"inventory_level": 5}).status_code == 207


def test_variant_batches_hold_fifty_and_are_all_or_nothing(store: Any) -> None:
    product = store.product("C", variants=[{"sku": f"C-{n}"} for n in range(51)], inventory_tracking="variant")
    ids = [row["id"] for row in product["variants"]]
    batch = [{"id": id_, "price": 20, "sale_price": 15} for id_ in ids]
    assert store.api.put("v3/catalog/variants", json=batch).status_code == 413
    refused = store.api.put("v3/catalog/variants", json=[*batch[:2], {"id": 9_999, "price": 1}])
    (error,) = refused.json()["batch_errors"]
    assert refused.status_code == 422 and "9999 was not found" in error["errors"]["id"]
    assert store.control.get("state/prices?sku=C-0").json()["C-0"]["price"] is None
    assert store.api.put("v3/catalog/variants", json=batch[:50]).status_code == 200
    assert store.control.get("state/prices?sku=C-0").json()["C-0"]["calculated_price"] == 15


def test_null_clears_an_override_and_a_base_variant_writes_its_product(store: Any) -> None:
    product = store.product("C", variants=[{"sku": "C-1", "price": 30}], inventory_tracking="variant")
    path = f"v3/catalog/products/{product['id']}/variants/{product['variants'][0]['id']}"
    cleared = store.api.put(path, json={"price": None, "sale_price": None}).json()["data"]
    assert (cleared["price"], cleared["calculated_price"]) == (None, 11)
    simple = store.product("S-1")
    store.api.put("v3/catalog/variants", json=[{"id": simple["base_variant_id"], "price": 42}])
    assert store.api.get(f"v3/catalog/products/{simple['id']}").json()["data"]["price"] == 42


def test_price_records_save_the_good_rows_and_name_the_bad(store: Any) -> None:
    list_id = store.control.post("pricelists", json={"name": "Trade"}).json()["id"]
    variant = store.product("S-1")["variants"][0]["id"]
    path = f"v3/pricelists/{list_id}/records"
    good = {"variant_id": variant, "currency": "aud", "price": 9.5}
    done = store.api.put(path, json=[good])
    assert (done.status_code, done.json()) == (200, {"data": {}, "meta": {}})
    partly = store.api.put(path, json=[{**good, "price": 8}, {"sku": "NOPE", "currency": "aud", "price": 1}])
    assert partly.status_code == 422
    assert [row["data"]["sku"] for row in partly.json()["batch_errors"]] == ["NOPE"]
    (record,) = store.api.get(f"{path}?limit=10&include=sku").json()["data"]
    assert (record["price"], record["sku"], record["price_list_id"]) == (8, "S-1", list_id)
    assert store.api.put(path, json=[good] * 1_001).status_code == 413
    assert [row["name"] for row in store.api.get("v3/pricelists").json()["data"]] == ["Trade"]


def test_price_records_are_walked_by_page_or_by_cursor_and_filtered(store: Any) -> None:
    list_id = store.control.post("pricelists", json={}).json()["id"]
    variants = [store.product(f"S-{number}")["variants"][0]["id"] for number in range(5)]
    path = f"v3/pricelists/{list_id}/records"
    wanted = [{"variant_id": variant, "currency": "aud", "price": n + 1} for n, variant in enumerate(variants)]
    wanted.append({"variant_id": variants[0], "currency": "usd", "price": 9, "sale_price": 0})
    store.api.put(path, json=wanted)

    def read(**query: Any) -> tuple[list[int], dict[str, Any]]:
        body = store.api.get(path, params=query).json()
        return [row["price"] for row in body["data"]], body["meta"]

    prices, meta = read(limit=4, currency="AUD")
    assert prices == [1, 2, 3, 4] and meta["pagination"]["total"] == 5
    cursor = meta["cursor_pagination"]["end_cursor"]
    prices, after = read(limit=4, currency="aud", after=cursor)
    assert prices == [5] and list(after) == ["cursor_pagination"] and after["cursor_pagination"]["links"] == {}
    assert read(limit=2, currency="aud", before=cursor)[0] == [2, 3]
    prices, meta = read(limit=4, page=2)
    assert prices == [5, 9] and list(meta) == ["pagination"]
    assert read(**{"variant_id:in": f"{variants[0]},{variants[2]}"})[0] == [1, 3, 9]
    assert read(**{"sku:in": "S-1,S-3"})[0] == [2, 4] and read(**{"price:min": 4, "price:max": 5})[0] == [4, 5]
    assert read(**{"date_modified:min": "2999-01-01"})[0] == []
    for bad in ({"page": 1, "after": cursor}, {"after": "?"}, {"price": "much"}):
        assert store.api.get(path, params=bad).status_code == 422
    assert "sku" not in store.api.get(path).json()["data"][0]


def test_what_a_sale_price_of_0_does_is_the_stores_to_say(store: Any) -> None:
    list_id = store.control.post("pricelists", json={}).json()["id"]
    path = f"v3/pricelists/{list_id}/records"
    record = {"variant_id": store.product("S-1")["variants"][0]["id"], "currency": "aud", "price": 9, "sale_price": 0}
    for setting, shown in (("none", 9), ("price", 0)):
        store.set(zero_sale_price=setting)
        store.api.put(path, json=[record])
        assert store.api.get(path).json()["data"][0]["calculated_price"] == shown
    store.set(zero_sale_price="none")


def test_a_second_upsert_at_the_same_time_is_throttled_without_rate_headers(store: Any) -> None:
    list_id = store.control.post("pricelists", json={}).json()["id"]
    store.set(price_list_upsert_ms=400)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: store.api.put(f"v3/pricelists/{list_id}/records", json=[]), range(2)))
    store.set(price_list_upsert_ms=0)
    assert sorted(answer.status_code for answer in answers) == [200, 429]
    throttled = next(answer for answer in answers if answer.status_code == 429)
    assert not [name for name in throttled.headers if name.startswith("x-rate-limit")]
