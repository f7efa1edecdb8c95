"""Tokens, scopes, quota, planned trouble, interruptions, the log, and a killed process."""

import time
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sandbox.conftest import start


def test_tokens_and_hashes_are_checked(store: Any) -> None:
    assert store.api.get("v2/time", headers={"X-Auth-Token": "wrong"}).status_code == 401
    assert isinstance(store.api.get("v2/orders", headers={"X-Auth-Token": ""}).json(), list)
    refused = store.api.get("v3/catalog/products", headers={"X-Auth-Token": "wrong"})
    assert refused.status_code == 401 and refused.json()["status"] == 401
    other = store.api.get(f"http://127.0.0.1:{store.port}/stores/other/v2/time")
    assert other.status_code == 403


def test_scopes_gate_reading_and_writing(store: Any) -> None:
    order = store.place()["id"]
    store.control.put("tokens/narrow", json={"scopes": ["store_v2_orders_read_only", "store_v2_products"]})
    narrow = {"X-Auth-Token": "narrow"}
    assert store.api.get("v2/orders", headers=narrow).status_code == 200
    assert store.api.put(f"v2/orders/{order}", json={"status_id": 9}, headers=narrow).status_code == 403
    assert store.api.get(f"v3/orders/{order}/transactions", headers=narrow).status_code == 403
    assert store.api.get("v3/catalog/products", headers=narrow).status_code == 200
    assert store.api.get("v3/inventory/items", headers=narrow).status_code == 403
    assert store.api.get("v2/store", headers=narrow).status_code == 403
    store.control.delete("tokens/narrow")
    assert store.api.get("v2/orders", headers=narrow).status_code == 401


def test_unknown_paths_and_methods(store: Any) -> None:
    assert store.api.get("v2/nothing").json()[0]["status"] == 404
    assert store.api.get("v3/nothing").json()["status"] == 404
    assert store.api.delete("v2/time").status_code == 405


def test_the_quota_runs_out_and_comes_back(store: Any) -> None:
    store.set(quota=3, quota_window_ms=600)
    answers = [store.api.get("v2/time") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["X-Rate-Limit-Requests-Left"] for answer in answers] == ["2", "1", "0", "0"]
    assert 0 < int(answers[3].headers["X-Rate-Limit-Time-Reset-Ms"]) <= 600
    assert store.control.get("counts").json()["requests"] == 4
    time.sleep(0.65)
    assert store.api.get("v2/time").status_code == 200
    store.set(quota=None, quota_window_ms=30_000)


def test_the_clock_can_be_moved(store: Any) -> None:
    store.set(clock_offset_seconds=-86_400)
    answer = store.api.get("v2/time")
    assert abs(answer.json()["time"] - (time.time() - 86_400)) < 3
    assert abs(parsedate_to_datetime(answer.headers["Date"]).timestamp() - answer.json()["time"]) < 2
    assert parsedate_to_datetime(store.place()["date_created"]).timestamp() < time.time() - 80_000


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_cut_connection_before_or_after_the_work(store: Any, when: str) -> None:
    order = store.place(lines=[{"name": "A", "quantity": 2}])
    address = order["consignments"]["shipping"][0]
    line = {"order_product_id": address["line_items"][0]["id"], "quantity": 1}
    fault = {"method": "POST", "path": "/v2/orders/*/shipments", "kind": "cut", "when": when}
    store.control.post("faults", json=[fault])
    body = {"order_address_id": address["id"], "items": [line]}
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        store.api.post(f"v2/orders/{order['id']}/shipments", json=body)
    done = store.control.get(f"state/shipments?order_id={order['id']}").json()
    assert len(done) == (1 if when == "after" else 0)
    assert store.control.get("faults").json()[0]["fired"] == 1
    assert store.api.post(f"v2/orders/{order['id']}/shipments", json=body).status_code == 201
    assert store.control.get("counts").json()["writes"] == 2


def test_other_faults_answer_what_is_planned(store: Any) -> None:
    store.place()

    def meet(**fault: Any) -> httpx.Response:
        store.control.delete("faults")
        store.control.post("faults", json=fault)
        answer: httpx.Response = store.api.get("v2/orders")
        return answer

    assert meet(kind="status", status=503, headers={"x-why": "busy"}).headers["x-why"] == "busy"
    assert meet(kind="html").text.startswith("<html>")
    assert (meet(kind="empty").status_code, meet(kind="empty").content) == (200, b"")
    with pytest.raises(ValueError):
        meet(kind="truncated", when="after").json()
    assert "x-rate-limit-requests-left" in meet(kind="status", status=429).headers
    assert "x-rate-limit-requests-left" not in meet(kind="status", status=429, rate_headers=False).headers
    started = time.monotonic()
    with pytest.raises(httpx.TransportError):
        meet(kind="timeout", seconds=0.3)
    assert time.monotonic() - started >= 0.3
    assert meet(kind="status", skip=1).status_code == 200
    assert store.control.post("faults", json={"kind": "odd"}).status_code == 422
    store.control.delete("faults")


def test_the_store_changes_between_two_pages(store: Any) -> None:
    orders = [store.place()["id"] for _ in range(4)]
    action = {"method": "PATCH", "path": f"orders/{orders[3]}", "json": {"status_id": 9}}
    store.control.post("hooks/before-request", json={"path": "/v2/orders", "nth": 2, "do": [action]})
    first = store.api.get("v2/orders?limit=2&page=1&status_id=11").json()
    second = store.api.get("v2/orders?limit=2&page=2&status_id=11").json()
    assert [len(first), len(second)] == [2, 1]
    assert store.control.get("hooks/before-request").json()[0]["results"] == [200]


def test_every_attempt_is_counted_and_logged(store: Any) -> None:
    store.control.delete("counts")
    order = store.place()["id"]
    store.api.get(f"v2/orders/{order}/products")
    store.api.put(f"v2/orders/{order}", json={"status_id": 9})
    store.api.get("v2/time", headers={"X-Auth-Token": "wrong"})
    counts = store.control.get("counts").json()
    assert counts == {
        "requests": 3,
        "reads": 2,
        "writes": 1,
        "mails": 0,
        "by_operation": {"GET /v2/orders/{id}/products": 1, "GET /v2/time": 1, "PUT /v2/orders/{id}": 1},
    }
    log = store.control.get("requests").json()
    assert [(entry["method"], entry["status"]) for entry in log[-2:]] == [("PUT", 200), ("GET", 401)]
    assert store.control.get(f"requests?after={log[-2]['seq']}").json() == log[-1:]


def test_a_killed_process_keeps_its_state(tmp_path: Path) -> None:
    first = start(tmp_path, "--seed", "empty")
    try:
        first.product("S-1", inventory_level=3)
        first.place(lines=[{"sku": "S-1"}])
        first.set(quota=17)
        before = first.control.get("state/digest").json()
    finally:
        first.process.kill()
        first.process.wait()
    again = start(tmp_path)
    try:
        assert again.control.get("state/digest").json() == before
        assert again.stock("S-1") == 2
        assert again.control.get("settings").json()["quota"] == 17
    finally:
        again.process.kill()
        again.process.wait()
