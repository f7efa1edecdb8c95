"""The place in a list that is ordered by several columns, as one word in an address."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import HTTPException

from bigcommerce.domain.fields import storable
from bigcommerce.ui.paging import PAGE_SIZE, Rows, page_of


def page_by(rows: Sequence[dict[str, Any]], *columns: str, size: int = PAGE_SIZE) -> Rows:
    """As page_of, for a list ordered by these columns; `read_key` reads its `after`."""
    page = page_of(rows, columns[0], size)
    return replace(page, after=pack(page.rows[-1], *columns)) if len(rows) > size else page


def pack(row: dict[str, Any], *columns: str) -> str:
    return json.dumps([None if row[name] is None else str(row[name]) for name in columns])


def read_key(key: str, count: int) -> tuple[Any, ...]:
    """The values of a key of `count` columns, as text. Raises HTTPException where it is none of ours."""
    try:
        values = json.loads(key)
    except ValueError:
        values = None
    is_key = isinstance(values, list) and len(values) == count
    if not is_key or not all(
        value is None or (isinstance(value, str) and storable(value) == value) for value in values
    ):
        raise HTTPException(400, "This is no place in this list: go back to its start.")
    return tuple(values)
