"""The client through trouble: what is repeated, what never is, how long it keeps silent and what it counts."""

from __future__ import annotations

from typing import Any

import pytest

from bigcommerce.connectors.neto import NetoClient
from bigcommerce.connectors.pacing import CountedPacing
from bigcommerce.counts import RequestCounts
from bigcommerce.errors import NotAuthorised, RateLimited, Rejected, UnexpectedAnswer, Unreachable
from tests.neto_account import NetoAccount

ORDER = {"OrderID": "BC1", "OrderLine": [{"SKU": "A", "Quantity": 1, "UnitPrice": "10.00"}]}
PAYMENT = {"OrderID": "BC1", "PaymentMethodName": "PayPal", "CardAuthorisation": "t-1", "AmountPaid": "10.00"}
# The answer is lost or useless; whether the work was done nobody can see.
UNCLEAR: dict[str, dict[str, Any]] = {
    "lost": {"kind": "lost_answer"},
    "never reached": {"kind": "no_answer"},
    "cut": {"kind": "cut"},
    "500": {"kind": "error500"},
    "500 after the work": {"kind": "error500", "when": "after"},
    "HTML": {"kind": "html"},
    "HTML after the work": {"kind": "html", "when": "after"},
    "empty": {"kind": "empty", "when": "after"},
    "late": {"kind": "late", "seconds": 1.6},
}


@pytest.fixture
def counts() -> RequestCounts:
    return RequestCounts()


@pytest.fixture
def client(neto_sandbox: NetoAccount, waits: list[float], counts: RequestCounts) -> NetoClient:
    neto_sandbox.put({"SKU": "A", "DefaultPrice": "10.00"})
    return neto_sandbox.client(counts=counts, sleep=waits.append)


def meet(neto: NetoAccount, client: NetoClient, trouble: str, action: str, times: int = 1) -> None:
    neto.fault(**UNCLEAR[trouble], action=action, times=times)
    if trouble == "late":
        client.transport.read_timeout = 0.8


# --- reads ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("trouble", UNCLEAR)
def test_a_read_is_repeated_until_it_is_answered(
    neto_sandbox: NetoAccount, client: NetoClient, waits: list[float], counts: RequestCounts, trouble: str
) -> None:
    meet(neto_sandbox, client, trouble, "GetPaymentMethods")
    assert client.payment_methods()
    assert neto_sandbox.counts() == {"GetPaymentMethods": 2}
    assert (counts.requests, counts.writes, len(waits)) == (2, 0, 1) and waits[0] <= 0.5


def test_a_page_for_people_that_stays_is_another_host(neto_sandbox: NetoAccount, client: NetoClient) -> None:
    neto_sandbox.fault("html", times=None)
    with pytest.raises(UnexpectedAnswer, match="GetItem was answered 200 without readable JSON") as error:
        list(client.items({"SKU": ["A"]}, ["SKU"]))
    assert "Check that the connection's host" in str(error.value)
    assert neto_sandbox.counts() == {"GetItem": 5}


def test_an_answer_that_stays_cut_is_left_to_airflow(neto_sandbox: NetoAccount, client: NetoClient) -> None:
    neto_sandbox.fault("cut", times=None)
    with pytest.raises(Unreachable):
        list(client.items({"SKU": ["A"]}, ["SKU"]))


def test_the_first_page_is_there_though_it_is_empty(client: NetoClient, neto_sandbox: NetoAccount) -> None:
    (page,) = client.items({"SKU": ["gone"]}, ["SKU"])
    assert page.rows == [] and page.now.tzinfo is not None
    assert neto_sandbox.counts() == {"GetItem": 1}


def test_warehouses_are_asked_for_by_number_where_a_filter_is_needed(
    neto_sandbox: NetoAccount, client: NetoClient
) -> None:
    for needs_filter, requests in ((False, 1), (True, 3)):
        neto_sandbox.set(warehouses_need_filter=needs_filter)
        assert [row["WarehouseName"] for row in client.warehouses()] == ["Main", "Overflow"]
        assert neto_sandbox.counts() == {"GetWarehouse": requests}


# --- writes that add -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("trouble", UNCLEAR)
def test_an_order_is_never_sent_twice_when_its_answer_was_lost(
    neto_sandbox: NetoAccount, client: NetoClient, waits: list[float], counts: RequestCounts, trouble: str
) -> None:
    # An account that would take the second one.
    neto_sandbox.set(repeated_order_id="accept")
    meet(neto_sandbox, client, trouble, "AddOrder")
    with pytest.raises(Unreachable) as error:
        client.add_order(ORDER)
    assert error.value.maybe_done and waits == []
    assert neto_sandbox.counts() == {"AddOrder": 1} and (counts.requests, counts.writes) == (1, 1)
    was_done = trouble not in ("never reached", "500", "HTML")
    if trouble != "late":
        assert len(neto_sandbox.orders()) == was_done


@pytest.mark.parametrize("trouble", ["lost", "cut", "500"])
def test_a_payment_is_never_sent_twice_either(neto_sandbox: NetoAccount, client: NetoClient, trouble: str) -> None:
    client.add_order(ORDER)
    meet(neto_sandbox, client, trouble, "AddPayment")
    with pytest.raises(Unreachable) as error:
        client.add_payment(PAYMENT)
    assert error.value.maybe_done
    assert neto_sandbox.counts()["AddPayment"] == 1
    assert [row["CardAuthorisation"] for row in client.payments(["BC1"])] == ["t-1"] * (trouble != "500")


