"""The embedded Postgres: started again and again, killed, stopped, wiped."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sandbox import postgres, postgres_files


@pytest.fixture
def new_folder(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "a world"
    yield place
    postgres.wipe(place)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """For tests that start the server themselves and mind neither its rows nor its port."""
    place = tmp_path_factory.mktemp("worlds") / "a world"
    yield place
    postgres.wipe(place)


def postmaster(folder: Path) -> int:
    pids = [postgres_files.postmaster(home) for home in postgres_files.homes(folder.resolve())]
    return next(pid for pid in pids if pid)


def home_of(folder: Path) -> Path:
    return next(home for home in postgres_files.homes(folder.resolve()) if (home / "data").exists())


def test_a_second_start_finds_the_first_ones_server(folder: Path) -> None:
    first, pid = postgres.start(folder), postmaster(folder)
    assert postgres.start(folder) == first
    assert postmaster(folder) == pid


def test_both_databases_are_there_and_the_password_is_ours_alone(folder: Path) -> None:
    server = postgres.start_server(folder)
    assert (folder / "postgres.json").stat().st_mode & 0o077 == 0
    for database in postgres.DATABASES:
        with psycopg.connect(server.dsn(database)) as connection:
            assert connection.execute("show fsync").fetchone() == ("on",)
            assert connection.execute("show synchronous_commit").fetchone() == ("on",)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.dsn().replace(server.password, "another"))


def test_a_killed_server_starts_again_on_its_port_with_what_was_committed(folder: Path) -> None:
    dsn = postgres.start(folder)
    with psycopg.connect(dsn) as connection:
        connection.execute("create table kept as select generate_series(1, 1000) as n")
    os.kill(postmaster(folder), signal.SIGKILL)
    assert postgres.start(folder) == dsn
    with psycopg.connect(dsn) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (1000,)


def test_a_pid_file_that_names_another_process_neither_blocks_nor_harms(folder: Path) -> None:
    dsn = postgres.start(folder)
    pid_file = home_of(folder) / "data" / "postmaster.pid"
    text = pid_file.read_text()
    postgres.stop(folder)
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        pid_file.write_text("\n".join([str(bystander.pid), *text.split("\n")[1:]]))
        assert postgres.running(folder) is None
        postgres.stop(folder)
        assert bystander.poll() is None
        assert postgres.start(folder) == dsn
    finally:
        bystander.kill()
        bystander.wait()


def test_starts_at_the_same_time_agree_on_one_server(new_folder: Path) -> None:
    program = "import sys, pathlib; from sandbox import postgres; print(postgres.start(pathlib.Path(sys.argv[1])))"
    command = [sys.executable, "-c", program, str(new_folder)]
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert len({start.communicate()[0] for start in starts}) == 1
    assert [start.returncode for start in starts] == [0, 0, 0]


def test_another_port_is_taken_where_somebody_has_ours(folder: Path) -> None:
    dsn = postgres.start(folder)
    postgres.stop(folder)
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", int(dsn.rsplit(":", 1)[1].split("/")[0])))
        squatter.listen()
        moved = postgres.start(folder)
        assert moved != dsn
        with psycopg.connect(moved) as connection:
            assert connection.execute("select 1").fetchone() == (1,)


def test_stopped_it_is_gone_and_wiped_it_leaves_no_data(new_folder: Path) -> None:
    postgres.start(new_folder)
    pid, home = postmaster(new_folder), home_of(new_folder)
    started = time.monotonic()
    postgres.stop(new_folder)
    assert postgres_files.postmaster(home) is None
    assert not Path(f"/proc/{pid}/exe").exists()
    assert time.monotonic() - started < 15
    assert postgres.running(new_folder) is None
    postgres.stop(new_folder)
    postgres.wipe(new_folder)
    assert not home.exists()
