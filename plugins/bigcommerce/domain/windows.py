"""Which orders a run asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bigcommerce.errors import BadRequest

# A re-read, unchanged order costs no row, and a bound may be off by a second or a transaction by minutes.
OVERLAP = timedelta(minutes=5)


@dataclass(frozen=True)
class Window:
    """Half-open [start, end) over one date of the order; an open end is None.

    by: "modified" or "placed".
    """

    by: str
    start: datetime | None
    end: datetime | None

    def __str__(self) -> str:
        start, end = (f"{bound:%Y-%m-%d %H:%M:%S} UTC" if bound else "" for bound in (self.start, self.end))
        return " ".join([self.by, *(["from", start] if start else []), *(["to", end] if end else ["until now"])])

    def holds(self, moment: datetime) -> bool:
        return (self.start is None or moment >= self.start) and (self.end is None or moment < self.end)


def scheduled_window(watermark: datetime | None, orders_since: datetime | None) -> Window:
    """From where the last complete walk began, or from the first order that counts: an order placed since then was
    modified since then."""
    start = watermark - OVERLAP if watermark else orders_since
    return Window("modified", start, None)


def requested_window(params: Mapping[str, Any]) -> Window | None:
    """The window a run's params name, or None. Raises BadRequest for `to` without `from`, both kinds, no zone."""
    windows = []
    for by in ("modified", "placed"):
        start, end = (read_bound(params, f"{by}_{side}") for side in ("from", "to"))
        if end and not start:
            raise BadRequest(f'"{by}_to" needs "{by}_from".')
        if start and end and end <= start:
            raise BadRequest(f'"{by}_to" must be after "{by}_from".')
        if start:
            windows.append(Window(by, start, end))
    if len(windows) > 1:
        raise BadRequest('Name either "modified_from" or "placed_from", not both.')
    return windows[0] if windows else None


def read_bound(params: Mapping[str, Any], name: str) -> datetime | None:
    value = params.get(name)
    if value is None:
        return None
    try:
        bound = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        raise BadRequest(f'"{name}" is not an ISO 8601 date: {value}') from None
    if bound.tzinfo is None:
        raise BadRequest(f'"{name}" has no time zone: write {value}Z for UTC.')
    return bound
