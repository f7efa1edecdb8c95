"""Shipments V2: what is accepted and what it does to the order."""

import time
from typing import Any

import httpx
import pytest


@pytest.fixture
def order(store: Any) -> dict[str, Any]:
    placed: dict[str, Any] = store.place(lines=[{"name": "A", "price": 10, "quantity": 3}])
    return placed


def body(order: dict[str, Any], quantity: Any = 1, **more: Any) -> dict[str, Any]:
    address = order["consignments"]["shipping"][0]
    item = {"order_product_id": address["line_items"][0]["id"], "quantity": quantity}
    return {"order_address_id": address["id"], "items": [item], "tracking_number": "33ABC", **more}


def test_shipping_moves_the_status_and_mails(store: Any, order: dict[str, Any]) -> None:
    path = f"v2/orders/{order['id']}/shipments"
    assert store.api.get(path).status_code == 204
    first = store.api.post(path, json=body(order, 2, shipping_provider="", tracking_carrier="australia-post"))
    assert first.status_code == 201 and "auspost" in first.json()["generated_tracking_link"]
    assert store.api.get(f"v2/orders/{order['id']}").json()["status_id"] == 3
    store.api.post(path, json=body(order, 1))
    shown = store.api.get(f"v2/orders/{order['id']}").json()
    assert shown["status_id"] == 2 and shown["items_shipped"] == 3 and shown["date_shipped"]
    assert store.control.get("counts").json()["mails"] == 2
    assert [mail["order_id"] for mail in store.control.get("state/mails").json()] == [order["id"]] * 2
    assert store.api.get(f"{path}/count").json() == {"count": 2}
    assert [row["tracking_number"] for row in store.api.get(path).json()] == ["33ABC", "33ABC"]


def test_the_same_shipment_twice_is_two_shipments(store: Any, order: dict[str, Any]) -> None:
    path = f"v2/orders/{order['id']}/shipments"
    answers = [store.api.post(path, json=body(order)) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 400]
    assert answers[3].json() == [{"status": 400, "message": "The field 'quantity' is invalid."}]


@pytest.mark.parametrize(
    "change",
    [
        {"order_address_id": None},
        {"order_address_id": 999_999},
        {"items": []},
        {"items": [{"order_product_id": 999_999, "quantity": 1}]},
        {"items": [{"quantity": 1}, {"quantity": 1}]},
        {"items": ["1"]},
        {"items": [{"order_product_id": [1], "quantity": 1}]},
        {"tracking_carrier": "Australia Post"},
        {"shipping_provider": "dhl-of-mine"},
        {"tracking_number": 33},
        {"tracking_number": "x" * 51},
        {"tracking_link": "x" * 501},
    ],
)
def test_a_bad_shipment_is_refused_and_changes_nothing(
    store: Any, order: dict[str, Any], change: dict[str, Any]
) -> None:
    before = store.control.get("state/digest").json()
    answer = store.api.post(f"v2/orders/{order['id']}/shipments", json={**body(order), **change})
    assert answer.status_code == 400 and isinstance(answer.json(), list)
    assert store.control.get("state/digest").json() == before


def test_without_a_provider_it_is_custom_and_has_no_link(store: Any, order: dict[str, Any]) -> None:
    asked = body(order, tracking_carrier="australia-post")
    shipment = store.api.post(f"v2/orders/{order['id']}/shipments", json=asked).json()
    assert (shipment["shipping_provider"], shipment["generated_tracking_link"]) == ("custom", "")


def test_a_put_changes_texts_but_never_items(store: Any, order: dict[str, Any]) -> None:
    path = f"v2/orders/{order['id']}/shipments"
    shipment = store.api.post(path, json=body(order)).json()
    changed = store.api.put(f"{path}/{shipment['id']}", json={"tracking_number": "44"}).json()
    assert changed["tracking_number"] == "44" and changed["items"] == shipment["items"]
    assert store.api.put(f"{path}/{shipment['id']}", json={"items": []}).status_code == 400
    assert store.api.put(f"{path}/{shipment['id']}", json={"tracking_carrier": "no-such"}).status_code == 400
    emptied = store.api.put(f"{path}/{shipment['id']}", json={"tracking_number": None}).json()
    assert emptied["tracking_number"] == "" and emptied["order_address_id"] == shipment["order_address_id"]
    assert store.control.get("counts").json()["mails"] == 1


def test_an_unknown_carrier_may_be_ignored_and_a_connected_one_is_taken(store: Any, order: dict[str, Any]) -> None:
    path = f"v2/orders/{order['id']}/shipments"
    taken = store.api.post(path, json=body(order, shipping_provider="carrier_12", tracking_carrier="sendle")).json()
    assert (taken["shipping_provider"], taken["tracking_carrier"]) == ("carrier_12", "sendle")
    store.set(unknown_carriers="ignore")
    assert store.api.post(path, json=body(order, tracking_carrier="no-such")).json()["tracking_carrier"] == ""


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_shipment_of_another_order_or_none_is_not_found(store: Any, order: dict[str, Any], method: str) -> None:
    path = f"v2/orders/{order['id']}/shipments"
    shipment = store.api.post(path, json=body(order)).json()
    other = store.place()["id"]
    for wrong in (f"{path}/0", f"{path}/999999", f"v2/orders/{other}/shipments/{shipment['id']}"):
        answer = store.api.request(method, wrong, json={"tracking_number": "1"} if method == "PUT" else None)
        assert answer.status_code == 404 and isinstance(answer.json(), list)
    assert store.api.get(f"{path}/count").json() == {"count": 1}


def test_an_order_that_is_not_there_has_no_shipments(store: Any, order: dict[str, Any]) -> None:
    path = "v2/orders/999999/shipments"
    answers = [store.api.get(path), store.api.get(f"{path}/count"), store.api.post(path, json=body(order))]
    assert [answer.status_code for answer in [*answers, store.api.delete(path)]] == [404] * 4


def test_late_work_is_done_though_nobody_listens(store: Any, order: dict[str, Any]) -> None:
    path = f"v2/orders/{order['id']}/shipments"
    store.control.post("faults", json={"kind": "late", "method": "POST", "seconds": 0.3})
    with pytest.raises(httpx.ReadTimeout):
        store.api.post(path, json=body(order), timeout=0.1)
    assert store.api.get(path).status_code == 204
    time.sleep(0.5)
    assert len(store.api.get(path).json()) == 1


def test_deleting_unships_the_units_and_leaves_the_status(store: Any, order: dict[str, Any]) -> None:
    path = f"v2/orders/{order['id']}/shipments"
    shipment = store.api.post(path, json=body(order, 3)).json()
    assert store.api.delete(f"{path}/{shipment['id']}").status_code == 204
    shown = store.api.get(f"v2/orders/{order['id']}").json()
    assert (shown["status_id"], shown["items_shipped"]) == (2, 0)
    assert store.api.get(f"{path}/{shipment['id']}").status_code == 404
