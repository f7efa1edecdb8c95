"""Items and requests over time, as tables that a chart is drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bigcommerce.domain.flows import NAMES


@dataclass(frozen=True)
class UsageTable:
    """columns: flows that ran at all. rows: (when the hour or day began, a number for each column)."""

    title: str
    columns: list[str]
    rows: list[tuple[datetime, list[int]]]

    @property
    def total(self) -> int:
        return sum(sum(numbers) for _, numbers in self.rows)


def usage_tables(rows: Iterable[Mapping[str, Any]]) -> list[UsageTable]:
    """rows: slot, flow (None where nothing ran), items_written, requests; ordered by slot."""
    rows = list(rows)
    present = {row["flow"] for row in rows}
    columns = [flow for flow in NAMES if flow in present]
    return [
        table("Items written", "items_written", columns, rows),
        table("Requests to BigCommerce", "requests", columns, rows),
    ]


def table(title: str, key: str, columns: list[str], rows: list[Mapping[str, Any]]) -> UsageTable:
    numbers = {(row["slot"], row["flow"]): row[key] for row in rows}
    slots = dict.fromkeys(row["slot"] for row in rows)
    return UsageTable(
        title,
        [NAMES[flow] for flow in columns],
        [(slot, [numbers.get((slot, flow), 0) for flow in columns]) for slot in slots],
    )
