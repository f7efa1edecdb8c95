"""Background processes that outlive the command that started them, found again later without guessing.

Each gets a session of its own and a pid file `NAME.json`: {"pid", "identity", "folder", "made_from"}. A pid alone is
not a process: after a crash or a reboot the number belongs to somebody else, and a copied folder's pid files speak of
the original's processes. So a record counts only in the folder it was written for, and its pid only while the process
behind it has the identity written at its start; nothing else is ever signalled.
"""

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sandbox.settings import CHECKOUT

LOG_LIMIT_BYTES = 10_000_000
_started: list[subprocess.Popen] = []  # kept, or Python warns of children that outlive their handle


def start(folder: Path, name: str, command: Sequence[object], environment: Mapping[str, str], log: Path) -> bool:
    """Starts `command` in the checkout unless it runs already, just so; restarts it when command or settings changed.

    True when it was started now. The log is appended to, and put aside once it has 10 MB.
    """
    made_from = _made_from(command, environment)
    record = _read(folder, name)
    if record and record["made_from"] == made_from and _lives(record):
        return False
    stop(folder, name)
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=dict(environment),
            cwd=CHECKOUT,
            start_new_session=True,
        )
    _started.append(process)
    record = {"pid": process.pid, "identity": identity(process.pid), "folder": str(folder), "made_from": made_from}
    _write(folder, name, record)
    return True


def running(folder: Path, name: str) -> int | None:
    """The pid of the process started under this name, None when it is gone."""
    record = _read(folder, name)
    return record["pid"] if record and _lives(record) else None


def stop(folder: Path, name: str, patience_seconds: float = 20) -> None:
    """Ends the process and whatever it left behind in its session: politely, then not. Returns when all are gone."""
    record = _read(folder, name)
    if record is None:
        return
    leader = running(folder, name)
    if leader:
        _signal(leader, signal.SIGTERM)
        _wait_until_gone(record, patience_seconds, leader_only=True)
    for kind, seconds in ((signal.SIGTERM, 3.0), (signal.SIGKILL, 10.0)):
        for pid in _left_in_session(record):
            _signal(pid, kind)
        _wait_until_gone(record, seconds)
    (folder / f"{name}.json").unlink(missing_ok=True)


def identity(pid: int) -> str | None:
    """A text that no other process has or will have, None for a dead one or a zombie.

    Linux: the boot and the clock ticks since then, which no change of the wall clock moves. Elsewhere: `ps`.
    """
    if sys.platform == "linux":
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] in "ZX" else f"{_boot()} {fields[19]}"
    answer = subprocess.run(["ps", "-o", "state=,lstart=", "-p", str(pid)], capture_output=True, text=True)
    state, _, started = answer.stdout.strip().partition(" ")
    return started.strip() or None if state and state[0] != "Z" else None


def _lives(record: dict) -> bool:
    return record["identity"] is not None and identity(record["pid"]) == record["identity"]


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip() if sys.platform == "linux" else ""


def _left_in_session(record: dict) -> list[int]:
    """Living processes of the session that the recorded process opened; the kernel keeps its number taken for them."""
    pid = record["pid"]
    living = identity(pid)
    if living not in (None, record["identity"]) or not str(record["identity"]).startswith(_boot()):
        return []  # the number is another process's by now, or from before a reboot
    return [member for member in _all_pids() if _session(member) == pid and identity(member) is not None]


def _all_pids() -> Iterator[int]:
    if sys.platform == "linux":
        yield from (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    else:
        answer = subprocess.run(["ps", "-axo", "pid="], capture_output=True, text=True)
        yield from (int(word) for word in answer.stdout.split())


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except OSError:
        return None


def _signal(pid: int, kind: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, kind)


def _wait_until_gone(record: dict, seconds: float, leader_only: bool = False) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(record["pid"], os.WNOHANG)  # where it is our own child, so that it is no zombie
        if not (_lives(record) if leader_only else _left_in_session(record)):
            return
        time.sleep(0.05)


def _made_from(command: Sequence[object], environment: Mapping[str, str]) -> str:
    """Hashed, since connections with their passwords are part of it."""
    settings = sorted(item for item in environment.items() if item[0].startswith(("AIRFLOW", "BIGCOMMERCE")))
    return hashlib.sha256(repr(([str(part) for part in command], settings)).encode()).hexdigest()


def _read(folder: Path, name: str) -> dict | None:
    try:
        record = json.loads((folder / f"{name}.json").read_text())
    except (OSError, ValueError):
        return None
    return record if record.get("folder") == str(folder) else None


def _write(folder: Path, name: str, record: dict) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{name}.json.new"
    draft.write_text(json.dumps(record))
    draft.replace(folder / f"{name}.json")
