"""The account step against Airflow's API over a socket and the sandbox store: secrets only ever go in."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.ui import account_world
from tests.ui.account_world import NEW_TOKEN, SECRET, enter, forget_connection, kept, probed
from tests.ui.setup_world import PATH, submit

store = account_world.store


def test_the_account_becomes_an_airflow_connection(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    answer = enter(browse("ada"), store)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}/orders")
    connection = kept()
    assert (connection.conn_type, connection.host, connection.port) == ("bigcommerce", store.url, None)
    assert (connection.login, connection.password) == ("client-id", store.token)
    assert json.loads(connection.extra) == {"store_hash": "sandbox", "client_secret": SECRET}
    rows = commerce.execute("select step, saved_by from bigcommerce.setup_steps").fetchall()
    assert rows == [("account", "ada")]


def test_an_empty_secret_keeps_the_former_one(browse: Callable[..., Any], store: SandboxStore) -> None:
    enter(browse("ada"), store)
    page = browse("ada").get(f"{PATH}/account").text
    assert "A token is kept; leave empty to keep it." in page
    assert submit(browse("ada"), "account", client_id="other-client").status_code == 303
    assert (kept().login, kept().password) == ("other-client", store.token)
    assert json.loads(kept().extra)["client_secret"] == SECRET


def test_other_fields_of_the_connection_stay(browse: Callable[..., Any], store: SandboxStore) -> None:
    from airflow.models import Connection
    from airflow.utils.session import create_session

    text = json.dumps({**json.loads(store.connection()), "extra": {"store_hash": "x1", "allow_plain_http": True}})
    with create_session() as session:
        session.add(Connection.from_json(text, conn_id="bigcommerce_default"))
    assert submit(browse("ada"), "account", api_path="sandbox").status_code == 303
    assert json.loads(kept().extra) == {"store_hash": "sandbox", "allow_plain_http": True}


def test_secrets_are_in_no_answer_and_no_log(
    browse: Callable[..., Any], store: SandboxStore, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    """Valid and invalid, saved, refused by Airflow, tested with a wrong token: all that is said, in one heap."""
    caplog.set_level(logging.DEBUG)
    ada = browse("ada")
    answers = [
        enter(ada, store, access_token=f"{NEW_TOKEN} with a space"),
        enter(ada, store, access_token=NEW_TOKEN, host="ftp://nonsense"),
        enter(ada, store, access_token=NEW_TOKEN, client_id="x" * 201),
        enter(ada, store, access_token=NEW_TOKEN, then="test"),
        enter(ada, store, access_token=NEW_TOKEN),
        enter(ada, store, as_read="stale", access_token=NEW_TOKEN),
        *(ada.get(f"{PATH}/{step}") for step in ("account", "orders", "review")),
    ]
    forget_connection()
    with serving_nothing():
        answers.append(enter(ada, store, access_token=NEW_TOKEN))
    assert {answer.status_code for answer in answers} == {200, 303, 400, 409, 502}
    heap = "".join(answer.text + str(answer.headers) + str(answer.url) for answer in answers)
    heap += str(ada.cookies) + caplog.text + "".join(capfd.readouterr())
    assert NEW_TOKEN not in heap
    assert SECRET not in heap


def serving_nothing() -> Any:
    from contextlib import contextmanager

    @contextmanager
    def nowhere() -> Iterator[None]:
        former = os.environ["AIRFLOW__API__BASE_URL"]
        os.environ["AIRFLOW__API__BASE_URL"] = "http://127.0.0.1:9"
        yield
        os.environ["AIRFLOW__API__BASE_URL"] = former

    return nowhere()


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [
        ("sandbox", None),
        ("/stores/sandbox/v3", None),
        ("stores/sandbox/v2/", None),
        ("{url}/stores/sandbox/v3/", None),
        (" {url}/stores/sandbox/v3/ ", None),
        ("https://store-sandbox.mybigcommerce.com/manage/settings", None),
        ("", "Enter the store hash, or paste the whole API path."),
        ("not a hash", "There is a space within this"),
        ("https://api.bigcommerce.com/v3/", "This holds no store hash"),
        ("<script>alert(1)</script>", "This holds no store hash"),
        ("https://evil.example/stores/sandbox/v3/", "This path is of https://evil.example"),
    ],
)
def test_a_pasted_api_path(browse: Callable[..., Any], store: SandboxStore, pasted: str, sentence: str | None) -> None:
    answer = enter(browse("ada"), store, api_path=pasted.format(url=store.url))
    if sentence is None:
        assert answer.status_code == 303, answer.text
        assert json.loads(kept().extra)["store_hash"] == "sandbox"
    else:
        assert answer.status_code == 400
        assert sentence in unescape(answer.text)
        assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"access_token": ""}, "Enter the access token."),
        ({"access_token": "two words"}, "No token holds a space"),
        ({"client_secret": "käse"}, "No secret holds a space"),
        ({"host": "http://example.com", "api_path": "sandbox"}, "would send the access token unencrypted"),
        ({"host": "https://user:pass@example.com", "api_path": "sandbox"}, "Give scheme and host only"),
        ({"host": "api.bigcommerce.com", "api_path": "sandbox"}, "Give scheme and host only"),
    ],
)
def test_bad_input_gets_its_sentence(
    browse: Callable[..., Any], store: SandboxStore, changes: dict[str, str], sentence: str
) -> None:
    answer = enter(browse("ada"), store, **changes)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert 'value="client-id"' in answer.text


def test_the_kept_token_is_not_sent_to_another_address(browse: Callable[..., Any], store: SandboxStore) -> None:
    enter(browse("ada"), store)
    answer = submit(browse("ada"), "account", host="https://elsewhere.example")
    assert answer.status_code == 400
    assert "enter the token again" in answer.text


def test_who_may_edit_connections_cannot_lead_the_kept_token_away(
    browse: Callable[..., Any], store: SandboxStore
) -> None:
    """An operator may, in Airflow's own pages, without seeing the token: the address moves, and the token stays."""
    enter(browse("ada"), store)
    there = "/api/v2/connections/bigcommerce_default?update_mask=host"
    body = {"connection_id": "bigcommerce_default", "conn_type": "bigcommerce", "host": "https://evil.example"}
    assert browse("olga").patch(there, json=body).status_code == 200
    assert (kept().host, kept().password) == ("https://evil.example", store.token)
    page = unescape(probed(browse("ada")))
    assert "names https://evil.example:443 as its API address" in page
    assert "find out who changed it" in page


