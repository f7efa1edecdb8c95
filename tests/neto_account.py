"""A real sandbox Neto account: its address, its control endpoint as methods, and the client that speaks to it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from bigcommerce.connectors.neto import NetoClient
from bigcommerce.connectors.pacing import CountedPacing
from bigcommerce.connectors.transport import Transport

ROOT = Path(__file__).resolve().parents[1]
USERNAME, KEY = "sandbox-user", "sandbox-key"
# Tests wait for nothing but what they are about.
NO_LIMIT = 1_000_000


class NetoAccount:
    """A running account. Settings and control routes: see sandbox/neto."""

    def __init__(self, url: str) -> None:
        self.url = url

    def control(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        answer = requests.request(method, f"{self.url}/_control/{path}", json=body, params=params, timeout=120)
        assert answer.ok, f"{answer.status_code} {answer.text}"
        return answer.json()

    def set(self, **settings: Any) -> None:
        self.control("PATCH", "settings", settings)

    def put(self, *items: dict[str, Any]) -> None:
        """Items by GetItem's own names; those that are named already are merged into."""
        self.control("PUT", "items", list(items))

    def item(self, sku: str) -> dict[str, Any]:
        (found,) = self.control("GET", "items", sku=sku)
        return found

    def orders(self) -> list[dict[str, Any]]:
        return self.control("GET", "orders")

    def payments(self) -> list[dict[str, Any]]:
        return self.control("GET", "payments")

    def dispatch(self, order_id: str, **wish: Any) -> dict[str, Any]:
        return self.control("POST", f"orders/{order_id}/dispatch", wish)

    def fault(self, kind: str, action: str = "*", **fault: Any) -> None:
        self.control("POST", "faults", {"kind": kind, "action": action} | fault)

    def before(self, action: str, *do: dict[str, Any], nth: int = 1) -> None:
        """Control calls ({method, path, json}) just before the nth call of an action."""
        self.control("POST", "hooks/before-request", {"path": action, "nth": nth, "do": list(do)})

    def counts(self) -> dict[str, int]:
        """{action: calls} since the last reset or `forget`."""
        return self.control("GET", "counts")["by_action"]

    def writes(self) -> int:
        return self.control("GET", "counts")["writes"]

    def forget(self) -> None:
        self.control("DELETE", "counts")

    def client(self, key: str = KEY, username: str | None = USERNAME, **transport: Any) -> NetoClient:
        session = requests.Session()
        session.headers.update({"NETOAPI_KEY": key, "Accept": "application/json"})
        if username:
            session.headers["NETOAPI_USERNAME"] = username
        return NetoClient(Transport(session, self.url, **{"pacing": CountedPacing(NO_LIMIT)} | transport))

    def connection(self, key: str = KEY, username: str | None = USERNAME, **extra: Any) -> str:
        """The Airflow connection in JSON form."""
        host, port = self.url.rsplit(":", 1)
        form = {"conn_type": "neto", "host": host, "port": int(port), "login": username, "password": key}
        return json.dumps(form | {"extra": {"calls_a_minute": NO_LIMIT} | extra})


@pytest.fixture(scope="session")
def neto_process() -> Iterator[NetoAccount]:
    folder = Path(tempfile.mkdtemp(prefix="neto-tests-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "sandbox.neto", "--port", str(port), "--state", str(folder), "--seed", "empty"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
    account = NetoAccount(f"http://127.0.0.1:{port}")
    for _ in range(300):
        try:
            account.counts()
            break
        except requests.RequestException:
            if process.poll() is not None:
                raise RuntimeError((folder / "log").read_text()[-2000:]) from None
            time.sleep(0.1)
    else:
        process.terminate()
        raise RuntimeError((folder / "log").read_text()[-2000:])
    yield account
    process.terminate()
    process.wait(10)


@pytest.fixture
def neto_sandbox(neto_process: NetoAccount) -> Iterator[NetoAccount]:
    """An empty sandbox account without quota, also reachable as Airflow connection `neto_default`."""
    neto_process.control("POST", "reset", {"seed": "empty"})
    neto_process.set(calls_a_minute=None)
    os.environ["AIRFLOW_CONN_NETO_DEFAULT"] = neto_process.connection()
    yield neto_process
    del os.environ["AIRFLOW_CONN_NETO_DEFAULT"]
