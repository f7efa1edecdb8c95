"""The panel inside Airflow's real app, in this process: its sign-in, its auth manager, our pages at /bigcommerce."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

PEOPLE = {"ada": "admin", "olga": "op", "una": "user", "vic": "viewer"}
SETTINGS = {
    "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{name}:{role}" for name, role in PEOPLE.items()),
    "AIRFLOW__API_AUTH__JWT_SECRET": "only-for-these-tests-and-long-enough-for-the-sha-512-of-its-signatures",
    "AIRFLOW__API__SECRET_KEY": "only-for-these-tests",
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
        del os.environ[name]


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