def test_a_refused_order_says_why(neto_sandbox: NetoAccount, client: NetoClient) -> None:
    with pytest.raises(Rejected) as error:
        client.add_order(ORDER | {"OrderLine": [{"SKU": "gone", "Quantity": 1}]})
    assert str(error.value) == "AddOrder was refused: Cannot find Item gone"
    assert error.value.body == ["Cannot find Item gone"]
    client.add_order(ORDER)
    with pytest.raises(Rejected, match="OrderID BC1 already exists"):
        client.add_order(ORDER)
    assert len(neto_sandbox.orders()) == 1


def test_an_order_with_a_warning_is_there(
    neto_sandbox: NetoAccount, client: NetoClient, caplog: pytest.LogCaptureFixture
) -> None:
    neto_sandbox.set(unknown_order_sku="drop")
    lines = [*ORDER["OrderLine"], {"SKU": "gone", "Quantity": 1}]
    assert client.add_order(ORDER | {"OrderLine": lines}) == "BC1"
    assert [r.message for r in caplog.records if "gone" in r.message] == ["AddOrder BC1: Cannot find Item gone"]


# --- writes that set -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("trouble", ["lost", "cut", "500"])
def test_an_absolute_write_is_repeated(
    neto_sandbox: NetoAccount, client: NetoClient, counts: RequestCounts, trouble: str
) -> None:
    meet(neto_sandbox, client, trouble, "UpdateItem")
    assert client.update_items([{"SKU": "A", "Name": "new"}]).keys == ["A"]
    assert neto_sandbox.item("A")["Name"] == "new" and (counts.requests, counts.writes) == (2, 2)


def test_a_refused_batch_does_not_stop_the_others(neto_sandbox: NetoAccount, client: NetoClient) -> None:
    neto_sandbox.put(*({"SKU": f"S{number}"} for number in range(120)))
    rows: list[dict[str, Any]] = [{"SKU": f"S{number}", "Name": "new"} for number in range(120)]
    rows[60]["Nonsense"] = "1"
    batch = client.update_items(rows)
    assert len(batch.keys) == 70 and batch.errors == ["Unknown field: Nonsense."] and batch.now
    assert neto_sandbox.counts() == {"UpdateItem": 3}


def test_a_wrong_key_stops_a_batch(neto_sandbox: NetoAccount) -> None:
    with pytest.raises(NotAuthorised, match="UpdateItem was refused: Invalid API Key"):
        neto_sandbox.client(key="other").update_items([{"SKU": "A"}])


# --- quota ---------------------------------------------------------------------------------------------------------
class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now, self.waits = 1_000.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    def client(self, neto: NetoAccount, calls: int = 100, **transport: Any) -> NetoClient:
        return neto.client(pacing=CountedPacing(calls, lambda: self.now), sleep=self.sleep, **transport)


def test_a_429_is_followed_by_a_whole_minute_of_silence(neto_sandbox: NetoAccount) -> None:
    clock, counts = Clock(), RequestCounts()
    neto_sandbox.fault("rate_limit")
    assert clock.client(neto_sandbox, counts=counts).payment_methods()
    assert clock.waits == [60.0] and (counts.requests, counts.waited_seconds) == (2, 60.0)


def test_a_429_that_names_a_longer_time_is_obeyed(neto_sandbox: NetoAccount) -> None:
    clock = Clock()
    neto_sandbox.set(calls_a_minute=0, retry_after=90)
    client = clock.client(neto_sandbox)
    client.transport.attempts = 2
    with pytest.raises(RateLimited) as error:
        client.payment_methods()
    assert clock.waits == [90.0] and error.value.retry_after == 90.0


def test_a_429_that_asks_for_minutes_is_left_to_airflow(neto_sandbox: NetoAccount) -> None:
    clock = Clock()
    neto_sandbox.set(calls_a_minute=0, retry_after=300)
    with pytest.raises(RateLimited) as error:
        clock.client(neto_sandbox).payment_methods()
    assert clock.waits == [] and error.value.retry_after == 300.0


def test_the_silence_holds_for_the_next_call_too(neto_sandbox: NetoAccount) -> None:
    clock = Clock()
    neto_sandbox.fault("rate_limit", action="GetPaymentMethods")
    client = clock.client(neto_sandbox)
    with pytest.raises(RateLimited):
        client.transport.request("POST", "/do/WS/NetoAPI", headers={"NETOAPI_ACTION": "GetPaymentMethods"}, attempts=1)
    clock.now += 20
    client.shipping_methods()
    assert clock.waits == [40.0]


def test_an_order_that_was_refused_for_the_quota_is_sent_again(neto_sandbox: NetoAccount) -> None:
    clock = Clock()
    neto_sandbox.put({"SKU": "A"})
    neto_sandbox.fault("rate_limit", action="AddOrder")
    assert clock.client(neto_sandbox).add_order(ORDER) == "BC1"
    assert len(neto_sandbox.orders()) == 1


def test_our_own_share_of_the_quota_is_kept(neto_sandbox: NetoAccount) -> None:
    clock = Clock()
    client = clock.client(neto_sandbox, calls=3)
    for _ in range(3):
        client.payment_methods()
        clock.now += 10
    assert clock.waits == []
    client.payment_methods()
    assert clock.waits == [30.0]
