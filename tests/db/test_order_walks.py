"""A walk over a window of orders: gone on with where the same one was cut off, else begun anew, and kept as proof."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from bigcommerce.db.order_walks import COUNTS, SCHEDULE, OrderWalk, begin_walk, save_walk
from bigcommerce.domain.windows import Window
from tests.db.order_rows import open_stores, records, rows

START = datetime(2026, 1, 20, 1, 2, 3, tzinfo=UTC)
DAY = timedelta(days=1)
WINDOW = Window("modified", START, None)
OTHERS = [
    Window("modified", START + timedelta(seconds=1), None),
    Window("modified", START, START + DAY),
    Window("modified", None, None),
    Window("placed", START, None),
]


@pytest.fixture
def store(rolled_back: psycopg.Connection) -> psycopg.Connection:
    return open_stores(rolled_back)


def begin(
    connection: psycopg.Connection, window: Window = WINDOW, purpose: str = SCHEDULE, store: str = "default"
) -> OrderWalk:
    return begin_walk(connection, store, purpose, window)


def go(connection: psycopg.Connection, walk: OrderWalk, is_finished: bool = False) -> OrderWalk:
    """A page of seven orders, no two counts alike."""
    walk.began_at = walk.began_at or START + DAY
    for order_id, outcome in enumerate(["received"] * 2 + ["unchanged"] + ["parked"] * 4, start=100):
        walk.see(order_id, outcome)
    walk.counts.update(refused=5, only_landed=6, missing=8)
    walk.add("AUD", Decimal("0.1000"))
    walk.add("AUD", Decimal("99999999999999.2001"))
    walk.add("JPY", Decimal(1))
    walk.last_order_id = 106
    save_walk(connection, walk, is_finished)
    return walk


def walks(connection: psycopg.Connection) -> list[tuple[Any, ...]]:
    """Each walk's number, and whether it is finished."""
    return rows(connection, "select walk_id, finished_at is not null from bigcommerce.order_walks order by 1")


@pytest.mark.parametrize("window", [WINDOW, *OTHERS])
def test_a_new_walk_has_seen_nothing(store: psycopg.Connection, window: Window) -> None:
    walk = begin(store, window)
    assert walk == OrderWalk(walk.walk_id, window, counts=Counter(dict.fromkeys(COUNTS, 0)))
    assert not walk.is_resumed and walks(store) == [(walk.walk_id, False)]


@pytest.mark.parametrize("window", [WINDOW, *OTHERS])
@pytest.mark.parametrize("purpose", [SCHEDULE, "bigcommerce_order_backfill run 1"])
def test_an_unfinished_walk_is_gone_on_with_and_knows_all_its_numbers(
    store: psycopg.Connection, window: Window, purpose: str
) -> None:
    before = go(store, begin(store, window, purpose))
    again = begin(store, window, purpose)
    assert again.is_resumed and not before.is_resumed
    assert vars(again) == vars(before) | {"is_resumed": True}
    assert (again.first_order_id, again.last_order_id, again.began_at) == (100, 106, START + DAY)
    assert again.counts == dict(zip(COUNTS, (7, 2, 1, 4, 5, 6, 8), strict=True))
    assert again.totals == {"AUD": Decimal("99999999999999.3001"), "JPY": Decimal(1)}
    assert walks(store) == [(before.walk_id, False)]


def test_one_that_died_before_its_first_answer_is_begun_again(store: psycopg.Connection) -> None:
    """What it saw is nothing, so it proves nothing that a new one would not."""
    first = begin(store)
    again = begin(store)
    assert (again.walk_id, again.is_resumed, again.began_at) == (first.walk_id, False, None)


@pytest.mark.parametrize("window", OTHERS)
def test_another_window_is_another_walk_and_the_unfinished_one_goes(store: psycopg.Connection, window: Window) -> None:
    before = go(store, begin(store))
    after = begin(store, window)
    assert after.walk_id != before.walk_id and (after.is_resumed, after.last_order_id) == (False, 0)
    assert walks(store) == [(after.walk_id, False)]
    assert not begin(store).is_resumed


def test_each_store_and_each_purpose_has_its_own(store: psycopg.Connection) -> None:
    keys = [(SCHEDULE, "default"), ("run 1", "default"), ("run 2", "default"), (SCHEDULE, "other")]
    mine = {key: go(store, begin(store, WINDOW, *key)).walk_id for key in keys}
    assert len(set(mine.values())) == len(keys)
    begin(store, OTHERS[0], "run 1")
    assert {key: begin(store, WINDOW, *key).walk_id == number for key, number in mine.items()} == {
        key: key != keys[1] for key in keys
    }


@pytest.mark.parametrize("window", [WINDOW, OTHERS[0]])
def test_a_finished_walk_is_kept_and_never_gone_on_with(store: psycopg.Connection, window: Window) -> None:
    done = go(store, begin(store), is_finished=True)
    new = begin(store, window)
    assert new.walk_id != done.walk_id and (new.is_resumed, new.last_order_id, new.counts["seen"]) == (False, 0, 0)
    assert walks(store) == [(done.walk_id, True), (new.walk_id, False)]


def test_saving_twice_is_saving_once(store: psycopg.Connection) -> None:
    walk = go(store, begin(store), is_finished=True)
    query = "select to_jsonb(w) - 'finished_at' from bigcommerce.order_walks w"
    before = rows(store, query)
    save_walk(store, walk, is_finished=True)
    assert rows(store, query) == before


def test_a_finished_walk_is_a_whole_proof(store: psycopg.Connection) -> None:
    walk = go(store, begin(store, Window("placed", START, START + DAY), "run 1"), is_finished=True)
    (row,) = records(store, "select * from bigcommerce.order_walks")
    assert row.pop("finished_at") is not None
    assert row == {
        **{"walk_id": walk.walk_id, "store_code": "default", "purpose": "run 1", "walked_by": "placed"},
        **{"window_from": START, "window_to": START + DAY, "began_at": START + DAY},
        **{"first_order_id": 100, "last_order_id": 106, "seen": 7, "received": 2, "unchanged": 1, "parked": 4},
        **{"refused": 5, "only_landed": 6, "missing": 8, "totals": {"AUD": "99999999999999.3001", "JPY": "1"}},
    }


def test_no_other_walk_is_touched_by_saving_one(store: psycopg.Connection) -> None:
    one, other = begin(store), begin(store, purpose="run 1")
    go(store, one)
    assert begin(store, purpose="run 1") == other
