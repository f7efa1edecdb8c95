"""One request through trouble: what is repeated, what never is, how long it waits and what it counts."""

from __future__ import annotations

import logging
import time
from typing import Any

import pytest
import requests

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.connectors.transport import Transport
from bigcommerce.counts import RequestCounts
from bigcommerce.errors import NotAuthorised, RateLimited, Rejected, UnexpectedAnswer, Unreachable
from tests.conftest import SandboxStore, free_port

TROUBLE: dict[str, dict[str, Any]] = {
    "500": {"kind": "status", "status": 500},
    "503": {"kind": "status", "status": 503},
    "502 with HTML": {"kind": "html"},
    "200 with HTML": {"kind": "html", "status": 200},
    "empty 200": {"kind": "empty"},
    "truncated": {"kind": "truncated"},
    "cut": {"kind": "cut"},
    "late": {"kind": "timeout", "seconds": 1.6},
}
RESET = {"X-Rate-Limit-Time-Reset-Ms": "4000", "X-Rate-Limit-Requests-Left": "0", "X-Rate-Limit-Requests-Quota": "9"}


@pytest.fixture
def counts() -> RequestCounts:
    return RequestCounts()


@pytest.fixture
def client(sandbox: SandboxStore, waits: list[float], counts: RequestCounts) -> BigCommerceClient:
    return sandbox.client(counts=counts, sleep=waits.append)


def plan(sandbox: SandboxStore, **fault: Any) -> None:
    sandbox.control("POST", "faults", {"kind": "status"} | fault)


def meet(sandbox: SandboxStore, client: BigCommerceClient, trouble: str, **fault: Any) -> None:
    """Plan one of TROUBLE; the client's patience is short only where it is put to the test."""
    plan(sandbox, **TROUBLE[trouble] | fault)
    if trouble == "late":
        client.transport.read_timeout = 0.8


def shippable(sandbox: SandboxStore) -> tuple[int, dict[str, Any]]:
    """A new order of two units, and a shipment of one of them: it could be made twice."""
    order = sandbox.control("POST", "orders", {"lines": [{"name": "A", "quantity": 2}]})
    address = order["consignments"]["shipping"][0]
    items = [{"order_product_id": address["line_items"][0]["id"], "quantity": 1}]
    return order["id"], {"order_address_id": address["id"], "items": items}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_read_is_repeated_until_it_is_answered(
    sandbox: SandboxStore, client: BigCommerceClient, waits: list[float], counts: RequestCounts, trouble: str
) -> None:
    sandbox.control("POST", "orders", {})
    tries = 2 if trouble == "late" else 3
    meet(sandbox, client, trouble, path="/v2/orders", when="after", times=tries - 1)
    assert [len(page.body) for page in client.order_pages()] == [1]
    assert sandbox.counts()["by_operation"] == {"GET /v2/orders": tries}
    assert (counts.requests, counts.writes) == (tries, 0)
    assert len(waits) == tries - 1 and waits[0] <= 0.5


@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_write_of_an_absolute_value_is_repeated_too(
    sandbox: SandboxStore, client: BigCommerceClient, waits: list[float], counts: RequestCounts, trouble: str
) -> None:
    product = sandbox.control("POST", "products", {"sku": "A", "name": "A", "price": 1})
    meet(sandbox, client, trouble, path="/v3/catalog/products", method="PUT", when="after")
    client.update_products([{"id": product["id"], "price": 9.5}])
    assert sandbox.control("GET", "state/prices", sku="A")["A"]["calculated_price"] == 9.5
    assert (counts.requests, counts.writes, sandbox.writes()) == (2, 2, 2)
    assert len(waits) == 1 and waits[0] <= 0.5


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_shipment_is_never_sent_twice_when_its_answer_was_lost(
    sandbox: SandboxStore, client: BigCommerceClient, waits: list[float], trouble: str, when: str
) -> None:
    order_id, shipment = shippable(sandbox)
    meet(sandbox, client, trouble, path="/v2/orders/*/shipments", method="POST", when=when)
    with pytest.raises(Unreachable) as error:
        client.create_shipment(order_id, shipment)
    assert error.value.maybe_done and waits == []
    assert ("it took too long" in str(error.value)) == (trouble == "late")
    assert sandbox.writes() == 1
    assert len(sandbox.control("GET", "state/shipments")) == (1 if when == "after" else 0)


