"""When an export is full, and how long after our own sending a reading says something."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bigcommerce.domain.full import full_export_day, seconds_to_settle


@pytest.mark.parametrize(("hour", "minute", "day"), [(2, 59, 19), (3, 0, 20), (23, 59, 20)])
def test_the_day_of_a_full_export_begins_at_three(hour: int, minute: int, day: int) -> None:
    assert full_export_day(datetime(2026, 1, 20, hour, minute, tzinfo=UTC)) == date(2026, 1, day)


@pytest.mark.parametrize(("since", "wait"), [(None, 0), (0, 11), (4, 7), (11, 0), (3600, 0), (-500, 11)])
def test_a_reading_waits_until_the_last_sending_shows(since: float | None, wait: float) -> None:
    assert seconds_to_settle(since) == wait
