"""A token that Airflow keeps stays with the host it is for, whatever somebody makes of its connection."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.errors import BadRequest
from bigcommerce.hooks import addresses
from bigcommerce.hooks.addresses import VARIABLE, is_set_by_owner
from bigcommerce.hooks.bigcommerce import BigCommerceHook
from tests.conftest import SandboxStore

TOKEN = "token-of-the-store"


@pytest.fixture(autouse=True)
def forgotten(airflow_app: Any) -> Iterator[None]:
    """Airflow's metadata database, and nothing of ours left in it."""
    yield
    from airflow.models import Connection
    from airflow.utils.session import create_session
    from sqlalchemy import delete

    with create_session() as session:
        session.execute(delete(Connection).where(Connection.conn_id == "kept_store"))


def keep(**fields: Any) -> Any:
    """Airflow keeps this connection."""
    from airflow.models import Connection
    from airflow.utils.session import create_session

    extra = {"store_hash": "sandbox"} | fields.pop("extra", {})
    given = {"conn_type": "bigcommerce", "password": TOKEN} | fields
    with create_session() as session:
        session.add(Connection(conn_id="kept_store", extra=extra, **given))


def connect(**fields: Any) -> BigCommerceClient:
    keep(**fields)
    return BigCommerceHook("kept_store").client()


def refusal(**fields: Any) -> str:
    with pytest.raises(BadRequest) as error:
        connect(**fields)
    assert TOKEN not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"host": "https://api.bigcommerce.com"},
        {"host": "HTTPS://API.BigCommerce.com./", "port": 443},
        {"host": "api.bigcommerce.com", "schema": "https"},
        {"host": "http://127.0.0.1", "port": 8090},
        {"host": "http://localhost:8090"},
        {"host": "https://[::1]:8090"},
        {"host": "https://api.bigcommerce.com", "extra": {"verify": True, "proxies": {}}},
    ],
)
def test_a_kept_token_goes_to_bigcommerce_and_to_this_machine(fields: dict[str, Any]) -> None:
    assert connect(**fields).transport.session.headers["X-Auth-Token"] == TOKEN


@pytest.mark.parametrize(
    "fields",
    [
        {"host": "https://evil.example"},
        {"host": "evil.example", "schema": "https"},
        {"host": "https://evil.example", "port": 443},
        {"host": "https://api.bigcommerce.com", "port": 8443},
        {"host": "https://api.bigcommerce.com.evil.example"},
        {"host": "https://evil-api.bigcommerce.com"},
        {"host": "https://bigcommerce.com"},
        {"host": "https://10.0.0.1"},
        {"host": "http://api.bigcommerce.com", "extra": {"allow_plain_http": True}},
    ],
)
def test_a_kept_token_goes_to_no_other_host(fields: dict[str, Any]) -> None:
    said = refusal(**fields)
    assert "is sent to api.bigcommerce.com and to the hosts in BIGCOMMERCE_API_HOSTS only" in said
    assert "whoever runs Airflow adds http" in said


@pytest.mark.parametrize(
    "fields",
    [
        {"host": "https://api.bigcommerce.com@evil.example"},
        {"host": "https://api.bigcommerce.com:443@evil.example"},
        {"host": "https://evil.example\\@api.bigcommerce.com"},
        {"host": "https://evil.example#@api.bigcommerce.com"},
        {"host": "https://evil.example?@api.bigcommerce.com"},
        {"host": "https://api.bigcommerce.com\t.evil.example"},
        {"host": "https://api.bigcommerce.com%2eevil.example"},
        {"host": "https://\uff41pi.bigcommerce.com"},
        {"host": "https://api.bigcommerce.com:99999"},
        {"host": "api.bigcommerce.com", "schema": "https://evil.example"},
        {"host": "https://api.bigcommerce.com:1", "port": 443},
    ],
)
def test_an_address_that_two_readers_may_read_as_two_is_refused(fields: dict[str, Any]) -> None:
    assert "The API address of connection kept_store is not plainly one" in refusal(**fields)


def test_listed_hosts_are_allowed_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, " Proxy.example.com , other.example.com:8443,http://store.test:8090,")
    keep(host="https://nowhere.example")
    for address, is_allowed in (
        ("https://proxy.example.com/bc", True),
        ("https://proxy.example.com:443", True),
        ("https://proxy.example.com:8443", False),
        ("http://proxy.example.com", False),
        ("https://other.example.com:8443", True),
        ("https://other.example.com", False),
        ("http://store.test:8090", True),
        ("https://store.test:8090", False),
        ("https://api.bigcommerce.com", True),
    ):
        change(host=address, extra='{"store_hash": "sandbox", "allow_plain_http": true}')
        if is_allowed:
            assert BigCommerceHook("kept_store").client().transport.base_url.startswith(address)
        else:
            with pytest.raises(BadRequest, match="BIGCOMMERCE_API_HOSTS only"):
                BigCommerceHook("kept_store").client()