def test_a_shipment_that_was_refused_for_the_quota_is_sent_again(
    sandbox: SandboxStore, client: BigCommerceClient, waits: list[float], counts: RequestCounts
) -> None:
    order_id, shipment = shippable(sandbox)
    plan(sandbox, method="POST", status=429, rate_headers=False, times=2)
    client.create_shipment(order_id, shipment)
    assert (sandbox.writes(), counts.writes, len(waits)) == (3, 3, 2)
    assert len(sandbox.control("GET", "state/shipments")) == 1


def test_a_shipment_that_found_no_connection_is_tried_again(waits: list[float], counts: RequestCounts) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    client = BigCommerceClient(Transport(requests.Session(), address, counts=counts, sleep=waits.append))
    with pytest.raises(Unreachable) as error:
        client.create_shipment(1, {})
    assert str(error.value) == "POST /v2/orders/1/shipments got no answer: nobody listens at that address."
    assert not error.value.maybe_done
    assert (counts.requests, counts.writes, len(waits)) == (5, 5, 4)


def test_five_tries_are_enough_and_their_waits_double(
    sandbox: SandboxStore, client: BigCommerceClient, waits: list[float], counts: RequestCounts
) -> None:
    plan(sandbox, status=500, times=None)
    with pytest.raises(Unreachable, match="was answered 500"):
        client.time()
    assert sandbox.counts()["requests"] == counts.requests == 5
    assert all(longest / 2 <= wait <= longest for wait, longest in zip(waits, (0.5, 1, 2, 4), strict=True))
    assert counts.waited_seconds == sum(waits)


def test_fewer_tries_can_be_asked_for(sandbox: SandboxStore, client: BigCommerceClient, counts: RequestCounts) -> None:
    plan(sandbox, status=500, times=None)
    with pytest.raises(Unreachable):
        client.transport.request("GET", "/v2/time", attempts=2)
    assert counts.requests == 2


def test_what_was_refused_is_not_repeated(
    sandbox: SandboxStore, client: BigCommerceClient, waits: list[float], counts: RequestCounts
) -> None:
    for status, error in ((400, Rejected), (401, NotAuthorised), (409, Rejected), (302, UnexpectedAnswer)):
        plan(sandbox, status=status)
        with pytest.raises(error):
            client.time()
    assert (sandbox.counts()["requests"], counts.requests, waits) == (4, 4, [])


def test_a_redirect_is_not_followed(sandbox: SandboxStore, client: BigCommerceClient) -> None:
    plan(sandbox, path="/v2/time", status=302, headers={"Location": f"{sandbox.url}/stores/sandbox/v2/store"})
    with pytest.raises(UnexpectedAnswer, match=r"redirected \(302\)"):
        client.time()
    assert sandbox.counts()["by_operation"] == {"GET /v2/time": 1}


def test_a_429_with_headers_waits_for_the_reset_once(
    sandbox: SandboxStore, client: BigCommerceClient, waits: list[float]
) -> None:
    plan(sandbox, status=429, headers=RESET)
    client.time()
    client.time()
    assert len(waits) == 1 and 4 < waits[0] <= 4.25


def test_a_429_without_headers_backs_off(sandbox: SandboxStore, client: BigCommerceClient, waits: list[float]) -> None:
    plan(sandbox, status=429, rate_headers=False, times=3)
    client.time()
    assert all(longest / 2 <= wait <= longest for wait, longest in zip(waits, (0.5, 1, 2), strict=True))


