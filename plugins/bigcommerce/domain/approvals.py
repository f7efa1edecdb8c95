"""A CSV of SKUs → the rows that ask for an approval. What becomes of each row is judged in include/sql/approvals."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, NamedTuple

from bigcommerce.domain.csv_files import read_chunks
from bigcommerce.domain.text_files import open_text
from bigcommerce.errors import BadRequest

if TYPE_CHECKING:
    import pandas

# Five times what a spreadsheet holds.
MAX_ROWS = 5_000_000

# No value anybody may write: such a row is refused as invalid_value.
UNREADABLE = ""

# What a row may say, in any case, as judge_rows.sql reads it. Numbers say it too, and much else besides.
WORDS = {"y", "yes", "true", "n", "no", "false"}
VALUES = WORDS | {"1", "0"}

# What to do about a row that was rejected, by its reason.
ADVICE = {
    "unknown_sku": "The back office has no product with exactly this SKU: correct it, or add the product there first.",
    "duplicate": "An earlier row says the same of this SKU and counts: leave this one out.",
    "conflicting": "Other rows say the opposite of this SKU, so none counts: keep the one that is right.",
    "empty_sku": "The row has no SKU: fill it in, or delete the row.",
    "invalid_value": "Write Y or N (also Yes, No, 1, 0, true, false), in a row with no more cells than the header.",
}


class Row(NamedTuple):
    """row_number: as a spreadsheet shows it. value: the cell of the approved column; None: the run's static value."""

    row_number: int
    sku: str
    value: str | None


class FileColumns(NamedTuple):
    """names: of all columns. saying: those that say yes or no in every row looked at, blank cells apart; hinting: those
    that do in some."""

    names: Sequence[str]
    saying: list[str]
    hinting: list[str]


def find_columns(file: IO[bytes]) -> FileColumns:
    """The first rows are looked at: 5,000 of them, fewer in a wide file. Raises BadRequest where it is no CSV."""
    header, chunks = read_chunks(open_text(file), [])
    saying, hinting = list[str](), list[str]()
    for chunk in itertools.islice(chunks, 1):
        for place, name in enumerate(header.names):
            found = {cell.strip().lower() for cell in chunk[place].tolist()} - {""}
            # A name that is there twice, or none, cannot be chosen.
            if found and found <= VALUES and name and header.names.count(name) == 1:
                saying.append(name)
            elif found & WORDS:
                hinting.append(name)
    return FileColumns(header.names, saying, hinting)


def read_rows(file: IO[bytes], sku_column: str, approved_column: str | None = None) -> Iterator[Row]:
    """Every row below the header that is not blank, cells trimmed.

    file: seekable bytes, plain, gzip or zip. A row with more cells than the header has a value nobody can read:
    a separator stands unquoted in one of its cells, and all that follow are in the wrong column.
    Raises BadRequest with one sentence, at the first row or at any later one: apply nothing before the end.
    """
    if approved_column is not None and approved_column.strip() == sku_column.strip():
        raise BadRequest(f'Column "{sku_column}" cannot hold both the SKUs and the values.')
    wanted = [sku_column] if approved_column is None else [sku_column, approved_column]
    header, chunks = read_chunks(open_text(file), wanted)
    sku_at = header.position(sku_column)
    value_at = None if approved_column is None else header.position(approved_column)
    count = 0
    for chunk in chunks:
        # Lists, because asking pandas cell by cell takes ten times as long.
        skus, surplus = trimmed(chunk, sku_at), trimmed(chunk, len(header.names))
        values: Iterable[str | None] = itertools.repeat(None) if value_at is None else trimmed(chunk, value_at)
        blank = blank_rows(chunk.iloc[[place for place, sku in enumerate(skus) if not sku]])
        for row_number, sku, value, beyond in zip(chunk.index.tolist(), skus, values, surplus, strict=False):
            if row_number not in blank:
                yield Row(row_number, sku, UNREADABLE if beyond else value)
        count += len(chunk) - len(blank)
        if count > MAX_ROWS:
            raise BadRequest(f"The file has more than {MAX_ROWS:,} rows: split it.")


def trimmed(chunk: pandas.DataFrame, column: int) -> list[str]:
    return [cell.strip() for cell in chunk[column].tolist()]


def blank_rows(rows: pandas.DataFrame) -> set[int]:
    """The numbers of those rows that have nothing in any cell."""
    return set(rows.index[(rows.map(str.strip) == "").all(axis=1)]) if len(rows) else set()
