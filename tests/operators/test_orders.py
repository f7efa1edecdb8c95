"""Which orders a backfill walks over: those placed in its interval, or yesterday's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bigcommerce.domain.windows import Window
from bigcommerce.operators.orders import placed_in_interval

DAY = datetime(2026, 1, 2, 3, tzinfo=UTC)


def test_a_run_with_an_interval_takes_exactly_that() -> None:
    assert placed_in_interval(DAY, DAY + timedelta(hours=5)) == Window("placed", DAY, DAY + timedelta(hours=5))


@pytest.mark.parametrize("bounds", [(None, None), (DAY, DAY), (DAY, None), (None, DAY)])
def test_a_run_without_one_takes_the_last_whole_day(bounds: tuple[datetime | None, datetime | None]) -> None:
    window = placed_in_interval(*bounds)
    assert window.by == "placed" and window.start and window.end
    assert (window.end.hour, window.end.minute, window.end.second, window.end.microsecond) == (0, 0, 0, 0)
    assert window.end - window.start == timedelta(days=1)
    assert timedelta(0) <= datetime.now(UTC) - window.end < timedelta(days=1, minutes=1)
