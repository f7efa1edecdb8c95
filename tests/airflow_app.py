"""The panel inside Airflow's real app, in this process: its sign-in, its auth manager, our pages at /bigcommerce."""

from __future__ import annotations

import argparse
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

PEOPLE = {"ada": "admin", "olga": "op", "una": "user", "vic": "viewer"}
SETTINGS = {
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{name}:{role}" for name, role in PEOPLE.items()),
    "AIRFLOW__API_AUTH__JWT_SECRET": "only-for-these-tests-and-long-enough-for-the-sha-512-of-its-signatures",
    "AIRFLOW__API__SECRET_KEY": "only-for-these-tests",
    # Nobody listens here: no test starts a run in whatever Airflow is at the default address.
    "AIRFLOW__API__BASE_URL": "http://127.0.0.1:9",
    # As in an api-server: connections are also looked for in the metadata database.
    "_AIRFLOW_PROCESS_CONTEXT": "server",
}


@pytest.fixture(scope="session")
def airflow_app() -> Iterator[Any]:
    """Airflow's API app with our plugin, on a metadata database of its own."""
    os.environ.update(SETTINGS)
    from airflow.api_fastapi.app import create_app, purge_cached_app
    from airflow.utils.db import initdb

    initdb()
    purge_cached_app()
    yield create_app()
    purge_cached_app()
    for name in SETTINGS:
        os.environ.pop(name, None)


@pytest.fixture
def browse(airflow_app: Any, commerce: psycopg.Connection) -> Callable[..., Any]:
    """browse("olga") is a signed-in client, browse(None) a signed-out one; redirects are not followed."""
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
    from starlette.testclient import TestClient

    manager = airflow_app.state.auth_manager

    def client(name: str | None = "ada") -> TestClient:
        browser = TestClient(
            airflow_app, headers={"accept": "text/html"}, follow_redirects=False, raise_server_exceptions=False
        )
        if name:
            browser.cookies.set("_token", manager.generate_jwt(SimpleAuthManagerUser(username=name, role=PEOPLE[name])))
        return browser

    return client


@pytest.fixture(scope="session")
def airflow_server(airflow_app: Any) -> Iterator[str]:
    """The same app behind a port, with our DAGs in its database, for pages that ask Airflow's own API; its address.

    No scheduler runs, so that a run stays queued until a test says otherwise.
    """
    import uvicorn
    from airflow.cli.commands.dag_command import dag_reserialize

    dag_reserialize(argparse.Namespace(bundle_name=None))
    config = uvicorn.Config(airflow_app, host="127.0.0.1", port=0, lifespan="off", log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.05)
    url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    os.environ["AIRFLOW__API__BASE_URL"] = url
    yield url
    os.environ["AIRFLOW__API__BASE_URL"] = SETTINGS["AIRFLOW__API__BASE_URL"]
    server.should_exit = True
    thread.join(10)
