"""CSV that people open: what a cell may do there, and that it comes back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.spreadsheets import csv_lines


def cells(*row: object) -> list[str]:
    return next(csv.reader(io.StringIO("".join(csv_lines(["SKU"], [row])).split("\n", 1)[1], newline="")))


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\tA", "\rA", "\nA", "＝1", "＋1", "－1", "＠1", "'=1", "''-1"],
)
def test_what_would_run_as_a_formula_gets_a_mark(cell: str) -> None:
    assert cells(cell) == ["'" + cell]


@pytest.mark.parametrize("cell", ["A", "", "0010", "1E5", "A-1", "a=b", "'A", "it's", "Ä"])
def test_any_other_text_stays_as_it_is(cell: str) -> None:
    assert cells(cell) == [cell]


def test_every_cell_is_quoted_so_that_no_separator_starts_another() -> None:
    assert "".join(csv_lines(["SKU", "n"], [['A;=1+1,"x"', 2]])) == '"SKU","n"\n"A;=1+1,""x""","2"\n'


@given(st.text(max_size=20))
def test_taking_one_mark_off_gives_back_what_it_was(cell: str) -> None:
    (written,) = cells(cell)
    assert written in (cell, "'" + cell)
    assert not written.lstrip().startswith(("=", "+", "-", "@"))
