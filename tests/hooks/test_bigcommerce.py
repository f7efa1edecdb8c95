"""The connection of a store: its address, its token, and what is said when one of them is wrong."""

from __future__ import annotations

import json
import logging
import traceback
from typing import Any

import pytest

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.counts import RequestCounts
from bigcommerce.errors import BadRequest, NotAuthorised, SyncError, UnexpectedAnswer, Unreachable
from bigcommerce.hooks.bigcommerce import BigCommerceHook
from sandbox.bigcommerce.scopes import EVERY_SCOPE
from tests.conftest import SandboxStore, free_port

TOKEN, SECRET = "token-of-the-store", "secret-of-the-client"


def connect(monkeypatch: pytest.MonkeyPatch, **fields: Any) -> BigCommerceClient:
    """The client of a connection with these fields."""
    extra = {"store_hash": "abc123", "client_secret": SECRET} | fields.pop("extra", {})
    connection = {"conn_type": "bigcommerce", "login": "client", "password": TOKEN} | fields
    monkeypatch.setenv("AIRFLOW_CONN_STORE_A", json.dumps(connection | {"extra": extra}))
    return BigCommerceHook("store_a").client()


def sentence(monkeypatch: pytest.MonkeyPatch, **fields: Any) -> str:
    with pytest.raises(BadRequest) as error:
        connect(monkeypatch, **fields)
    return str(error.value)


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({}, "https://api.bigcommerce.com"),
        ({"host": "https://api.bigcommerce.com", "port": None}, "https://api.bigcommerce.com"),
        ({"host": "https://api.bigcommerce.com/"}, "https://api.bigcommerce.com"),
        ({"host": "https://proxy.example.com/bc/"}, "https://proxy.example.com/bc"),
        ({"host": "https://proxy.example.com", "port": 8443}, "https://proxy.example.com:8443"),
        ({"host": "https://proxy.example.com/", "port": 8443}, "https://proxy.example.com:8443"),
        ({"host": "proxy.example.com", "schema": "https"}, "https://proxy.example.com"),
    ],
)
def test_requests_go_to_the_store_under_the_connections_host(
    monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any], address: str
) -> None:
    assert connect(monkeypatch, **fields).transport.base_url == f"{address}/stores/abc123"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "[::1]"])
def test_plain_http_may_stay_on_this_machine(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    client = connect(monkeypatch, host=f"http://{host}", port=8080)
    assert client.transport.base_url == f"http://{host}:8080/stores/abc123"


@pytest.mark.parametrize(
    ("host", "named"),
    [
        ("http://api.bigcommerce.com", "api.bigcommerce.com"),
        ("api.bigcommerce.com", "api.bigcommerce.com"),
        ("http://10.0.0.1", "10.0.0.1"),
        ("http://localhost.example.com", "localhost.example.com"),
        ("http://127.0.0.1.example.com", "127.0.0.1.example.com"),
        ("http://localhost@example.com", "example.com"),
        ("ftp://example.com", "example.com"),
    ],
)
def test_plain_http_to_anywhere_else_is_refused(monkeypatch: pytest.MonkeyPatch, host: str, named: str) -> None:
    assert sentence(monkeypatch, host=host) == (
        f"Connection store_a would send the access token unencrypted to {named}: use https. "
        "Whoever runs Airflow can let it through where that is meant."
    )


def test_plain_http_can_be_allowed_but_only_by_true(monkeypatch: pytest.MonkeyPatch) -> None:
    host = "http://bigcommerce.internal"
    client = connect(monkeypatch, host=host, extra={"allow_plain_http": True})
    assert client.transport.base_url == f"{host}/stores/abc123"
    for value in ("false", "true", 1, None):
        assert "unencrypted" in sentence(monkeypatch, host=host, extra={"allow_plain_http": value})


def test_a_connection_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIRFLOW_CONN_STORE_A", raising=False)
    with pytest.raises(BadRequest) as error:
        BigCommerceHook("store_a").client()
    assert str(error.value) == (
        "There is no Airflow connection store_a: create it (type BigCommerce), or name another in connection_id of "
        "bigcommerce.stores."
    )


@pytest.mark.parametrize("value", ["", None])
def test_without_store_hash_or_token_it_says_where_to_put_it(monkeypatch: pytest.MonkeyPatch, value: Any) -> None:
    assert sentence(monkeypatch, extra={"store_hash": value}) == (
        "Connection store_a has no store hash: put it into the field Store hash."
    )
    assert sentence(monkeypatch, password=value) == (
        "Connection store_a has no access token: put it into the field Access token."
    )


@pytest.mark.parametrize("store_hash", ["abc/../def", "stores/abc", "abc def", "abc\n", "ábc", "a?b"])
def test_a_store_hash_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, store_hash: str) -> None:
    assert "is not one: it is what follows /stores/" in sentence(monkeypatch, extra={"store_hash": store_hash})


@pytest.mark.parametrize("token", [f"{TOKEN}\n", f" {TOKEN}", "to ken", "tokén", "to\0ken"])
def test_a_token_that_was_copied_badly_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    said = sentence(monkeypatch, password=token)
    assert said.endswith("which no token has: copy it again.") and token.strip() not in said


