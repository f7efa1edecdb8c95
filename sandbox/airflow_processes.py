"""Airflow's processes: started in the background, asked for their health, stopped."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import requests

from sandbox import processes
from sandbox.settings import CHECKOUT

# Task logs are read from the disk, so nothing need serve them; its fixed ports would not suit two worlds either.
ARGUMENTS = {
    "api-server": [],
    "scheduler": ["--skip-serve-logs"],
    "dag-processor": [],
    "triggerer": ["--skip-serve-logs"],
}
NAMES = tuple(ARGUMENTS)
PATIENCE_SECONDS = 180


def start(folder: Path, environment: Mapping[str, str], names: Sequence[str] = NAMES) -> list[str]:
    """Starts those that do not run, or run with other settings. Returns their names."""
    started = []
    for name in names:
        command = [CHECKOUT / ".venv" / "bin" / "airflow", name, *ARGUMENTS[name]]
        if processes.start(folder / "processes", name, command, environment, folder / "logs" / f"{name}.log"):
            started.append(name)
    return started


def stop(folder: Path) -> None:
    """The scheduler first, so that nothing new begins; the api-server last, since running tasks report to it."""
    for name in ("scheduler", "dag-processor", "triggerer", "api-server"):
        processes.stop(folder / "processes", name)


def wait_until_healthy(folder: Path, url: str, names: Sequence[str] = NAMES) -> None:
    """Returns when all of them say so themselves; raises SystemExit with the log's end when one died or time is up."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _healthy(url, names):
        for name in names:
            if processes.running(folder / "processes", name) is None:
                raise SystemExit(f"Airflow's {name} ended:\n{log_tail(folder, name)}")
        if time.monotonic() > deadline:
            raise SystemExit(f"Airflow is not healthy after {PATIENCE_SECONDS} s; its logs: {folder / 'logs'}")
        time.sleep(0.3)


def log_tail(folder: Path, name: str, lines: int = 30) -> str:
    text = (folder / "logs" / f"{name}.log").read_text(errors="replace")
    return "\n".join(text.splitlines()[-lines:])


def _healthy(url: str, names: Sequence[str]) -> bool:
    """The api-server answers, and the others have sent their heartbeats."""
    try:
        answer = requests.get(f"{url}/api/v2/monitor/health", timeout=5)
        if answer.ok:  # tasks talk to this part, which takes seconds to make itself ready when it is first asked
            requests.get(f"{url}/execution/health", timeout=60).raise_for_status()
        parts = answer.json()
        others = [name.replace("-", "_") for name in names if name != "api-server"]
        return answer.ok and all(parts[name]["status"] == "healthy" for name in ("metadatabase", *others))
    except (requests.RequestException, ValueError, KeyError):
        return False
