"""What a sandbox remembers: one SQLite file, one connection, one lock.

Survives a killed process, not a power cut: `synchronous=off` leaves the last pages to the operating system, which
writes them whatever happens to us.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Memory:
    """An open database with a table `kept`. `settings` mirrors the kept ones."""

    db: sqlite3.Connection
    settings: dict[str, Any] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _depth: int = 0

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One at a time; nested use joins the outer one; an error takes everything back."""
        with self.lock:
            if self._depth == 0:
                self.db.execute("begin")
            self._depth += 1
            try:
                yield self.db
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self.db.execute("rollback")
                raise
            self._depth -= 1
            if self._depth == 0:
                self.db.execute("commit")

    def rows(self, sql: str, values: Any = ()) -> list[sqlite3.Row]:
        """All rows of a query, read under the lock."""
        with self.lock:
            return self.db.execute(sql, values).fetchall()

    def row(self, sql: str, values: Any = ()) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        with self.lock:
            found: sqlite3.Row | None = self.db.execute(sql, values).fetchone()
            return found

    def kept(self, key: str, default: Any = None) -> Any:
        """A value remembered across restarts."""
        found = self.row("select value from kept where key = ?", (key,))
        return json.loads(found["value"]) if found else default

    def keep(self, key: str, value: Any) -> None:
        """Remember a JSON value across restarts."""
        with self.transaction() as db:
            db.execute("insert or replace into kept values (?, ?)", (key, json.dumps(value)))

    def next_ids(self, kind: str, count: int = 1, first: int = 1) -> int:
        """Reserve `count` consecutive ids of a kind; the first of them. Ids are never given twice."""
        with self.transaction():
            start = int(self.kept(f"next:{kind}", first))
            self.keep(f"next:{kind}", start + count)
        return start


def open_database(file: Path, tables: str) -> sqlite3.Connection:
    """Open, or create, the file. tables: `create … if not exists` statements."""
    file.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
    db.row_factory = sqlite3.Row
    for pragma in ("journal_mode=wal", "synchronous=off", "cache_size=-65536", "busy_timeout=5000"):
        db.execute(f"pragma {pragma}")
    db.executescript(f"create table if not exists kept (key text primary key, value text not null);{tables}")
    return db


def to_json(value: Any) -> str:
    """Compact JSON text, readable Unicode."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
