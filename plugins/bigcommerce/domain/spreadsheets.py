"""CSV that people open in a spreadsheet: text stays text, and no cell runs as a formula.

Every cell is quoted, so that a separator within it starts no cell of its own where semicolons separate. A cell that
would run gets the mark ' in front, and so does one that has such a mark already: taking one off gives back what it was.
Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator

MARK = "'"
# Full-width signs count too: East Asian spreadsheets take them for the plain ones.
RUNS = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")


def csv_lines(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The header, then each row, as one text with its line end."""
    for row in itertools.chain([header], rows):
        line = io.StringIO(newline="")
        csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow([harmless(str(cell)) for cell in row])
        yield line.getvalue()


def harmless(cell: str) -> str:
    return MARK + cell if RUNS.match(cell) else cell
