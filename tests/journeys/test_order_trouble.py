"""Answers that are wrong, late or too heavy, and orders that are: the others go on, the watermark waits."""

from __future__ import annotations

import time
from typing import Any

import psycopg
import pytest

from bigcommerce.connectors import bigcommerce
from bigcommerce.connectors.transport import Transport
from bigcommerce.errors import SyncError, UnexpectedAnswer, Unreachable
from tests.conftest import SandboxStore
from tests.journeys.order_world import OrderWorld


@pytest.fixture
def world(commerce: psycopg.Connection, sandbox: SandboxStore, monkeypatch: pytest.MonkeyPatch) -> OrderWorld:
    # Nobody waits here for a store that pretends to be down.
    monkeypatch.setattr(Transport, "pause", lambda transport, seconds: time.sleep(0))
    return OrderWorld(commerce, sandbox)


def fault(world: OrderWorld, kind: str, path: str = "/v2/orders", **more: Any) -> None:
    world.sandbox.control("POST", "faults", {"kind": kind, "path": path, "when": "after", **more})


def watermark(world: OrderWorld) -> list[tuple[Any, ...]]:
    return world.rows("select complete_until from bigcommerce.order_watermarks")


@pytest.mark.parametrize("kind", ["html", "truncated", "empty", "cut", "status"])
def test_a_broken_page_is_read_again_and_one_that_stays_broken_fails_with_store_and_window(
    world: OrderWorld, kind: str
) -> None:
    ids = [world.place() for _ in range(3)]
    fault(world, kind, times=2, **({"status": 200} if kind == "html" else {}))
    world.ingest()
    assert world.received() == ids
    mark = watermark(world)
    late = world.place()
    fault(world, kind, times=None, **({"status": 200} if kind == "html" else {}))
    with pytest.raises(Unreachable, match=r"Store default, orders modified from 20.* until now: GET /v2/orders"):
        world.ingest()
    assert watermark(world) == mark and world.received() == ids
    world.sandbox.control("DELETE", "faults")
    world.ingest()
    assert world.received() == [*ids, late]


def test_the_watermark_stays_behind_a_page_that_was_not_committed(
    world: OrderWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bigcommerce, "PAGE", 12)
    ids = [world.place() for _ in range(30)]
    fault(world, "html", status=200, skip=2, times=None)
    with pytest.raises(Unreachable):
        world.ingest()
    assert watermark(world) == [] and len(world.received()) == 23
    world.sandbox.control("DELETE", "faults")
    assert world.ingest()["operations"]["GET /v2/orders"] <= 5
    assert world.received() == ids and len(watermark(world)) == 1


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([{"id": 7, "status_id": 11}, {"id": 5, "status_id": 11}], UnexpectedAnswer),
        ([{"id": 7, "status_id": 11}, {"id": 7, "status_id": 11}], UnexpectedAnswer),
        ([{"status_id": 11}], UnexpectedAnswer),
        ({"orders": []}, UnexpectedAnswer),
    ],
)
def test_a_list_that_is_none_is_refused_before_anything_is_written(
    world: OrderWorld, rows: Any, error: type[SyncError]
) -> None:
    world.place()
    fault(world, "status", status=200, body=rows, times=None)
    with pytest.raises(error, match="Store default, orders modified until now"):
        world.ingest()
    assert world.received() == [] and watermark(world) == []