def change(**fields: Any) -> None:
    from airflow.models import Connection
    from airflow.utils.session import create_session
    from sqlalchemy import select

    with create_session() as session:
        connection = session.scalar(select(Connection).where(Connection.conn_id == "kept_store"))
        for name, value in fields.items():
            setattr(connection, name, value)


def test_a_list_that_makes_no_sense_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "user@proxy.example.com")
    assert 'BIGCOMMERCE_API_HOSTS lists "user@proxy.example.com", which is no host' in refusal()


@pytest.mark.parametrize("name", ["proxies", "proxy", "verify", "verify_ssl"])
def test_a_kept_token_takes_no_detour(sandbox: SandboxStore, name: str) -> None:
    """As a proxy for plain http, even one for this machine, the sandbox would be told the token."""
    value = {"http": sandbox.url} if name.startswith("prox") else False
    said = refusal(host="http://127.0.0.1:9", extra={name: value})
    assert f'has "{name}" in its extra field' in said
    assert sandbox.counts()["requests"] == 0


def test_who_owns_the_machine_names_any_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "AIRFLOW_CONN_KEPT_STORE", '{"conn_type": "bigcommerce", "host": "https://x.example", "password": "t", '
        '"extra": {"store_hash": "abc", "verify": false}}'
    )  # fmt: skip
    assert BigCommerceHook("kept_store").client().transport.base_url == "https://x.example/stores/abc"


def test_only_the_very_connection_of_the_environment_counts_as_the_owners(monkeypatch: pytest.MonkeyPatch) -> None:
    from airflow.models import Connection

    monkeypatch.setenv("AIRFLOW_CONN_KEPT_STORE", '{"host": "https://x.example", "password": "t"}')
    owners = {"conn_id": "kept_store", "host": "https://x.example", "password": "t"}
    assert is_set_by_owner(Connection(**owners))
    for other in ({"host": "https://y.example"}, {"password": "u"}, {"port": 1}, {"schema": "http"}, {"extra": "{}"}):
        assert is_set_by_owner(Connection(**owners | other)) is (other == {"extra": "{}"})
    assert not is_set_by_owner(Connection(**owners | {"extra": '{"verify": false}'}))


def test_what_airflow_tells_a_worker_is_not_the_owners(monkeypatch: pytest.MonkeyPatch) -> None:
    from airflow.models import Connection
    from airflow.sdk.execution_time.secrets import ExecutionAPISecretsBackend

    class Told(ExecutionAPISecretsBackend):
        def get_connection(self, conn_id: str, team_name: str | None = None) -> Any:
            return Connection(conn_id=conn_id, host="https://evil.example", password=TOKEN)

    monkeypatch.setattr(addresses, "ensure_secrets_backend_loaded", lambda: [Told()])
    assert not is_set_by_owner(Told().get_connection("kept_store"))


def test_what_airflows_own_test_button_tries_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    """It puts whatever was typed into the environment, with the token that Airflow keeps."""
    monkeypatch.setenv(
        "AIRFLOW_CONN_KEPT_STORE", '{"conn_type": "bigcommerce", "host": "https://x.example", "password": "t", '
        '"extra": {"store_hash": "abc"}}'
    )  # fmt: skip
    fine, said = BigCommerceHook("kept_store").test_connection()
    assert not fine and "BIGCOMMERCE_API_HOSTS only" in said


def test_a_task_is_refused_as_the_panel_is(
    sandbox: SandboxStore, commerce: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker asks Airflow for the connection, which does not say where it found it."""
    from airflow.dag_processing.dagbag import DagBag

    monkeypatch.delenv("_AIRFLOW_PROCESS_CONTEXT")
    commerce.execute(
        "insert into bigcommerce.stores (store_code, connection_id, is_enabled) values ('default', 'kept_store', true)"
    )
    dag_id = "bigcommerce_product_link_refresh"
    dag = DagBag(f"{os.environ['AIRFLOW__CORE__DAGS_FOLDER']}/{dag_id}.py").dags[dag_id]
    keep(host=sandbox.url, password=sandbox.token)
    assert dag.test().state == "success"
    change(host="https://evil.example")
    assert dag.test().state == "failed"
