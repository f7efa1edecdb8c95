"""The connection to Neto: its address, its key, and what is said when one of them is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bigcommerce.connectors.neto import NetoClient
from bigcommerce.connectors.pacing import CountedPacing
from bigcommerce.errors import BadRequest
from bigcommerce.hooks.neto import NetoHook
from bigcommerce.provider_info import get_provider_info
from tests.conftest import free_port
from tests.neto_account import NetoAccount

KEY = "key-of-the-account"


def connect(monkeypatch: pytest.MonkeyPatch, **fields: Any) -> NetoClient:
    """The client of a connection with these fields."""
    connection = {"conn_type": "neto", "host": "https://shop.example.com", "login": "api", "password": KEY} | fields
    monkeypatch.setenv("AIRFLOW_CONN_NETO_A", json.dumps(connection))
    return NetoHook("neto_a").client()


def sentence(monkeypatch: pytest.MonkeyPatch, **fields: Any) -> str:
    with pytest.raises(BadRequest) as error:
        connect(monkeypatch, **fields)
    return str(error.value)


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({}, "https://shop.example.com"),
        ({"host": "https://shop.example.com/"}, "https://shop.example.com"),
        ({"host": "https://shop.example.com/", "port": 8443}, "https://shop.example.com:8443"),
        ({"host": "http://127.0.0.1", "port": 8080}, "http://127.0.0.1:8080"),
        ({"host": "http://neto.internal", "extra": {"allow_plain_http": True}}, "http://neto.internal"),
    ],
)
def test_requests_go_to_the_connections_host(
    monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any], address: str
) -> None:
    assert connect(monkeypatch, **fields).transport.base_url == address


@pytest.mark.parametrize("host", ["http://shop.example.com", "shop.example.com"])
def test_plain_http_to_anywhere_else_is_refused(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    assert sentence(monkeypatch, host=host) == (
        "Connection neto_a would send the API key unencrypted to shop.example.com: use https. "
        "Whoever runs Airflow can let it through where that is meant."
    )


def test_a_connection_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIRFLOW_CONN_NETO_A", raising=False)
    with pytest.raises(BadRequest, match="There is no Airflow connection neto_a: create it"):
        NetoHook("neto_a").client()
    assert not NetoHook("neto_a").exists()


def test_what_is_missing_or_copied_badly_is_said_and_the_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "put the store's own address into the field Site address" in sentence(monkeypatch, host="")
    assert "put it into the field API key" in sentence(monkeypatch, password="")
    for fields in ({"password": f"{KEY}\n"}, {"password": f"{KEY} x"}, {"login": "api user"}):
        said = sentence(monkeypatch, **fields)
        assert said.endswith("copy it again.") and KEY not in said


def test_only_key_and_user_name_become_headers(monkeypatch: pytest.MonkeyPatch) -> None:
    extra = {"NETOAPI_KEY": "other", "note": "internal", "calls_a_minute": 50}
    headers = connect(monkeypatch, extra=extra).transport.session.headers
    assert set(headers) == {
        *("User-Agent", "Accept-Encoding", "Accept", "Connection", "NETOAPI_KEY", "NETOAPI_USERNAME"),
    }
    assert (headers["NETOAPI_KEY"], headers["NETOAPI_USERNAME"], headers["Accept"]) == (KEY, "api", "application/json")


def test_a_global_key_goes_without_a_user_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "NETOAPI_USERNAME" not in connect(monkeypatch, login=None).transport.session.headers


@pytest.mark.parametrize(("value", "calls"), [(None, 400), ("", 400), (50, 50), ("50", 50)])
def test_the_share_of_the_quota_is_the_connections(monkeypatch: pytest.MonkeyPatch, value: Any, calls: int) -> None:
    pacing = connect(monkeypatch, extra={"calls_a_minute": value}).transport.pacing
    assert isinstance(pacing, CountedPacing) and pacing.began.maxlen == calls


@pytest.mark.parametrize("value", ["many", 0, -1, 1.5, True])
def test_a_share_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: Any) -> None:
    assert "is not a number above 0" in sentence(monkeypatch, extra={"calls_a_minute": value})


def test_airflow_knows_the_connection_type() -> None:
    types = {row["connection-type"]: row for row in get_provider_info()["connection-types"]}
    assert types["neto"]["hook-class-name"] == f"{NetoHook.__module__}.{NetoHook.__qualname__}"
    assert types["neto"]["ui-field-behaviour"]["relabeling"]["password"] == "API key"


# --- against the sandbox account -----------------------------------------------------------------------------------
def test_the_test_button_says_what_it_found(neto_sandbox: NetoAccount) -> None:
    fine, said = NetoHook().test_connection()
    assert fine and said == (
        f"Connected to {neto_sandbox.url}: 6 payment methods (Visa/Mastercard, PayPal, Afterpay, Credit Card, "
        "Account Credit)."
    )
    assert neto_sandbox.counts() == {"GetPaymentMethods": 1}


def test_the_test_button_says_what_is_wrong(neto_sandbox: NetoAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_NETO_DEFAULT", neto_sandbox.connection(key="revoked-key"))
    fine, said = NetoHook().test_connection()
    assert not fine and said == (
        "GetPaymentMethods was refused: Invalid API Key. Check connection neto_default: a wrong or deleted API key, a "
        "user's key without its user name, or a user whose permission group lacks the API."
    )
    form = json.loads(neto_sandbox.connection()) | {"port": free_port()}
    monkeypatch.setenv("AIRFLOW_CONN_NETO_DEFAULT", json.dumps(form))
    fine, said = NetoHook().test_connection()
    assert not fine and said == "GetPaymentMethods got no answer: nobody listens at that address."
