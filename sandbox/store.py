"""The sandbox store as a process of a world: `python -m sandbox.bigcommerce`, its connection and its counts."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from sandbox import environment, processes
from sandbox.settings import Settings

NAME, STORE_HASH = "store", "sandbox"
PATIENCE_SECONDS = 60


def start(folder: Path, kept: Settings) -> None:
    state = folder / "store"
    state.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "sandbox.bigcommerce", "--port", kept.store_port, "--state", state]
    command += ["--seed", "demo", "--token", kept.store_token, "--store-hash", STORE_HASH]
    children = environment.for_children(environment.isolated(os.environ))
    processes.start(folder / "processes", NAME, command, children, folder / "logs" / "store.log")


def to_enter(kept: Settings) -> str:
    """For whoever sets the store up in the control panel."""
    address = f"http://127.0.0.1:{kept.store_port}"
    return f"""
  set the store up as ada: *BigCommerce*, then *Add a store*, with the code "default" and this account
    API path      {address}/stores/{STORE_HASH}/v3/
    access token  {kept.store_token}
    API address   {address}   (under Advanced)"""


def to_look_at(kept: Settings) -> str:
    """For whoever wants to see what arrived there, and to move it as shoppers and staff would."""
    return f"""
  the pretend store: curl http://127.0.0.1:{kept.store_port}/_control/state/prices
    likewise state/inventory, state/orders/ID, state/shipments; how to move it: sandbox/bigcommerce/__init__.py"""


def stop(folder: Path) -> None:
    processes.stop(folder / "processes", NAME)


def wait_until_ready(folder: Path, kept: Settings) -> None:
    wait_for(folder, NAME, "the sandbox store", lambda: counts(kept))


def wait_for(folder: Path, name: str, what: str, ask: Callable[[], object]) -> None:
    """Returns once a sandbox answers; raises SystemExit with its log's end when it died or time is up."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            ask()
            return
        except requests.RequestException as error:
            gone = processes.running(folder / "processes", name) is None
            if gone or time.monotonic() > deadline:
                log = (folder / "logs" / f"{name}.log").read_text(errors="replace")
                raise SystemExit(f"{what} does not answer:\n{log[-2000:]}") from error
            time.sleep(0.2)


def connection(kept: Settings) -> dict:
    """The JSON form of an Airflow connection to it."""
    return {
        "conn_type": "bigcommerce",
        "host": "http://127.0.0.1",
        "port": kept.store_port,
        "login": "sandbox-client",
        "password": kept.store_token,
        "extra": {"store_hash": STORE_HASH, "client_secret": "sandbox-secret"},
    }


def counts(kept: Settings) -> dict:
    """{"requests", "reads", "writes", "by_operation"} since the last `forget_counts`, as the store itself counted."""
    return control(kept, "GET", "counts")


def forget_counts(kept: Settings) -> None:
    control(kept, "DELETE", "counts")


def control(kept: Settings, method: str, path: str, body: Any = None, **params: Any) -> Any:
    """The hand behind the store; paths: see sandbox/bigcommerce."""
    address = f"http://127.0.0.1:{kept.store_port}/_control/{path}"
    answer = requests.request(method, address, json=body, params=params, timeout=10)
    answer.raise_for_status()
    return answer.json()
