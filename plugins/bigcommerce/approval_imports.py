"""A CSV of approvals looked at: what becomes of its rows. The DAG applies that; a page only shows it.

Read in chunks, copied to a temporary table, judged by one statement: a file of any size takes little memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

import psycopg

from bigcommerce.db.approvals import Outcomes, count_lacking, judge_rows, stage_rows
from bigcommerce.domain.approval_warnings import Lacking
from bigcommerce.domain.approvals import FileColumns, find_columns, read_rows
from bigcommerce.domain.csv_files import read_chunks
from bigcommerce.domain.text_files import MAX_BYTES, open_text
from bigcommerce.hooks.import_files import open_import


@dataclass(frozen=True)
class Reading:
    """How a file is read. approved_value: Y or N, of rows without a value of their own; approved_column: which column
    has one."""

    sku_column: str = "SKU"
    approved_value: str = "Y"
    approved_column: str | None = None


def judge_file(connection: psycopg.Connection, content: IO[bytes], store: str, reading: Reading) -> Outcomes:
    """What would become of each row, within the caller's transaction. Raises BadRequest."""
    stage_rows(connection, read_rows(content, reading.sku_column, reading.approved_column))
    return judge_rows(connection, store, reading.approved_value)


def preview_file(connection: psycopg.Connection, file: str, store: str, reading: Reading) -> tuple[Outcomes, Lacking]:
    """The same of a file people name, and what those that would be approved lack; nothing is changed."""
    with open_import(file, MAX_BYTES) as copy, connection.transaction():
        return judge_file(connection, copy.content, store, reading), count_lacking(connection)


def read_columns(file: str) -> Sequence[str]:
    """The columns a file people name has. Raises BadRequest where it is no CSV."""
    with open_import(file, MAX_BYTES) as copy:
        header, _ = read_chunks(open_text(copy.content), [])
        return header.names


def look_at_columns(file: str) -> FileColumns:
    """The same, with those that say which rows to approve, as far as the first rows tell."""
    with open_import(file, MAX_BYTES) as copy:
        return find_columns(copy.content)
