"""What the tests of the account step share: a store without a connection, and its form as an admin sends it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.ui.live_airflow import serving
from tests.ui.setup_world import PATH, submit

SECRET = "s3cret-client-secret-0123456789"
NEW_TOKEN = "another-t0ken-9876543210"


@pytest.fixture
def store(commerce: psycopg.Connection, sandbox: SandboxStore, airflow_app: Any) -> Iterator[SandboxStore]:
    """A store whose connection is not there yet; Airflow's API answers over a socket."""
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    from_environment = os.environ.pop("AIRFLOW_CONN_BIGCOMMERCE_DEFAULT")
    with serving(airflow_app):
        yield sandbox
    forget_connection()
    os.environ["AIRFLOW_CONN_BIGCOMMERCE_DEFAULT"] = from_environment


def forget_connection() -> None:
    from airflow.models import Connection
    from airflow.utils.session import create_session
    from sqlalchemy import delete

    with create_session() as session:
        session.execute(delete(Connection).where(Connection.conn_id.like("bigcommerce%")))


def kept() -> Any:
    from airflow.models import Connection

    return Connection.get_connection_from_secrets("bigcommerce_default")


def change_in_airflow(**extra: str) -> None:
    """The connection's extra fields, as somebody changes them on Airflow's own page of connections."""
    from airflow.models import Connection
    from airflow.utils.session import create_session
    from sqlalchemy import select

    with create_session() as session:
        connection = session.scalars(select(Connection).where(Connection.conn_id == "bigcommerce_default")).one()
        connection.set_extra(json.dumps({**connection.extra_dejson, **extra}))


def enter(browser: Any, store: SandboxStore, **changes: Any) -> Any:
    values = {
        "api_path": f"{store.url}/stores/sandbox/v3/",
        "access_token": store.token,
        "client_id": "client-id",
        "client_secret": SECRET,
        "host": store.url,
    }
    return submit(browser, "account", **{**values, **changes})


def probed(browser: Any) -> str:
    answer = browser.post(f"{PATH}/account/test")
    assert answer.status_code == 303
    return browser.get(f"{PATH}/account").text
