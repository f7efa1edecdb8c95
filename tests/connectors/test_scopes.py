"""The scopes that are probed are those the README asks for."""

from __future__ import annotations

from pathlib import Path

from bigcommerce.connectors.scopes import SCOPES

README = Path(__file__).resolve().parents[2] / "README.md"


def test_the_readme_lists_the_scopes_that_are_tested() -> None:
    rows = [line.strip("| \n").split(" | ") for line in README.read_text(encoding="utf-8").splitlines()]
    start = rows.index(["scope", "level", "without it"]) + 2
    listed = rows[start : start + len(SCOPES)]
    assert listed == [[scope.name, scope.level, scope.without] for scope in SCOPES]
