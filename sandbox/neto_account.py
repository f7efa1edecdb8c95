"""The sandbox Neto account as a process of a world: `python -m sandbox.neto`, its connection, the hand behind it."""

import os
import sys
from pathlib import Path
from typing import Any

import requests

from sandbox import environment, processes
from sandbox.settings import Settings
from sandbox.store import wait_for

NAME, USERNAME = "neto", "sandbox-user"


def start(folder: Path, kept: Settings) -> None:
    state = folder / "neto"
    state.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "sandbox.neto", "--port", kept.neto_port, "--state", state]
    command += ["--seed", "demo", "--username", USERNAME, "--key", kept.neto_key]
    children = environment.for_children(environment.isolated(os.environ))
    processes.start(folder / "processes", NAME, command, children, folder / "logs" / "neto.log")


def stop(folder: Path) -> None:
    processes.stop(folder / "processes", NAME)


def wait_until_ready(folder: Path, kept: Settings) -> None:
    wait_for(folder, NAME, "the sandbox Neto account", lambda: control(kept, "GET", "counts"))


def connection(kept: Settings) -> dict:
    """The JSON form of an Airflow connection to it."""
    form = {"conn_type": "neto", "host": "http://127.0.0.1", "port": kept.neto_port}
    return form | {"login": USERNAME, "password": kept.neto_key}


def control(kept: Settings, method: str, path: str, body: Any = None, **params: Any) -> Any:
    """The hand behind the account; paths: see sandbox/neto."""
    address = f"http://127.0.0.1:{kept.neto_port}/_control/{path}"
    answer = requests.request(method, address, json=body, params=params, timeout=30)
    answer.raise_for_status()
    return answer.json()
