"""Downtime, backfills, overlapping runs and the daily audit: no gap, no double, and what was missing is named."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.journeys.order_world import STATUSES, OrderWorld

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


@pytest.fixture
def world(commerce: psycopg.Connection, sandbox: SandboxStore) -> OrderWorld:
    found = OrderWorld(commerce, sandbox)
    found.set_store(default_payment_method="Card", default_shipping_service="Parcel", order_statuses_to_sync=STATUSES)
    return found


def bulk(world: OrderWorld, count: int, days: int, seed: int = 1) -> set[int]:
    placed = world.sandbox.control("POST", "orders/bulk", {"count": count, "seed": seed, "days": days})
    return set(range(placed["first_id"], placed["last_id"] + 1))


def days_back(days: int) -> list[tuple[datetime, datetime]]:
    midnight = NOW.replace(hour=0, minute=0, second=0)
    return [(midnight - n * DAY, midnight - (n - 1) * DAY) for n in range(days, -1, -1)]


def test_after_three_days_without_a_run_one_run_completes_everything(world: OrderWorld) -> None:
    before = bulk(world, 60, 20)
    world.ingest()
    world.db.execute("update bigcommerce.order_watermarks set complete_until = complete_until - interval '3 days'")
    meanwhile = bulk(world, 90, 3, seed=2)
    run = world.ingest()
    assert set(world.received()) == before | meanwhile and run["written"] == 90
    assert run["operations"]["GET /v2/orders"] == 1


def test_a_backfill_over_the_same_days_at_the_same_time_changes_nothing(world: OrderWorld) -> None:
    ids = bulk(world, 300, 3)
    runs = [threading.Thread(target=world.ingest), threading.Thread(target=world.ingest)]
    runs += [threading.Thread(target=world.backfill, args=days) for days in days_back(3)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert world.received() == sorted(ids)
    before = world.versions()
    for days in days_back(3):
        assert world.backfill(*days)["written"] == 0
    assert world.versions() == before


def test_a_backfill_holds_each_day_apart_and_moves_no_watermark(world: OrderWorld) -> None:
    ids = bulk(world, 100, 5)
    assert world.rows("select count(*) from bigcommerce.order_watermarks") == [(0,)]
    counts = [world.backfill(*days)["written"] for days in days_back(5)]
    assert sum(counts) == 100 and all(counts[1:-1]) and set(world.received()) == ids
    assert world.rows("select count(*) from bigcommerce.order_watermarks") == [(0,)]
    # The proof of each day: what was seen, and its total.
    walks = world.rows(
        "select sum(seen), sum(received), sum((totals ->> 'AUD')::numeric), count(*) filter (where finished_at is null)"
        " from bigcommerce.order_walks where walked_by = 'placed'"
    )
    assert walks == [(100, 100, world.rows("select sum(total_inc_tax) from backoffice.orders")[0][0], 0)]


def test_only_a_persons_backfill_brings_orders_from_before(world: OrderWorld) -> None:
    bulk(world, 10, 5)
    world.set_store(orders_since=NOW)
    for days in days_back(5):
        assert world.backfill(*days, run_type="scheduled")["written"] == 0
    assert world.received() == []
    assert sum(world.backfill(*days)["written"] for days in days_back(5)) == 10


@pytest.mark.parametrize("minutes", [-30, 30])
def test_a_clock_that_is_off_here_or_there_does_not_matter(world: OrderWorld, minutes: int) -> None:
    world.sandbox.control("PATCH", "settings", {"clock_offset_seconds": minutes * 60})
    first = world.place()
    world.ingest()
    second = world.place()
    world.ingest()
    world.edit(first, discount="1.00")
    world.ingest()
    assert world.received() == [first, second] and len(world.changes(first)) == 2


def test_two_runs_at_once_receive_each_order_once(world: OrderWorld) -> None:
    ids = bulk(world, 400, 10)
    runs = [threading.Thread(target=world.ingest) for _ in range(3)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert world.received() == sorted(ids)
    assert world.rows("select count(*) from bigcommerce.raw_orders") == [(400,)]
    assert world.rows("select count(*) from backoffice.order_changes") == [(0,)]
    # Each walk counted what it saw itself.
    counted = world.rows(
        "select seen, received + unchanged + parked + refused + only_landed = seen from bigcommerce.order_walks"
    )
    assert counted == [(400, True)] * 3


def test_a_reading_that_was_overtaken_does_not_undo_the_later_one(
    world: OrderWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """requirement: a slow run that read the order first and writes it last must not bring the old state back."""
    from bigcommerce.operators.order_intake import OrderIntake

    order_id = world.place()
    real, turn = OrderIntake.take, []

    def overtaken(intake: OrderIntake, *arguments: object) -> None:
        if not turn:
            turn.append("first")
            world.sandbox.control("PATCH", "settings", {"clock_offset_seconds": 5})
            world.edit(order_id, discount="2.00")
            world.ingest()
        real(intake, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(OrderIntake, "take", overtaken)
    world.ingest()
    assert world.order(order_id)["discount_amount"] == 2
    assert world.changes(order_id) == []


def test_the_daily_audit_finds_repairs_and_names_what_was_deleted_here(world: OrderWorld) -> None:
    midnight = NOW.replace(hour=0, minute=0, second=0)
    placed = (midnight - timedelta(hours=6)).isoformat()
    ids = [world.place(date_created=placed) for _ in range(30)]
    world.ingest()
    rows, landed, payload_only = ids[:4], ids[4:8], ids[8:10]
    world.db.execute("delete from backoffice.orders where bigcommerce_order_id = any(%s)", [rows + landed])
    world.db.execute("delete from bigcommerce.landed_orders where bigcommerce_order_id = any(%s)", [landed])
    world.db.execute("delete from bigcommerce.raw_orders where bigcommerce_order_id = any(%s)", [landed + payload_only])
    run = world.backfill(midnight - DAY, midnight, run_type="scheduled")
    assert run["written"] == 10 and run["operations"] == {"GET /v2/orders": 1}
    assert world.received() == ids and world.rows("select count(*) from bigcommerce.raw_orders") == [(30,)]
    assert world.problems() == [(order_id, "order_was_missing") for order_id in ids[:10]]
    assert world.rows("select seen, missing from bigcommerce.order_walks where missing > 0") == [(30, 10)]
    # The next day's audit finds nothing, and the notes stay until a person has read them.
    assert world.backfill(midnight - DAY, midnight, run_type="scheduled")["written"] == 0
    assert len(world.problems()) == 10


def test_an_order_that_ingest_has_not_come_to_yet_is_not_missing(world: OrderWorld) -> None:
    world.ingest()
    world.sandbox.control("PATCH", "settings", {"clock_offset_seconds": 3600})
    late = world.place(date_created=(NOW - DAY).isoformat(), status_id=0)
    world.edit(late, status_id=11)
    for days in days_back(2):
        world.backfill(*days, run_type="scheduled")
    assert world.received() == [late] and world.problems() == []