def test_the_token_is_the_only_field_that_becomes_a_header(monkeypatch: pytest.MonkeyPatch) -> None:
    extra = {"X-Auth-Token": "other", "note": "internal", "verify": False, "proxies": {"https": "http://proxy:3128"}}
    session = connect(monkeypatch, extra=extra).transport.session
    assert set(session.headers) == {"User-Agent", "Accept-Encoding", "Accept", "Connection", "X-Auth-Token"}
    assert (session.headers["X-Auth-Token"], session.headers["Accept"]) == (TOKEN, "application/json")
    assert session.auth is None
    assert (session.verify, session.proxies) == (False, {"https": "http://proxy:3128"})


# --- against the sandbox store ---------------------------------------------------------------------------------
STOCK = {"location_id": 1, "product_id": 1, "quantity": 1}
SCOPES = {
    "store_v2_orders": ("Orders: modify", lambda client: list(client.order_pages())),
    "store_v2_products": ("Products: modify", lambda client: list(client.product_pages(["sku"]))),
    "store_inventory": ("Store Inventory: modify", lambda client: client.set_stock([STOCK], "test")),
    "store_locations": ("Store Locations: read-only", lambda client: client.get("/v3/inventory/locations")),
    "store_v2_customers": ("Customers: read-only", lambda client: client.get("/v2/customer_groups")),
    "store_v2_information": ("Information & Settings: read-only", lambda client: client.store()),
}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_that_is_missing_is_named(sandbox: SandboxStore, monkeypatch: pytest.MonkeyPatch, scope: str) -> None:
    name, call = SCOPES[scope]
    others = [other for other in EVERY_SCOPE if other != scope]
    sandbox.control("PUT", "tokens/narrow", {"scopes": others})
    monkeypatch.setenv("AIRFLOW_CONN_BIGCOMMERCE_DEFAULT", sandbox.connection("narrow"))
    with pytest.raises(NotAuthorised, match=r"was refused \(403\)") as error:
        call(BigCommerceHook().client())
    assert f'an API account without the scope "{name}".' in str(error.value)
    assert "Check connection bigcommerce_default" in str(error.value)


def test_a_token_that_is_wrong_is_said_at_once(sandbox: SandboxStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_BIGCOMMERCE_DEFAULT", sandbox.connection("revoked-token"))
    with pytest.raises(NotAuthorised) as error:
        BigCommerceHook().client().time()
    assert str(error.value).startswith(
        "GET /v2/time was refused (401). Check connection bigcommerce_default (in the panel: Set-up, Account): a "
        "wrong or deleted access token"
    )
    assert "revoked-token" not in str(error.value)
    assert sandbox.counts()["requests"] == 1


def test_the_test_button_names_the_store(sandbox: SandboxStore) -> None:
    sandbox.control("PATCH", "settings", {"store_name": "Ridge", "currency": "NZD"})
    fine, said = BigCommerceHook().test_connection()
    assert fine and said.startswith("Connected to Ridge (NZD, plan ")
    assert sandbox.counts()["requests"] == 2


def test_the_test_button_says_what_is_wrong(sandbox: SandboxStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_BIGCOMMERCE_DEFAULT", sandbox.connection("revoked-token"))
    fine, said = BigCommerceHook().test_connection()
    assert not fine and "wrong or deleted access token" in said
    monkeypatch.delenv("AIRFLOW_CONN_BIGCOMMERCE_DEFAULT")
    fine, said = BigCommerceHook().test_connection()
    assert not fine and said.startswith("There is no Airflow connection bigcommerce_default")


def test_the_counts_and_the_reserve_are_the_callers(sandbox: SandboxStore) -> None:
    waits: list[float] = []
    counts = RequestCounts()
    sandbox.control("PATCH", "settings", {"quota": 2})
    client = BigCommerceHook().client(counts, reserve=0.5, sleep=waits.append)
    client.time()
    client.time()
    assert counts.requests == 2 and [counts.waited_seconds] == waits


def test_a_redirect_takes_the_token_nowhere(sandbox: SandboxStore) -> None:
    elsewhere = {"Location": f"http://localhost:{sandbox.url.rsplit(':', 1)[1]}/stores/sandbox/v2/time"}
    sandbox.control("POST", "faults", {"kind": "status", "status": 301, "headers": elsewhere})
    with pytest.raises(UnexpectedAnswer, match="so that the token goes nowhere else"):
        BigCommerceHook().client().store()
    assert sandbox.counts()["by_operation"] == {"GET /v2/store": 1}


def test_no_log_line_or_error_shows_the_token_or_the_secret(
    sandbox: SandboxStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = BigCommerceHook().client(sleep=lambda seconds: None, read_timeout=0.2)
    told = []
    for fault in (
        {"kind": "status", "status": 401},
        {"kind": "status", "status": 422},
        {"kind": "status", "status": 429, "headers": {"X-Rate-Limit-Time-Reset-Ms": "300000"}},
        {"kind": "html"},
        {"kind": "cut"},
        {"kind": "timeout", "seconds": 0.4},
        {"kind": "status", "status": 302, "headers": {"Location": sandbox.url}},
    ):
        sandbox.control("DELETE", "faults")
        sandbox.control("POST", "faults", fault | {"times": None})
        with pytest.raises(SyncError) as error:
            client.create_shipment(1, {})
        told.append("".join(traceback.format_exception(error.value)))
    client.transport.base_url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Unreachable):
        client.time()
    shown = caplog.text + "".join(told)
    assert "POST /v2/orders/1/shipments" in shown and "try 1 failed" in shown
    assert sandbox.token not in shown and "client-secret" not in shown
