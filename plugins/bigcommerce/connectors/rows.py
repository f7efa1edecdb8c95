"""Rows of a list's answer, and the parameters that ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from bigcommerce.connectors.answers import Answer
from bigcommerce.errors import UnexpectedAnswer, Unreachable

JSON = dict[str, Any]

# Documented maximum of a page, V2 and V3.
PAGE = 250


def rows_of(answer: Answer, path: str) -> list[JSON]:
    """A list's rows: V2 answers them bare, V3 as `data`. Nothing but 204 may stand for no list."""
    if answer.status == 204:
        return []
    rows = answer.body
    if path.startswith("/v3/"):
        rows = rows.get("data") if isinstance(rows, dict) else None
    if not isinstance(rows, list):
        raise UnexpectedAnswer(f"GET {path} was answered with something else than a list.")
    return rows


def total_of(answer: Answer) -> int | None:
    """V3's `meta.pagination.total`; None where the list does not say."""
    meta = answer.body.get("meta") if isinstance(answer.body, dict) else None
    total = ((meta or {}).get("pagination") or {}).get("total")
    return total if isinstance(total, int) else None


def rows_after(last: int, rows: list[JSON], path: str, size: int) -> list[JSON]:
    """The rows with an id above `last`, from a page of `size` that was asked for in ascending order of ids.

    Raises UnexpectedAnswer for a page out of order, Unreachable for a full one without any such row.
    """
    try:
        ids = [int(row["id"]) for row in rows]
    except (KeyError, TypeError, ValueError):
        raise UnexpectedAnswer(f"GET {path} was answered with rows that have no id.") from None
    if ids != sorted(set(ids)):
        raise UnexpectedAnswer(f"GET {path} was answered out of order, so a walk by id would lose rows.")
    after = [row for row, row_id in zip(rows, ids, strict=True) if row_id > last]
    if len(rows) >= size and not after:
        raise Unreachable(f"GET {path} showed the same page twice, before and after id {last}.")
    return after


def chunks(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def joined(values: Iterable[Any]) -> str:
    return ",".join(str(value) for value in values)


def iso(moment: datetime) -> str:
    """A date filter's value: full, with zone; a date alone would get the current time of day added."""
    return moment.isoformat(timespec="seconds")
