"""Where a key of Neto's that Airflow keeps may travel to: only to the address it was entered for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from airflow.models import Connection
from airflow.utils.session import create_session
from sqlalchemy import delete

from bigcommerce.errors import BadRequest
from bigcommerce.hooks.addresses import SEAL, seal
from bigcommerce.hooks.neto import NetoHook

KEY, SITE = "key-of-the-account", "https://shop.example.com"


@pytest.fixture(autouse=True)
def forgotten(airflow_app: Any) -> Iterator[None]:
    yield
    forget()


def forget() -> None:
    with create_session() as session:
        session.execute(delete(Connection).where(Connection.conn_id == "kept_neto"))


def keep(**fields: Any) -> None:
    """A connection in Airflow's own database, sealed for SITE unless fields say otherwise."""
    given = {"conn_type": "neto", "host": SITE, "login": "api", "password": KEY} | fields
    extra = json.dumps({SEAL: seal(KEY, SITE)} | given.pop("extra", {}))
    forget()
    with create_session() as session:
        session.add(Connection(conn_id="kept_neto", extra=extra, **given))


def address(**fields: Any) -> str:
    keep(**fields)
    return NetoHook("kept_neto").client().transport.base_url


@pytest.mark.parametrize("host", [SITE, "https://SHOP.example.com.", "https://shop.example.com:443"])
def test_a_sealed_key_goes_to_its_address(host: str) -> None:
    assert address(host=host) == host


@pytest.mark.parametrize(
    "fields",
    [
        {"host": "https://evil.example"},
        {"host": "https://shop.example.com.evil.example"},
        {"host": "https://shop.example.com@evil.example"},
        {"host": "https://shop.example.com", "port": 8443},
        {"host": "http://shop.example.com", "extra": {"allow_plain_http": True}},
        {"password": "another-key"},
        {"extra": {SEAL: None}},
        {"extra": {SEAL: seal("a-key-of-their-own", SITE)}},
        {"host": "https://evil.example", "extra": {SEAL: seal("a-key-of-their-own", "https://evil.example")}},
    ],
)
def test_a_key_goes_nowhere_else(fields: dict[str, Any]) -> None:
    with pytest.raises(BadRequest, match="was not entered for") as error:
        address(**fields)
    assert KEY not in str(error.value)


def test_a_sealed_key_takes_no_detour() -> None:
    with pytest.raises(BadRequest, match='"proxies" in its extra field'):
        address(extra={"proxies": {"https": "http://evil.example"}})


def test_this_machine_may_be_sent_it() -> None:
    assert address(host="http://127.0.0.1", port=9, extra={SEAL: None}) == "http://127.0.0.1:9"


def test_who_owns_the_machine_names_any_address(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = {"conn_type": "neto", "host": "https://x.example", "password": KEY}
    monkeypatch.setenv("AIRFLOW_CONN_KEPT_NETO", json.dumps(connection))
    assert NetoHook("kept_neto").client().transport.base_url == "https://x.example"
    fine, said = NetoHook("kept_neto").test_connection()
    assert not fine and "was not entered for https://x.example" in said


def test_a_seal_does_not_tell_the_key() -> None:
    assert KEY not in seal(KEY, SITE)
    assert len({seal(KEY, SITE), seal(KEY, "https://x.example"), seal("another-key", SITE)}) == 3
