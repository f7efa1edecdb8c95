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
from tests.ui.live_airflow import serving
from tests.ui.setup_world import PATH, submit

SECRET = "s3cret-client-secret-0123456789"
NEW_TOKEN = "another-t0ken-9876543210"
LIMITED = "token-without-inventory"


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


def enter(browser: Any, store: SandboxStore, **changes: Any) -> Any:
    values = {
        "api_path": f"{store.url}/stores/sandbox/v3/",
        "access_token": store.token,
        "client_id": "client-id",
        "client_secret": SECRET,
        "host": store.url,
    }
    return submit(browser, "account", **{**values, **changes})


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
        ("not a hash", "This holds no store hash"),
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


def probed(browser: Any) -> str:
    answer = browser.post(f"{PATH}/account/test")
    assert answer.status_code == 303
    return browser.get(f"{PATH}/account").text


def test_a_good_account_passes(browse: Callable[..., Any], store: SandboxStore) -> None:
    store.control("PATCH", "settings", {"quota": 150})
    ada = browse("ada")
    answer = enter(ada, store, then="test")
    assert answer.headers["location"] == f"{PATH}/account"
    page = ada.get(f"{PATH}/account").text
    assert page.count("<td>ok</td>") == 8
    assert "Ridge &amp; Hearth (sandbox), currency AUD, plan Pro" in page
    assert "150 requests" in page
    assert "/v3/orders/" in "".join(store.control("GET", "counts")["by_operation"])
    assert store.writes() == 0


def test_a_missing_scope_is_named_with_what_fails(browse: Callable[..., Any], store: SandboxStore) -> None:
    store.control("PUT", f"tokens/{LIMITED}", {"scopes": ["store_v2_orders", "store_v2_information_read_only"]})
    enter(browse("ada"), store, access_token=LIMITED)
    page = probed(browse("ada"))
    assert page.count("<td>ok</td>") == 2
    assert page.count("<strong>missing</strong>") == 6
    review = browse("ada").get(f"{PATH}/review").text
    assert "The scope Products is missing: no links, no prices." in review


def account_step(browser: Any) -> str:
    """How the list of steps marks the account."""
    page = browser.get(f"{PATH}/orders").text
    return page.split("1. Account")[1].split("</a>")[0]


def test_the_step_says_whether_the_account_works(browse: Callable[..., Any], store: SandboxStore) -> None:
    ada = browse("ada")
    assert account_step(ada) == ""
    enter(ada, store)
    assert "not tested" in account_step(ada) and "done" not in account_step(ada)
    probed(ada)
    assert "done" in account_step(ada)
    enter(ada, store, access_token=NEW_TOKEN, then="test")
    assert "its test failed" in account_step(ada) and "done" not in account_step(ada)


@pytest.mark.parametrize(
    ("scopes", "lacks"),
    [
        (["store_v2_orders", "store_v2_information_read_only"], "The scope Products is missing: no links, no prices."),
        (None, "BigCommerce does not know this access token (401)"),
    ],
)
def test_with_an_account_that_failed_its_test_completing_asks_and_says_what_will_not_work(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection, scopes: list[str] | None, lacks: str
) -> None:
    if scopes:
        store.control("PUT", f"tokens/{LIMITED}", {"scopes": scopes})
    enter(browse("ada"), store, access_token=LIMITED if scopes else NEW_TOKEN, then="test")
    asked = browse("ada").post(f"{PATH}/complete")
    assert asked.status_code == 200
    assert "The test of the account failed:" in asked.text and lacks in unescape(asked.text)
    assert f'href="{PATH}/account"' in asked.text
    assert commerce.execute("select is_enabled from bigcommerce.stores").fetchone() == (False,)


def test_with_a_tested_account_completing_asks_nothing(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    """A scope that only makes a flow slower is no failure."""
    scopes = ["store_v2_orders", "store_v2_products", "store_v2_information_read_only"]
    store.control("PUT", f"tokens/{LIMITED}", {"scopes": scopes})
    enter(browse("ada"), store, access_token=LIMITED, then="test")
    assert browse("ada").post(f"{PATH}/complete").status_code == 303
    assert commerce.execute("select is_enabled from bigcommerce.stores").fetchone() == (True,)


def test_a_wrong_token_is_a_sentence(browse: Callable[..., Any], store: SandboxStore) -> None:
    enter(browse("ada"), store, access_token=NEW_TOKEN)
    assert "BigCommerce does not know this access token (401)" in probed(browse("ada"))


def test_a_wrong_hash_is_a_sentence(browse: Callable[..., Any], store: SandboxStore) -> None:
    enter(browse("ada"), store, api_path="othershop")
    assert "the store hash is of another store" in probed(browse("ada"))


def test_an_unreachable_store_is_a_sentence(browse: Callable[..., Any], store: SandboxStore) -> None:
    enter(browse("ada"), store, api_path="sandbox", host="http://127.0.0.1:9")
    assert "BigCommerce gave no usable answer" in probed(browse("ada"))


def test_a_new_token_is_tested_anew_and_its_stock_api_found_out(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    enter(browse("ada"), store, then="test")
    commerce.execute("update bigcommerce.stores set stock_api = 'catalog'")
    submit(browse("ada"), "account", access_token=store.token)
    assert commerce.execute("select count(*) from bigcommerce.account_tests").fetchone() == (0,)
    assert commerce.execute("select stock_api from bigcommerce.stores").fetchone() == (None,)