def test_another_host_needs_the_word_of_who_owns_the_machine(
    browse: Callable[..., Any], store: SandboxStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = {"host": "https://proxy.example.com", "api_path": "sandbox"}
    assert (
        "adds https://proxy.example.com:443 to that environment variable" in enter(browse("ada"), store, **other).text
    )
    monkeypatch.setenv("BIGCOMMERCE_API_HOSTS", "proxy.example.com")
    assert enter(browse("ada"), store, **other).status_code == 303
    assert kept().host == "https://proxy.example.com"


def test_a_connection_of_the_environment_is_not_edited(
    browse: Callable[..., Any], commerce: psycopg.Connection, sandbox: SandboxStore
) -> None:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    page = browse("ada").get(f"{PATH}/account").text
    assert "AIRFLOW_CONN_BIGCOMMERCE_DEFAULT" in page
    assert 'name="access_token"' not in page
    answer = browse("ada").post(f"{PATH}/account", data={"api_path": "x", "access_token": "y"})
    assert answer.status_code == 409


def test_a_bigcommerce_store_is_set_up_once(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    commerce.execute(
        "insert into bigcommerce.stores (store_code, connection_id) values ('outlet', 'bigcommerce_outlet')"
    )
    # Under another name of the same machine.
    elsewhere = store.connection().replace("127.0.0.1", "localhost")
    monkeypatch.setenv("AIRFLOW_CONN_BIGCOMMERCE_OUTLET", elsewhere)
    answer = enter(browse("ada"), store)
    assert answer.status_code == 400 and "Store outlet is this very BigCommerce store." in answer.text
    # As it may be where connections are made elsewhere.
    completed = browse("ada").post("/bigcommerce/stores/outlet/set-up/complete", data={"sure": "yes"})
    assert completed.status_code == 303
    commerce.execute("update bigcommerce.stores set connection_id = 'bigcommerce_outlet'")
    refused = browse("ada").post(f"{PATH}/complete", data={"sure": "yes"})
    assert refused.status_code == 409 and "Store outlet is this very BigCommerce store." in refused.text
    assert commerce.execute("select store_code from bigcommerce.stores where is_enabled").fetchall() == [("outlet",)]


def test_a_live_store_keeps_its_account_where_the_new_one_is_refused(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    enter(ada, store)
    commerce.execute("update bigcommerce.stores set is_enabled = true")
    answer = enter(ada, store, access_token=NEW_TOKEN)
    assert answer.status_code == 400 and NEW_TOKEN not in answer.text
    assert "BigCommerce refuses this account (401), and the store is live: nothing is saved" in answer.text
    assert kept().password == store.token
    store.control("PUT", f"tokens/{NEW_TOKEN}")
    try:
        assert enter(ada, store, access_token=NEW_TOKEN).status_code == 303
    finally:
        store.control("DELETE", f"tokens/{NEW_TOKEN}")
    assert kept().password == NEW_TOKEN
    # What is away says nothing of the account, and what is off may hold any.
    assert enter(ada, store, access_token="t1", api_path="sandbox", host="http://127.0.0.1:9").status_code == 303
    commerce.execute("update bigcommerce.stores set is_enabled = false")
    assert enter(ada, store, access_token="t2", api_path="sandbox").status_code == 303


def test_two_admins_at_once_the_second_is_told(browse: Callable[..., Any], store: SandboxStore) -> None:
    enter(browse("ada"), store)
    shown = browse("ada").get(f"{PATH}/account").text
    assert submit(browse("ada"), "account", client_id="of-the-first").status_code == 303
    answer = submit(browse("ada"), "account", shown=shown, client_id="of-the-second")
    assert answer.status_code == 409
    assert "of-the-first" in answer.text
    assert "of-the-second" in answer.text
    assert kept().login == "of-the-first"
    assert submit(browse("ada"), "account", shown=answer.text).status_code == 303
    assert kept().login == "of-the-second"
