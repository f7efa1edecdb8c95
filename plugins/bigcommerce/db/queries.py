"""The text of a statement, by its path under include/sql."""

from __future__ import annotations

from functools import cache
from pathlib import Path

SQL_FOLDER = Path(__file__).resolve().parents[3] / "include" / "sql"


@cache
def sql(name: str) -> str:
    """The statement in include/sql/{name}.sql. Parameters are psycopg's `%(name)s`."""
    return (SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
