"""A Postgres server whose databases are made, used once and dropped: nothing of it need outlive the tests.

Making and dropping databases, some hundred files each, costs ext4 ten times the CPU that it costs memory. So the
databases lie in memory where there is room, by way of a tablespace; and no write waits for a disk.
"""

from __future__ import annotations

import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg

from sandbox import postgres

MEMORY = Path("/dev/shm")  # Linux's file system in memory
ROOM_BYTES = 3 * 1024**3  # for each worker; the biggest shop takes 1.1 GB
SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@contextmanager
def throwaway_server() -> Iterator[str]:
    """The DSN of its first database. `create database` without a template makes one in memory too."""
    folder = Path(tempfile.mkdtemp(prefix="pg-tests-"))
    memory = Path(tempfile.mkdtemp(prefix="pg-tests-", dir=MEMORY)) if has_room() else None
    try:
        dsn = postgres.start(folder)
        with psycopg.connect(dsn, autocommit=True) as connection:
            for name, value in SETTINGS.items():
                connection.execute(f"alter system set {name} = {value}")
            connection.execute("select pg_reload_conf()")
            if memory:
                give_to_postgres(memory)
                connection.execute(f"create tablespace memory location '{memory}'")
                connection.execute("alter database template1 set tablespace memory")
        yield dsn
    finally:
        postgres.wipe(folder)
        for place in (folder, memory):
            if place:
                shutil.rmtree(place)


def has_room() -> bool:
    """Docker's default, for one, is 64 MB."""
    needed = ROOM_BYTES * int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    return MEMORY.is_dir() and min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available) > needed


def give_to_postgres(folder: Path) -> None:
    """Root's server runs as nobody."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
