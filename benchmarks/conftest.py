"""The tests' own Postgres and sandbox store, and tables for people to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from rich.console import Console
from rich.table import Table

from tests.conftest import commerce, commerce_dsn, sandbox, sandbox_process, server, template
from tests.neto_account import neto_process, neto_sandbox

__all__ = [
    "commerce",
    "commerce_dsn",
    "neto_process",
    "neto_sandbox",
    "sandbox",
    "sandbox_process",
    "server",
    "template",
]


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Callable[..., None]:
    """show(title, headings, rows) prints a table whatever pytest captures."""

    def table(title: str, headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
        found = Table(title=title, title_justify="left")
        for number, heading in enumerate(headings):
            found.add_column(heading, justify="right" if number else "left")
        for row in rows:
            found.add_row(*(f"{cell:.2f}" if isinstance(cell, float) else f"{cell}" for cell in row))
        with capsys.disabled():
            Console(width=120).print("\n", found)

    return table