def test_a_page_that_is_too_heavy_is_halved_until_it_is_not(world: OrderWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [world.place() for _ in range(60)]
    real = bigcommerce.BigCommerceClient.orders_after
    limits = []

    def too_heavy(client: Any, order_id: int, limit: int, attempts: int, **filters: Any) -> Any:
        limits.append(limit)
        if limit > 40:
            raise Unreachable("GET /v2/orders was answered 504.", maybe_done=True)
        return real(client, order_id, limit, attempts, **filters)

    monkeypatch.setattr(bigcommerce.BigCommerceClient, "orders_after", too_heavy)
    world.ingest()
    assert world.received() == ids
    assert limits[:4] == [250, 125, 62, 31] and max(limits[4:]) <= 124


def test_an_order_that_vanishes_between_list_and_read_holds_up_no_other(world: OrderWorld) -> None:
    lines = [{"name": f"Sticker {n}", "price": "1.00"} for n in range(51)]
    gone, there = world.place(lines=lines), world.place(lines=lines)
    fault(world, "status", path=f"/v2/orders/{gone}/products", status=404, times=None)
    world.ingest()
    assert world.received() == [there] and world.problems() == [(gone, "invalid_order")]
    assert world.rows(
        "select position('vanished while it was read' in message) > 0 from bigcommerce.item_problems"
    ) == [(True,)]
    # Still listed, so it is tried again.
    world.sandbox.control("DELETE", "faults")
    world.ingest()
    assert world.received() == [gone, there] and world.problems() == []


@pytest.mark.parametrize(
    "raw",
    [
        {"date_created": "the day before yesterday"},
        {"date_modified": ""},
        {"date_modified": "soon"},
        {"total_ex_tax": "NaN"},
        {"status_id": "eleven"},
        {"billing_address": "nowhere"},
        {"customer_id": 2**63},
        {"items_total": 99},
        {"default_currency_code": None, "currency_code": ""},
    ],
)
def test_an_order_that_cannot_be_holds_up_no_other_and_says_why(world: OrderWorld, raw: dict[str, Any]) -> None:
    bad, good = world.place(), world.place()
    world.edit(bad, raw=raw)
    run = world.ingest()
    assert world.received() == [good] and world.problems() == [(bad, "invalid_order")]
    assert (run["written"], run["refused"]) == (1, 1)
    (message,) = world.rows("select message from bigcommerce.item_problems")
    assert str(bad) in message[0]
    assert world.rows("select count(*) from bigcommerce.raw_orders") == [(2,)]
    # Unchanged, it costs no request and no row.
    again = world.ingest()
    assert again["written"] == 0 and again["operations"] == {"GET /v2/orders": 1}


def test_a_received_order_whose_newest_state_cannot_be_read_stays_as_it_was(world: OrderWorld) -> None:
    order_id = world.place()
    world.ingest()
    before = world.order(order_id)
    world.edit(order_id, raw={"total_ex_tax": "NaN"})
    world.ingest()
    assert world.order(order_id) == before and world.problems() == [(order_id, "invalid_order")]
    world.edit(order_id, raw={"total_ex_tax": before["total_ex_tax"]})
    world.ingest()
    assert world.problems() == [] and world.changes(order_id) == []


def test_control_characters_arrive_as_far_as_postgres_can_hold_them(world: OrderWorld) -> None:
    order_id = world.place(customer_message="a\x00b c\x07 \U0001f3d5")
    world.ingest()
    assert world.order(order_id)["customer_message"] == "a\ufffdb c\x07 \U0001f3d5"
    before = world.versions()
    assert world.ingest()["written"] == 0 and world.versions() == before


def test_transactions_are_read_once_for_each_state_and_only_where_they_matter(world: OrderWorld) -> None:
    plain, mixed = world.place(), world.place(store_credit="5.00", customer_id=12)
    asked = "GET /v3/orders/{id}/transactions"
    assert world.ingest()["operations"][asked] == 1
    for order_id in (plain, mixed):
        world.edit(order_id, staff_notes="no news for the payments")
    assert asked not in world.ingest()["operations"]
    named = world.rows(
        "select o.bigcommerce_order_id, p.kind, p.bigcommerce_transaction_id is not null, p.paid_at is not null"
        " from backoffice.order_payments p join backoffice.orders o using (order_id) order by 1, p.payment_no"
    )
    assert named == [
        (plain, "payment", False, False), (mixed, "payment", True, True), (mixed, "store_credit", True, True)
    ]  # fmt: skip
    world.edit(mixed, payment_status="refunded")
    assert world.ingest()["operations"][asked] == 1


def test_without_the_scope_for_transactions_orders_come_down_all_the_same(world: OrderWorld) -> None:
    order_id = world.place(store_credit="5.00", customer_id=12)
    fault(world, "status", path="/v3/orders/*/transactions", status=403, times=None)
    assert world.ingest()["written"] == 1
    amounts = "select kind, amount::float from backoffice.order_payments order by payment_no"
    total = world.order(order_id)["total_inc_tax"]
    assert world.rows(amounts) == [("payment", total - 5), ("store_credit", 5.0)]
