"""The sandbox's answers and the published OpenAPI files agree, as far as those files are right."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator

from sandbox.bigcommerce.published_specs import Checker

FOLDER = os.environ.get("BIGCOMMERCE_OPENAPI_DIR", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="BIGCOMMERCE_OPENAPI_DIR names no folder of published OpenAPI files")
READS = (
    "v2/time",
    "v2/store",
    "v2/currencies",
    "v2/order_statuses",
    "v2/payments/methods",
    "v2/shipping/zones",
    "v2/shipping/zones/1/methods",
    "v2/customer_groups",
    "v2/tax_classes",
    "v2/orders?limit=250",
    "v2/orders?limit=250&include=consignments,fees&consignment_structure=object",
    "v2/orders?limit=250&include=consignments.line_items,fees&consignment_structure=object",
    "v2/orders/count",
    "v3/tax/settings",
    "v3/channels",
    "v3/settings/inventory",
    "v3/orders/payment_actions/refunds",
    "v3/catalog/products?limit=250&include=variants",
    "v3/catalog/variants?limit=250",
    "v3/inventory/items?limit=1000",
    "v3/inventory/locations",
    "v3/inventory/locations/1/items",
    "v3/pricelists",
    "v3/pricelists/1/records",
)
SUB_RESOURCES = (
    "",
    "/products",
    "/shipping_addresses",
    "/coupons",
    "/taxes?details=true",
    "/consignments",
    "/shipments",
)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(Path(FOLDER))


def unfit(checker: Checker, answer: Any) -> list[str]:
    """What in an answer does not fit its published schema; nulls are tolerated."""
    path = answer.request.url.path.removeprefix("/stores/sandbox")
    operation = checker.operation(answer.request.method, path)
    assert operation is not None, f"no published operation for {path}"
    if answer.status_code == 204:
        return []
    content = operation["responses"][str(answer.status_code)]["content"]
    schema = content.get("application/json") or content["application/problem+json"]
    errors = OAS30Validator(without_closed_lists(schema["schema"])).iter_errors(without_nulls(answer.json()))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:160]}" for error in list(errors)[:5]]


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(part) for key, part in value.items() if part is not None and key != "__warning__"}
    return [without_nulls(part) for part in value] if isinstance(value, list) else value


def without_closed_lists(schema: Any) -> Any:
    """Lists that the file closes and real stores exceed, and links it gives next to data, are left open."""
    text = json.dumps(schema)
    schema = json.loads(text)

    def open_up(node: Any) -> Any:
        if isinstance(node, list):
            return [open_up(part) for part in node]
        if not isinstance(node, dict):
            return node
        node = {("anyOf" if key == "oneOf" else key): open_up(value) for key, value in node.items()}
        return node

    return open_up(schema)


@pytest.mark.parametrize("path", READS)
def test_reads_fit(demo: Any, checker: Checker, path: str) -> None:
    demo.set(quota=None)
    answer = demo.api.get(path)
    assert answer.status_code in (200, 204) and unfit(checker, answer) == []


def test_every_order_part_fits(demo: Any, checker: Checker) -> None:
    demo.set(quota=None)
    for order in demo.api.get("v2/orders?limit=250").json()[::3]:
        for part in SUB_RESOURCES:
            answer = demo.api.get(f"v2/orders/{order['id']}{part}")
            assert unfit(checker, answer) == [], answer.request.url
        for part in ("transactions", "payment_actions/refunds"):
            assert unfit(checker, demo.api.get(f"v3/orders/{order['id']}/{part}")) == []


def test_writes_fit(store: Any, checker: Checker) -> None:
    simple = store.product("S-1", inventory_level=5)
    order = store.place(lines=[{"sku": "S-1", "quantity": 2}])
    address = order["consignments"]["shipping"][0]
    items = [{"order_product_id": address["line_items"][0]["id"], "quantity": 1}]
    shipments = f"v2/orders/{order['id']}/shipments"
    good = {"location_id": 1, "product_id": simple["id"], "quantity": 3}
    bad = {"location_id": 1, "sku": "NOPE", "quantity": 3}
    list_id = store.control.post("pricelists", json={}).json()["id"]
    records = f"v3/pricelists/{list_id}/records"
    record = {"variant_id": simple["base_variant_id"], "currency": "aud", "price": 9}
    created = store.api.post(shipments, json={"order_address_id": address["id"], "items": items})
    for answer in (
        created,
        store.api.put(f"{shipments}/{created.json()['id']}", json={"tracking_number": "1"}),
        store.api.get(f"{shipments}/count"),
        store.api.put(f"v2/orders/{order['id']}", json={"staff_notes": "seen"}),
        store.api.put("v3/catalog/products", json=[{"id": simple["id"], "price": 12.5}]),
        store.api.put("v3/catalog/products", json=[{"id": simple["id"]}] * 11),
        store.api.put("v3/catalog/variants", json=[{"id": simple["base_variant_id"], "price": 13}]),
        store.api.put("v3/catalog/variants", json=[{"id": 9_999, "price": 13}]),
        store.api.put("v3/inventory/adjustments/absolute", json={"items": [good]}),
        store.api.put("v3/inventory/adjustments/absolute", json={"items": [bad]}),
        store.api.put(records, json=[record]),
        store.api.put(records, json=[{**record, "variant_id": 9_999}]),
        store.api.get(records),
        store.api.get(records, params={"include": "sku", "limit": 1}),
    ):
        assert unfit(checker, answer) == [], answer.request.url
    assert store.control.get("violations").json() == []


def test_requests_that_fit_are_not_listed(store: Any) -> None:
    product = store.product("C", variants=[{"sku": "C-1"}], inventory_tracking="variant")
    variant, order = product["variants"][0]["id"], store.place()["id"]
    for path in (
        "v2/orders?min_id=1&limit=250&sort=id:asc&include=consignments.line_items,fees&consignment_structure=object"
        "&min_date_modified=2026-01-01T00%3A00%3A00%2B00%3A00&max_date_modified=2030-01-01T00:00:00Z",
        f"v2/orders/{order}/products?limit=250&page=1",
        f"v3/orders/payment_actions/refunds?order_id:in={order},7&limit=250",
        "v3/catalog/products?id:greater=5&sort=id&direction=asc&limit=250&include_fields=sku,inventory_tracking",
        "v3/catalog/products?sku:in=C,D&limit=250",
        f"v3/catalog/variants?product_id:in={product['id']},9&limit=250&include_fields=sku,price",
        f"v3/inventory/items?variant_id:in={variant},5&location_id:in=1&limit=1000",
    ):
        assert store.api.get(path).status_code == 200
    null = {"price": None, "sale_price": None}
    assert store.api.put("v3/catalog/variants", json=[{"id": variant, **null}]).status_code == 200
    item = {"location_id": 1, "variant_id": variant, "quantity": 4}
    body = {"reason": "test", "items": [item] * 300}
    assert store.api.put("v3/inventory/adjustments/absolute", json=body).status_code == 200
    assert store.control.get("violations").json() == []


def test_requests_that_do_not_fit_are_listed_and_served(store: Any) -> None:
    order = store.place()
    assert store.api.get("v2/orders?limit=many").status_code == 400
    assert store.api.get("v2/orders?colour=red").status_code == 200
    store.api.put(f"v2/orders/{order['id']}", json={"staff_notes": 5})
    store.api.put("v3/inventory/adjustments/absolute", json={"items": [{"location_id": 1, "quantity": 1}]})
    reasons = [(row["method"], row["reason"]) for row in store.control.get("violations").json()]
    assert ("GET", "query limit: 'many' is not of type number") in reasons
    assert ("GET", "query colour: not a parameter of this operation") in reasons
    assert any(method == "PUT" and "staff_notes" in reason for method, reason in reasons)
    assert any("items/0" in reason for _, reason in reasons)
    assert len(reasons) == 4
