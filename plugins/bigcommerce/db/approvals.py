"""Approvals in bulk: staged rows, or the products that match, are judged in one statement, and applied or only counted.

The temporary tables live until the caller's transaction ends: stage, judge and apply in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import psycopg

from bigcommerce.db.queries import sql
from bigcommerce.domain.approval_warnings import Lacking
from bigcommerce.domain.product_filters import ProductFilter

EXAMPLES = 5
# A look at each takes microseconds, and a selection may be a million.
MOST_LOOKED_AT = 10_000


@dataclass(frozen=True)
class Outcomes:
    """How many rows became what. rejected: {reason: rows}. examples: {outcome: [(row number, SKU)]}, the first ones."""

    approved: int
    unapproved: int
    unchanged: int
    rejected: dict[str, int]
    examples: dict[str, list[tuple[int, str]]]

    @property
    def counts(self) -> dict[str, int]:
        """Of every outcome there is a row of."""
        accepted = {"approved": self.approved, "unapproved": self.unapproved, "unchanged": self.unchanged}
        return {name: count for name, count in (accepted | self.rejected).items() if count}

    @property
    def changed_count(self) -> int:
        return self.approved + self.unapproved

    @property
    def rejected_count(self) -> int:
        return sum(self.rejected.values())

    @property
    def row_count(self) -> int:
        return self.changed_count + self.unchanged + self.rejected_count


class ImportSource(NamedTuple):
    """file: as it was named. sha256: of its bytes. confirmed_by: whoever said yes, where somebody was asked."""

    file: str
    sha256: str
    imported_by: str
    confirmed_by: str | None = None


def stage_rows(connection: psycopg.Connection, rows: Iterable[tuple[int, str, str | None]]) -> None:
    """rows: (row number, SKU, value or None for the static one)."""
    connection.execute(sql("approvals/set_work_mem"))
    connection.execute(sql("approvals/create_rows"))
    with connection.cursor() as cursor, cursor.copy(sql("approvals/copy_rows")) as copy:
        for row in rows:
            copy.write_row(row)
    connection.execute(sql("approvals/take_off_marks"))
    connection.execute(sql("approvals/analyze_rows"))


def judge_rows(connection: psycopg.Connection, store: str, approved_value: str) -> Outcomes:
    """What would become of each staged row. approved_value: of the rows without a value of their own."""
    connection.execute(sql("approvals/create_outcomes"))
    connection.execute(sql("approvals/judge_rows"), {"store": store, "approved_value": approved_value})
    return read_outcomes(connection)


def judge_matching(connection: psycopg.Connection, store: str, wanted: ProductFilter, *, approve: bool) -> Outcomes:
    """What would become of each product that matches; rows are numbered in the order of SKUs. A named SKU that is no
    product is rejected as unknown_sku, whatever else narrows."""
    narrowing = vars(wanted) | {"skus": None if wanted.skus is None else list(wanted.skus)}
    connection.execute(sql("approvals/create_outcomes"))
    connection.execute(sql("approvals/judge_matching"), narrowing | {"store": store, "approve": approve})
    return read_outcomes(connection)


def read_outcomes(connection: psycopg.Connection) -> Outcomes:
    counts: dict[str, int] = dict(connection.execute(sql("approvals/count_outcomes")).fetchall())
    examples: dict[str, list[tuple[int, str]]] = {}
    for outcome, row_number, sku in connection.execute(
        sql("approvals/select_first_outcomes"), {"how_many": EXAMPLES}
    ).fetchall():
        examples.setdefault(outcome, []).append((row_number, sku))
    accepted = {name: counts.pop(name, 0) for name in ("approved", "unapproved", "unchanged")}
    return Outcomes(**accepted, rejected=counts, examples=examples)


def count_lacking(connection: psycopg.Connection) -> Lacking:
    """Of the outcomes just judged."""
    row = connection.execute(sql("approvals/count_lacking"), {"most": MOST_LOOKED_AT}).fetchone()
    assert row is not None
    return Lacking(*row)


def read_to_approve(connection: psycopg.Connection, store: str, most: int) -> dict[str, str | None]:
    """Of the outcomes just judged: {SKU that would be approved: how its last look-up ended, None: there was none}."""
    parameters = {"store": store, "most": most}
    return dict(connection.execute(sql("approvals/select_to_approve"), parameters).fetchall())


def digest_outcomes(connection: psycopg.Connection) -> str:
    """Of the outcomes just judged: the same only where the same would become of every row."""
    row = connection.execute(sql("approvals/digest_outcomes")).fetchone()
    assert row is not None
    return row[0]


def apply_outcomes(
    connection: psycopg.Connection, judged: Outcomes, store: str, changed_by: str, source: str
) -> Outcomes:
    """Write the approvals that change. Returns the outcomes as they came to be."""
    who = {"store": store, "changed_by": changed_by, "source": source}
    row = connection.execute(sql("approvals/apply_outcomes"), who).fetchone()
    approved, unapproved = row or (0, 0)
    unchanged = judged.changed_count + judged.unchanged - approved - unapproved
    return Outcomes(approved, unapproved, unchanged, judged.rejected, judged.examples)


def record_import(connection: psycopg.Connection, outcomes: Outcomes, store: str, source: ImportSource) -> int:
    """Keep what was imported, with the staged rows that were rejected. Returns the import's id."""
    row = connection.execute(
        sql("approvals/insert_import"),
        {
            "store": store,
            **source._asdict(),
            "row_count": outcomes.row_count,
            "approved": outcomes.approved,
            "unapproved": outcomes.unapproved,
            "unchanged": outcomes.unchanged,
            "rejected": outcomes.rejected_count,
        },
    ).fetchone()
    assert row is not None
    connection.execute(sql("approvals/insert_rejects"), {"import_id": row[0]})
    return row[0]


def is_import(connection: psycopg.Connection, import_id: int) -> bool:
    return connection.execute(sql("approvals/select_import_exists"), {"import_id": import_id}).fetchone() == (True,)


def read_rejects(connection: psycopg.Connection, import_id: int) -> Iterator[tuple[int, str, str | None, str]]:
    """(row number, SKU, value or None, reason), as they stood in the file; streamed."""
    with connection.transaction(), connection.cursor("rejects") as cursor:
        yield from cursor.execute(sql("approvals/select_rejects"), {"import_id": import_id})
