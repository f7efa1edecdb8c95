"""Creates and upgrades the schemas: include/sql/schema/NNN_*.sql, forward only, each once."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import psycopg

from bigcommerce.db.queries import SQL_FOLDER
from bigcommerce.errors import NeedsPerson

log = logging.getLogger(__name__)

# Any constant will do, as long as it stays the same: two migrations at once wait for each other.
LOCK = 7_216_401_358

LEDGER = """
create table if not exists public.bigcommerce_migrations (
    file text primary key, sha256 text not null, applied_at timestamptz not null default now()
)"""


def migrate(connection: psycopg.Connection, folder: Path = SQL_FOLDER / "schema") -> list[str]:
    """Apply what is missing and return the names of the files applied.

    connection: in autocommit; each file runs in a transaction of its own.
    Raises NeedsPerson where an applied file was edited or removed since: history only moves forward.
    """
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("[0-9][0-9][0-9]_*.sql"))}
    connection.execute("select pg_advisory_lock(%s)", [LOCK])
    try:
        connection.execute(LEDGER)
        known: dict[str, str] = dict(
            connection.execute("select file, sha256 from public.bigcommerce_migrations").fetchall()
        )
        refuse_changed_history(files, known)
        missing = [name for name in files if name not in known]
        for name in missing:
            with connection.transaction():
                connection.execute(files[name])
                connection.execute(
                    "insert into public.bigcommerce_migrations (file, sha256) values (%s, %s)",
                    [name, checksum(files[name])],
                )
            log.info("applied %s", name)
        return missing
    finally:
        connection.execute("select pg_advisory_unlock(%s)", [LOCK])


def checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_changed_history(files: dict[str, str], known: dict[str, str]) -> None:
    for name, sha256 in known.items():
        if name not in files:
            raise NeedsPerson(
                f"The database was migrated by {name}, which this version does not have: "
                "run the newer version, or restore the database from before it."
            )
        if checksum(files[name]) != sha256:
            raise NeedsPerson(
                f"{name} was edited after it was applied: restore the file as it was, "
                "and put the change into a new file with the next number."
            )
    newest = max(known, default="")
    if late := [name for name in files if name not in known and name < newest]:
        raise NeedsPerson(f"{late[0]} comes before {newest}, which is applied already: give it the next number.")
