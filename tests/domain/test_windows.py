"""Which orders a run asks for: half-open windows, in a zone, overlapping the last one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.windows import OVERLAP, Window, requested_window, scheduled_window
from bigcommerce.errors import BadRequest

DAY = datetime(2026, 1, 2, tzinfo=UTC)
MOMENTS = st.integers(0, 10**9).map(lambda seconds: DAY + timedelta(seconds=seconds))


def test_a_scheduled_window_overlaps_the_last_one() -> None:
    assert scheduled_window(DAY, None) == Window("modified", DAY - timedelta(minutes=5), None)


def test_the_first_window_begins_where_orders_count_or_at_the_beginning() -> None:
    assert scheduled_window(None, DAY).start == DAY
    assert scheduled_window(None, None).start is None
    assert scheduled_window(DAY, DAY + timedelta(days=9)).start == DAY - OVERLAP


def test_a_window_holds_its_start_and_not_its_end() -> None:
    window = requested_window({"placed_from": "2026-01-01T00:00:00Z", "placed_to": "2026-01-02T11:00:00+11:00"})
    assert window == Window("placed", DAY - timedelta(days=1), DAY)
    assert window.holds(DAY - timedelta(days=1)) and not window.holds(DAY)


@given(start=MOMENTS, middle=MOMENTS, end=MOMENTS, when=MOMENTS)
def test_two_windows_side_by_side_hold_each_moment_once(
    start: datetime, middle: datetime, end: datetime, when: datetime
) -> None:
    start, middle, end = sorted([start, middle, end])
    parts = Window("placed", start, middle).holds(when) + Window("placed", middle, end).holds(when)
    assert parts == Window("placed", start, end).holds(when)


@pytest.mark.parametrize("by", ["placed", "modified"])
def test_an_open_end_is_now(by: str) -> None:
    window = requested_window({f"{by}_from": "2026-01-02T00:00:00Z"})
    assert window == Window(by, DAY, None)


def test_no_param_is_no_window() -> None:
    assert requested_window({"placed_from": None, "store": "default"}) is None


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"placed_to": "2026-01-02T00:00:00Z"}, '"placed_to" needs "placed_from"'),
        ({"modified_to": "2026-01-02T00:00:00Z"}, '"modified_to" needs "modified_from"'),
        ({"modified_from": "2026-01-02T00:00:00"}, "no time zone"),
        ({"modified_from": "2026-01-02"}, "no time zone"),
        ({"modified_from": "yesterday"}, "not an ISO 8601 date"),
        ({"modified_from": "2026-01-02T00:00:00Z", "modified_to": "2026-01-02T00:00:00Z"}, "must be after"),
        ({"modified_from": "2026-01-02T00:00:00Z", "placed_from": "2026-01-02T00:00:00Z"}, "not both"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(params: dict[str, Any], said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        requested_window(params)
