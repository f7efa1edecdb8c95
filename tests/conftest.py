"""What tests share: a real Postgres, a fresh database for each test, a real sandbox store process, real Airflow."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# No test may reach a database or store that the caller's shell points to.
for name in list(os.environ):
    if name.startswith(("AIRFLOW_CONN_", "AIRFLOW__", "PG")) or name == "AIRFLOW_HOME":
        del os.environ[name]
ROOT = Path(__file__).resolve().parents[1]
os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="airflow-tests-")
os.environ["AIRFLOW__CORE__DAGS_FOLDER"] = str(ROOT / "dags")
os.environ["AIRFLOW__CORE__PLUGINS_FOLDER"] = str(ROOT / "plugins")
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__CORE__UNIT_TEST_MODE"] = "False"

import psycopg  # noqa: E402
import pytest  # noqa: E402
import requests  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402
from psycopg import conninfo  # noqa: E402

from bigcommerce.connectors.bigcommerce import BigCommerceClient  # noqa: E402
from bigcommerce.connectors.transport import Transport  # noqa: E402
from bigcommerce.db.migrate import migrate  # noqa: E402
from tests.airflow_app import airflow_app, airflow_server, browse  # noqa: E402, F401 (fixtures)
from tests.neto_account import neto_process, neto_sandbox  # noqa: E402, F401 (fixtures)
from tests.throwaway import throwaway_server  # noqa: E402
from tests.workers import pytest_xdist_make_scheduler  # noqa: E402, F401 (a hook)

# How long an example took says how busy the machine is: another worker runs beside this one.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The DSN of a Postgres server of the tests' own."""
    with throwaway_server() as dsn:
        yield dsn


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """The name of a migrated, empty database that each test's own is copied from."""
    name = "commerce_template"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    with psycopg.connect(conninfo.make_conninfo(server, dbname=name), autocommit=True) as connection:
        migrate(connection)
    return name


@pytest.fixture
def commerce_dsn(server: str, template: str) -> Iterator[str]:
    """A migrated database of the test's own, also reachable as Airflow connection `commerce_db`."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name} template {template}")
    dsn = conninfo.make_conninfo(server, dbname=name)
    parts = conninfo.conninfo_to_dict(dsn)
    os.environ["AIRFLOW_CONN_COMMERCE_DB"] = json.dumps(
        {
            "conn_type": "postgres",
            "host": parts["host"],
            "port": int(parts["port"]),
            "login": parts["user"],
            "password": parts["password"],
            "schema": name,
        }
    )
    yield dsn
    del os.environ["AIRFLOW_CONN_COMMERCE_DB"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def commerce(commerce_dsn: str) -> Iterator[psycopg.Connection]:
    """An autocommit connection to the test's own database."""
    with psycopg.connect(commerce_dsn, autocommit=True) as connection:
        connection.execute("set time zone 'UTC'")
        yield connection


class SandboxStore:
    """A running sandbox store: its address, and its control endpoint as methods."""

    def __init__(self, url: str, token: str, store_hash: str) -> None:
        self.url, self.token, self.store_hash = url, token, store_hash

    def control(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        answer = requests.request(method, f"{self.url}/_control/{path}", json=body, params=params, timeout=120)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def counts(self) -> dict[str, Any]:
        return self.control("GET", "counts")

    def writes(self) -> int:
        return self.counts()["writes"]

    def client(self, token: str | None = None, **transport: Any) -> BigCommerceClient:
        session = requests.Session()
        session.headers.update({"X-Auth-Token": token or self.token, "Accept": "application/json"})
        return BigCommerceClient(Transport(session, f"{self.url}/stores/{self.store_hash}", **transport))

    def connection(self, token: str | None = None) -> str:
        """The Airflow connection in JSON form."""
        host, port = self.url.rsplit(":", 1)
        return json.dumps(
            {
                "conn_type": "bigcommerce",
                "host": host,
                "port": int(port),
                "login": "client-id",
                "password": token or self.token,
                "extra": {"store_hash": self.store_hash, "client_secret": "client-secret"},
            }
        )


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextmanager
def sandbox_store(store_hash: str = "sandbox", seed: str = "empty") -> Iterator[SandboxStore]:
    """A process of its own, with a new state, until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="sandbox-tests-"))
    port = free_port()
    command = [sys.executable, "-m", "sandbox.bigcommerce", "--port", str(port), "--state", str(folder)]
    command += ["--store-hash", store_hash, "--seed", seed]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
    try:
        store = SandboxStore(f"http://127.0.0.1:{port}", "sandbox-token", store_hash)
        wait_until_answers(store, process, folder / "log")
        yield store
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder)


def wait_until_answers(store: SandboxStore, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        try:
            store.counts()
            return
        except requests.RequestException:
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError(log.read_text()[-2000:])


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[SandboxStore]:
    with sandbox_store() as store:
        yield store


@pytest.fixture
def sandbox(sandbox_process: SandboxStore) -> Iterator[SandboxStore]:
    """An empty sandbox store without quota, also reachable as Airflow connection `bigcommerce_default`.

    A request that breaks the published OpenAPI description fails the test that sent it.
    """
    sandbox_process.control("POST", "reset", {"seed": "empty"})
    sandbox_process.control("PATCH", "settings", {"quota": None, "inventory_delay_ms": 0})
    os.environ["AIRFLOW_CONN_BIGCOMMERCE_DEFAULT"] = sandbox_process.connection()
    yield sandbox_process
    del os.environ["AIRFLOW_CONN_BIGCOMMERCE_DEFAULT"]
    assert sandbox_process.control("GET", "violations") == []


@pytest.fixture
def demo_sandbox(sandbox: SandboxStore) -> SandboxStore:
    """The same with the seeded store: 60 products, 200 orders of every kind."""
    sandbox.control("POST", "reset", {"seed": "demo"})
    sandbox.control("PATCH", "settings", {"quota": None, "inventory_delay_ms": 0})
    return sandbox