def test_a_429_waits_longer_only_where_a_header_says_so(
    sandbox: SandboxStore, client: BigCommerceClient, waits: list[float]
) -> None:
    plan(sandbox, status=429, rate_headers=False, headers={"X-Retry-After": "45"})
    client.time()
    assert waits == [45]


def test_a_429_that_asks_for_minutes_is_left_to_airflow(
    sandbox: SandboxStore, client: BigCommerceClient, waits: list[float], counts: RequestCounts
) -> None:
    plan(sandbox, status=429, headers=RESET | {"X-Rate-Limit-Time-Reset-Ms": "300000"})
    with pytest.raises(RateLimited) as error:
        client.time()
    assert 300 < error.value.retry_after < 301
    assert (counts.requests, waits) == (1, [])


def test_a_quota_that_others_used_up_is_waited_for(
    sandbox: SandboxStore, waits: list[float], counts: RequestCounts
) -> None:
    def sleep(seconds: float) -> None:
        waits.append(seconds)
        sandbox.control("PATCH", "settings", {"quota": None})

    sandbox.control("PATCH", "settings", {"quota": 1})
    sandbox.client().time()
    sandbox.client(counts=counts, sleep=sleep).time()
    assert counts.requests == 2 and len(waits) == 1 and 20 < waits[0] <= 30.25


def test_the_reserve_of_the_quota_is_left_to_others(
    sandbox: SandboxStore, waits: list[float], counts: RequestCounts
) -> None:
    sandbox.control("PATCH", "settings", {"quota": 6})
    client = sandbox.client(counts=counts, sleep=waits.append, reserve=0.5)
    for _ in range(3):
        client.time()
    assert waits == []
    client.time()
    assert len(waits) == 1 and 25 < waits[0] <= 30
    assert counts.waited_seconds == waits[0]


def test_a_window_that_ends_in_minutes_is_left_to_airflow(
    sandbox: SandboxStore, client: BigCommerceClient, waits: list[float], counts: RequestCounts
) -> None:
    sandbox.control("PATCH", "settings", {"quota": 1, "quota_window_ms": 600_000})
    client.time()
    with pytest.raises(RateLimited, match="was not sent: the quota comes back in") as error:
        client.time()
    assert 500 < error.value.retry_after <= 600
    assert (sandbox.counts()["requests"], counts.requests, waits) == (1, 1, [])


def test_a_window_that_ended_meanwhile_holds_nothing_back(
    sandbox: SandboxStore, client: BigCommerceClient, waits: list[float]
) -> None:
    plan(sandbox, status=200, body={"time": 1}, headers=RESET | {"X-Rate-Limit-Time-Reset-Ms": "100"})
    client.time()
    time.sleep(0.15)
    client.time()
    assert waits == []


def test_an_answer_without_rate_headers_holds_nothing_back(
    sandbox: SandboxStore, client: BigCommerceClient, waits: list[float]
) -> None:
    plan(sandbox, status=200, body={"time": 1}, headers=RESET)
    plan(sandbox, kind="cut")
    client.time()
    client.time()
    assert len(waits) == 2 and 1 < waits[0] <= 4 and waits[1] <= 0.5


def test_a_log_line_says_why_it_waits(
    sandbox: SandboxStore, client: BigCommerceClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    plan(sandbox, status=503)
    client.time()
    (line,) = [record.message for record in caplog.records if record.name == "bigcommerce.connectors.transport"]
    assert line.startswith("try 1 failed: GET /v2/time was answered 503. Again in 0.")


@pytest.mark.parametrize("stream", [False, True])
def test_an_answer_cut_in_its_body_is_no_answer(
    half_answers: tuple[str, list[str]], waits: list[float], stream: bool
) -> None:
    address, asked = half_answers
    session = requests.Session()
    session.stream = stream
    client = BigCommerceClient(Transport(session, address, sleep=waits.append))
    with pytest.raises(Unreachable):
        client.time()
    with pytest.raises(Unreachable) as error:
        client.create_shipment(1, {})
    assert error.value.maybe_done
    assert asked == ["GET"] * 5 + ["POST"]
