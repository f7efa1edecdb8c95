"""Background processes are found again, and nobody else's is ever taken for one of ours."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import processes

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    processes.stop(tmp_path, "it")


def begin(folder: Path, command: list[str] = SLEEP, **settings: str) -> bool:
    return processes.start(folder, "it", command, {"PATH": os.defpath, **settings}, folder / "it.log")


def test_it_is_started_once_and_again_when_its_settings_change(folder: Path) -> None:
    assert begin(folder)
    pid = processes.running(folder, "it")
    assert not begin(folder)
    assert processes.running(folder, "it") == pid
    assert begin(folder, AIRFLOW__CORE__PARALLELISM="2")
    assert processes.running(folder, "it") not in (pid, None)


def test_a_killed_one_is_seen_and_started_again(folder: Path) -> None:
    begin(folder)
    pid = processes.running(folder, "it")
    assert pid
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    assert processes.running(folder, "it") is None
    assert begin(folder)


def test_a_pid_that_belongs_to_another_process_by_now_is_left_alone(folder: Path) -> None:
    begin(folder)
    record = json.loads((folder / "it.json").read_text())
    processes.stop(folder, "it")
    bystander = subprocess.Popen(SLEEP, start_new_session=True)
    try:
        (folder / "it.json").write_text(json.dumps({**record, "pid": bystander.pid}))
        assert processes.running(folder, "it") is None
        processes.stop(folder, "it")
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_copied_folder_does_not_own_the_originals_processes(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    begin(folder)
    copy = tmp_path_factory.mktemp("copy")
    (copy / "it.json").write_text((folder / "it.json").read_text())
    processes.stop(copy, "it")
    assert processes.running(folder, "it")


def test_what_a_killed_leader_left_in_its_session_is_ended_too(folder: Path) -> None:
    parent = "import subprocess, sys, time; print(subprocess.Popen(sys.argv[1:]).pid, flush=True); time.sleep(60)"
    begin(folder, [sys.executable, "-c", parent, *SLEEP])
    leader = processes.running(folder, "it")
    assert leader
    deadline = time.monotonic() + 10
    while not (text := (folder / "it.log").read_text()) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(leader, signal.SIGKILL)
    processes.stop(folder, "it")
    assert processes.identity(int(text)) is None


def test_the_dead_have_no_identity() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    deadline = time.monotonic() + 10
    while processes.identity(process.pid) and time.monotonic() < deadline:  # a zombie until it is waited for
        time.sleep(0.02)
    assert processes.identity(process.pid) is None
    process.wait()
