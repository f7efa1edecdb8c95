"""Lists of any length, page by page: a page begins after the last key of the one before, and nothing is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PAGE_SIZE = 50


@dataclass(frozen=True)
class Rows:
    """rows: of this page; after: the key that the next page begins after, None on the last page."""

    rows: Sequence[dict[str, Any]]
    after: Any


def page_of(rows: Sequence[dict[str, Any]], key: str, size: int = PAGE_SIZE) -> Rows:
    """rows: one more than a page holds, where there are more; key: of the column they are ordered by."""
    return Rows(rows[:size], rows[size - 1][key] if len(rows) > size else None)
