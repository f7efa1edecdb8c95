"""When an export compares with what BigCommerce holds, and how long after our own sending that says something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

# The day of a full export begins here, in UTC: a quiet hour after the nightly walk over the catalogue.
DAY_BEGINS = timedelta(hours=3)
# What was accepted shows a little later. Dates have whole seconds, so one more.
SETTLES_IN = 11.0


@dataclass(frozen=True)
class Reading:
    """began_at: by the clock the values are kept by. missing: targets that are not there at all."""

    began_at: datetime
    missing: tuple[str, ...] = ()


def full_export_day(now: datetime) -> date:
    return (now - DAY_BEGINS).date()


def seconds_to_settle(since_sending: float | None) -> float:
    """How long to wait before a reading; since_sending: None where nothing was sent. Clocks that disagree never make it
    longer than after a sending just now."""
    if since_sending is None:
        return 0.0
    return min(SETTLES_IN, max(0.0, SETTLES_IN - since_sending))
