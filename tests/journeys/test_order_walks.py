"""Which orders a walk takes in, where it goes on, and how far it proves that nothing is missing."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from bigcommerce.connectors import bigcommerce
from bigcommerce.connectors.transport import Transport
from bigcommerce.db.orders import lock_intake
from bigcommerce.errors import UnexpectedAnswer, Unreachable
from bigcommerce.operators.order_intake import OrderIntake
from tests.conftest import SandboxStore
from tests.journeys.order_world import OrderWorld

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def world(commerce: psycopg.Connection, sandbox: SandboxStore, monkeypatch: pytest.MonkeyPatch) -> OrderWorld:
    monkeypatch.setattr(bigcommerce, "PAGE", 12)
    monkeypatch.setattr(Transport, "pause", lambda transport, seconds: None)
    return OrderWorld(commerce, sandbox)


def before_page(world: OrderWorld, page: int, *actions: tuple[str, dict[str, Any]]) -> None:
    """What somebody does while a walk is under way."""
    do = [{"method": "PATCH", "path": path, "json": json} for path, json in actions]
    world.sandbox.control("POST", "hooks/before-request", {"path": "/v2/orders", "nth": page, "do": do})


def clock(seconds: int) -> tuple[str, dict[str, Any]]:
    return "settings", {"clock_offset_seconds": seconds}


def fail_from_page(world: OrderWorld, page: int) -> None:
    fault = {"kind": "html", "status": 200, "path": "/v2/orders", "when": "after", "skip": page - 1, "times": None}
    world.sandbox.control("POST", "faults", fault)


def watermark(world: OrderWorld) -> list[tuple[Any, ...]]:
    return world.rows("select complete_from, complete_until from bigcommerce.order_watermarks")


def payloads(world: OrderWorld) -> int:
    return int(world.rows("select count(*) from bigcommerce.raw_orders")[0][0])


# --- which orders --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("bounds", ["inclusive", "exclusive"])
def test_an_order_on_a_bound_belongs_to_the_window_that_begins_there(world: OrderWorld, bounds: str) -> None:
    """requirement: BigCommerce does not say whether it includes its bounds."""
    world.sandbox.control("PATCH", "settings", {"date_bounds": bounds})
    seconds = (-3600, -1, 0, 1, 3599, 3600)
    ids = [world.place(date_created=(NOON + timedelta(seconds=n)).isoformat()) for n in seconds]
    world.backfill(NOON, NOON + HOUR)
    assert world.received() == ids[2:5]
    world.backfill(NOON - HOUR, NOON)
    assert world.received() == ids[:5]
    counts = world.rows("select seen, received from bigcommerce.order_walks order by walk_id")
    assert counts == [(3, 3), (2, 2)]
    world.ingest(placed_from=(NOON + HOUR).isoformat())
    assert world.received() == ids


def test_an_order_is_backfilled_by_when_it_was_placed_and_not_by_its_last_change(world: OrderWorld) -> None:
    order_id = world.place(date_created=NOON.isoformat())
    world.edit(order_id, discount="1.00")
    assert world.backfill(NOON, NOON + HOUR)["written"] == 1


def test_a_window_that_somebody_asks_for_moves_no_watermark(world: OrderWorld) -> None:
    world.place(date_created=NOON.isoformat())
    for params in ({"placed_from": NOON.isoformat()}, {"modified_from": NOON.isoformat()}):
        world.ingest(**params)
        assert watermark(world) == []
    assert world.rows("select count(distinct purpose), bool_or(purpose = 'schedule') from bigcommerce.order_walks") == [
        (2, False)
    ]


def test_a_window_of_dates_placed_reaches_behind_orders_since_and_one_of_dates_modified_does_not(
    world: OrderWorld,
) -> None:
    old = world.place(date_created=NOON.isoformat())
    world.set_store(orders_since=NOON + HOUR)
    world.ingest()
    world.ingest(modified_from=NOON.isoformat())
    assert world.received() == [] and world.problems() == []
    world.ingest(placed_from=NOON.isoformat())
    assert world.received() == [old]


def test_a_store_whose_order_sync_is_off_is_asked_nothing(world: OrderWorld) -> None:
    order_id = world.place(date_created=NOON.isoformat())
    world.set_store(order_sync_enabled=False)
    for run in (world.ingest(), world.ingest(order_ids=[order_id]), world.backfill(NOON, NOON + HOUR)):
        assert (run["requests"], run["written"]) == (0, 0)
    assert payloads(world) == 0


def test_incomplete_and_deleted_orders_are_none_and_said_where_they_are_asked_for(world: OrderWorld) -> None:
    incomplete, deleted, there = world.place(status_id=0), world.place(), world.place()
    world.edit(deleted, is_deleted=True)
    assert world.ingest()["read"] == 1
    assert (world.received(), payloads(world), world.problems()) == ([there], 1, [])
    run = world.ingest(order_ids=[incomplete, deleted, 4711, there])
    assert (run["read"], run["refused"]) == (1, 3)
    assert sorted(world.problems()) == sorted((n, "order_not_received") for n in (incomplete, deleted, 4711))
    assert payloads(world) == 1


# --- how far it proves ---------------------------------------------------------------------------------------------
def test_a_walk_proves_as_far_as_when_it_began_and_what_changed_behind_it_comes_next(world: OrderWorld) -> None:
    ids = [world.place() for _ in range(30)]
    before_page(world, 2, clock(3600), (f"orders/{ids[0]}", {"discount": "1.00"}))
    before_page(world, 3, clock(7200))
    world.ingest()
    assert world.received() == ids and world.changes(ids[0]) == []
    ((began, until),) = world.rows("select w.began_at, m.complete_until from bigcommerce.order_walks w"
                                   " join bigcommerce.order_watermarks m using (store_code)")  # fmt: skip
    assert began == until
    world.ingest()
    assert {kind for kind, _ in world.changes(ids[0])} == {"lines", "totals"}


def test_without_bigcommerces_clock_nothing_is_taken_for_complete(
    world: OrderWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = bigcommerce.BigCommerceClient.orders_after
    monkeypatch.setattr(
        bigcommerce.BigCommerceClient,
        "orders_after",
        lambda *args, **filters: replace(real(*args, **filters), date=None),
    )
    world.place()
    with pytest.raises(UnexpectedAnswer, match="no Date header"):
        world.ingest()
    assert (watermark(world), world.received()) == ([], [])


def test_a_walk_that_is_gone_on_with_counts_every_order_once_and_is_followed_by_another(world: OrderWorld) -> None:
    ids = [world.place() for _ in range(30)]
    fail_from_page(world, 3)
    with pytest.raises(Unreachable):
        world.ingest()
    world.sandbox.control("DELETE", "faults")
    world.sandbox.control("PATCH", "settings", {"clock_offset_seconds": 3600})
    world.edit(ids[0], discount="1.00")
    run = world.ingest()
    walks = world.rows(
        "select seen, received, first_order_id, last_order_id, totals ->> 'AUD', finished_at is not null"
        " from bigcommerce.order_walks order by walk_id"
    )
    total = world.rows("select (sum(total_inc_tax) + 1)::text from backoffice.orders")[0][0]
    assert walks[0] == (30, 30, ids[0], ids[-1], total, True)
    assert len(walks) == 2 and walks[1][5]
    # The edit lies behind where the first walk went on, and comes with the second in the same run.
    assert {kind for kind, _ in world.changes(ids[0])} == {"lines", "totals"}
    # Of the first walk only what was left, of the second all of its window again.
    assert (run["written"], world.received()) == (30 - 23 + 1, ids)


def test_a_backfill_leaves_an_unfinished_scheduled_walk_where_it_is(world: OrderWorld) -> None:
    for _ in range(30):
        world.place()
    fail_from_page(world, 3)
    with pytest.raises(Unreachable):
        world.ingest()
    world.sandbox.control("DELETE", "faults")
    world.backfill(NOON, NOON + HOUR)
    walks = "select purpose = 'schedule', finished_at is not null from bigcommerce.order_walks order by walk_id"
    assert world.rows(walks) == [(True, False), (False, True)]
    assert world.ingest()["written"] == 7


def test_a_change_of_orders_since_begins_the_first_walk_anew(world: OrderWorld) -> None:
    old = [world.place(date_created=NOON.isoformat()) for _ in range(30)]
    world.set_store(orders_since=NOON - HOUR)
    fail_from_page(world, 3)
    with pytest.raises(Unreachable):
        world.ingest()
    world.sandbox.control("DELETE", "faults")
    world.set_store(orders_since=NOON)
    world.ingest()
    assert world.received() == old and watermark(world)[0][0] == NOON
    assert world.rows("select count(*), min(seen) from bigcommerce.order_walks") == [(1, 30)]


def test_superseded_payloads_go_only_where_the_store_says_after_how_many_days(world: OrderWorld) -> None:
    order_id = world.place()
    world.ingest()
    world.edit(order_id, discount="1.00")
    world.ingest()
    world.db.execute("update bigcommerce.raw_orders set fetched_at = fetched_at - interval '9 days'")
    for days, left in ((None, 2), (10, 2), (8, 1)):
        world.set_store(raw_order_retention_days=days)
        world.db.execute("update bigcommerce.order_watermarks set payloads_trimmed_at = null")
        world.ingest()
        assert payloads(world) == left
    assert world.ingest()["written"] == 0


def test_a_page_waits_until_another_runs_page_is_written(
    world: OrderWorld, commerce_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = OrderIntake.take
    waited: list[tuple[int]] = []

    def take(intake: OrderIntake, *arguments: Any) -> None:
        with psycopg.connect(commerce_dsn) as other:
            lock_intake(other, "default")
            run = threading.Thread(target=real, args=(intake, *arguments))
            run.start()
            waits = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
            while run.is_alive() and not waited:
                waited.extend((row[0],) for row in world.rows(waits) if row[0])
        run.join()

    order_id = world.place()
    monkeypatch.setattr(OrderIntake, "take", take)
    world.ingest()
    assert (waited, world.received()) == ([(1,)], [order_id])


# --- what is asked of each order -----------------------------------------------------------------------------------
def test_each_refund_is_its_own_orders(world: OrderWorld) -> None:
    ids = [world.place(lines=[{"name": "Tee", "price": "22.00", "quantity": 3}]) for _ in range(2)]
    world.ingest()
    for units, order_id in enumerate(ids, start=1):
        (line,) = world.sandbox.control("GET", f"state/orders/{order_id}")["lines"]
        items = [{"order_product_id": line["id"], "quantity": units}]
        world.sandbox.control("POST", f"orders/{order_id}/refunds", {"items": items})
    run = world.ingest()
    assert run["operations"]["GET /v3/orders/payment_actions/refunds"] == 1
    assert [world.order(order_id)["refunded_amount"] for order_id in ids] == [22, 44]
    # The same state again asks for no transaction, and what the transactions said stays.
    before = world.rows(
        "select order_id, payment_no, bigcommerce_transaction_id, paid_at from backoffice.order_payments"
    )
    for order_id in ids:
        world.edit(order_id, staff_notes="x")
    assert "GET /v3/orders/{id}/transactions" not in world.ingest()["operations"]
    after = world.rows(
        "select order_id, payment_no, bigcommerce_transaction_id, paid_at from backoffice.order_payments"
    )
    assert sorted(after) == sorted(before) and all(row[2] for row in after)


def test_a_long_order_is_read_in_full_and_a_parked_one_not_again(world: OrderWorld) -> None:
    world.set_store(unmapped_order_policy="park")
    lines = [{"name": f"Sticker {n}", "price": "1.00"} for n in range(51)]
    order_id = world.place(lines=lines, payment_method="Zip Pay")
    full = "GET /v2/orders/{id}/products"
    assert full in world.ingest()["operations"]
    assert full not in world.ingest()["operations"]
    world.map("payment", "Zip Pay", "Later")
    assert world.ingest()["operations"] == {"GET /v2/orders": 1}
    assert world.rows("select count(*) from backoffice.order_lines") == [(51,)]
    before = world.versions()
    assert world.ingest()["written"] == 0 and world.versions() == before and world.received() == [order_id]


def test_an_order_whose_list_lacks_lines_without_a_warning_is_read_in_full(world: OrderWorld) -> None:
    order_id = world.place()
    world.edit(order_id, raw={"consignments": {}})
    world.ingest()
    assert world.received() == [order_id] and world.problems() == []
    assert world.rows("select name, quantity from backoffice.order_lines") == [("Tee", 1)]


def test_a_parked_order_is_received_with_the_transactions_of_its_payments(world: OrderWorld) -> None:
    world.set_store(unmapped_order_policy="park")
    world.place(payment_method="Zip Pay", store_credit="5.00", customer_id=12)
    world.ingest()
    world.map("payment", "Zip Pay", "Later")
    world.ingest()
    named = "select kind, bigcommerce_transaction_id is not null from backoffice.order_payments order by payment_no"
    assert world.rows(named) == [("payment", True), ("store_credit", True)]


def test_a_missing_scope_for_transactions_is_met_once_in_a_run(world: OrderWorld) -> None:
    for _ in range(3):
        world.place(store_credit="5.00", customer_id=12)
    path = "/v3/orders/*/transactions"
    world.sandbox.control(
        "POST", "faults", {"kind": "status", "status": 403, "path": path, "when": "after", "times": None}
    )
    assert world.ingest()["operations"]["GET /v3/orders/{id}/transactions"] == 1
    assert len(world.received()) == 3
