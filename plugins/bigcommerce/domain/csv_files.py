"""A CSV of any size, as chunks of text cells with the row numbers a spreadsheet shows.

A row is a record: a cell with line breaks in quotes does not make it two, a blank line is one. The header is the first
row that is not blank, so in an ordinary file row 1. Cells are text, trimmed, never numbers, dates or "missing".
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from bigcommerce.errors import BadRequest

if TYPE_CHECKING:
    import pandas

SEPARATORS = ",;\t"
# A file of one column needs no separator, and splitting at one would turn SKU "A,1" into SKU "A".
NO_SEPARATOR = "\x1f"
HEADER_CHARACTERS = 1 << 20
MAX_COLUMNS = 2_000
CHUNK_ROWS, CHUNK_CELLS = 5_000, 100_000
# More text than this in one chunk is a quote that was opened and never closed.
CHUNK_CHARACTERS = 1 << 26


@dataclass(frozen=True)
class Header:
    """row: its number, from 1. names: trimmed, in order."""

    row: int
    names: Sequence[str]
    separator: str

    def position(self, column: str) -> int:
        """Where the column stands, from 0. Raises BadRequest where it is missing or there twice."""
        column = column.strip()
        if (count := self.names.count(column)) == 1:
            return self.names.index(column)
        if count:
            raise BadRequest(f'The file has {count} columns named "{column}": rename all but one.')
        folded = [name for name in self.names if name.casefold() == column.casefold()]
        near = folded or difflib.get_close_matches(column, self.names, 1)
        advice = f' Did you mean "{printable(near[0])}"?' if near else ""
        raise BadRequest(f'The file has no column "{column}". Its row {self.row} says: {self.listed()}.{advice}')

    def listed(self) -> str:
        shown = [f'"{printable(name)}"' for name in self.names[:20]]
        return ", ".join(shown) + (f" and {len(self.names) - 20} more" if len(self.names) > 20 else "")


def printable(name: str) -> str:
    text = "".join(c if c.isprintable() else "?" for c in name)
    return text if len(text) <= 40 else text[:39] + "…"


def find_header(sample: str, wanted: Collection[str]) -> Header:
    """The header and the separator: the one under which the header has most of the wanted columns, then most columns.

    sample: the text's first characters. Raises BadRequest where there is no header.
    """
    found = [read_header(sample, separator) for separator in SEPARATORS]
    header = max(found, key=lambda h: (len({w.strip() for w in wanted} & set(h.names)), len(h.names)))
    if len(header.names) > MAX_COLUMNS:
        raise BadRequest(f"The file has {len(header.names)} columns, {MAX_COLUMNS} at most are read: leave some out.")
    return header if len(header.names) > 1 else Header(header.row, header.names, NO_SEPARATOR)


def read_header(sample: str, separator: str) -> Header:
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(sample), delimiter=separator), start=1):
            names = [cell.strip() for cell in cells]
            if any(names):
                return Header(row, names, separator)
    except csv.Error as error:
        raise BadRequest(f"The header cannot be read ({error}): is a quote never closed?") from error
    raise BadRequest("The file is empty: it has no header.")


def read_chunks(text: IO[str], wanted: Collection[str]) -> tuple[Header, Iterator[pandas.DataFrame]]:
    """The header, and the rows below it in chunks.

    A chunk's index is the row number; its columns are 0…n-1 as in the header, and n: the first cell beyond the header,
    empty in a well-formed row. Missing cells are empty. Nothing is trimmed yet, blank rows are still there.
    Raises BadRequest, also later on: where a quote is never closed.
    """
    sample = text.read(HEADER_CHARACTERS)
    header = find_header(sample, wanted)
    return header, parse(sample, text, header)


def parse(sample: str, text: IO[str], header: Header) -> Iterator[pandas.DataFrame]:
    # Here, not above: Airflow loads every DAG file again and again, and pandas takes half a second.
    import pandas

    width = len(header.names) + 1
    source = Source(header.separator.join("x" * width) + "\n" + sample, text)
    try:
        with pandas.read_csv(
            source,
            sep=header.separator,
            header=None,
            usecols=range(width),
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            chunksize=max(1, min(CHUNK_ROWS, CHUNK_CELLS // width)),
        ) as chunks:
            for chunk in chunks:
                source.unfinished = 0
                yield chunk.loc[header.row + 1 :]
    except pandas.errors.ParserError as error:
        if unclosed := re.search(r"EOF inside string starting at row (\d+)", str(error)):
            raise BadRequest(f"A quote opened in row {unclosed[1]} is never closed.") from error
        raise BadRequest(f"The file cannot be read as CSV: {error}") from error


class Source:
    """What pandas reads from: a first line as wide as a row may be, then the text.

    That line makes pandas accept rows shorter and longer than the header, and gives the header index 1.
    """

    def __init__(self, start: str, text: IO[str]) -> None:
        self.start = io.StringIO(start)
        self.text = text
        self.unfinished = 0

    def read(self, size: int = -1) -> str:
        block = self.start.read(size) or self.text.read(size)
        self.unfinished += len(block)
        if self.unfinished > CHUNK_CHARACTERS:
            raise BadRequest(f"A few rows hold more than {CHUNK_CHARACTERS >> 20} MiB: is a quote never closed?")
        return block

    def __iter__(self) -> Iterator[str]:
        return iter(lambda: self.read(1 << 16), "")
