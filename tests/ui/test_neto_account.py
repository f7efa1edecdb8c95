"""Neto's account against Airflow's API over a socket and a real sandbox account: the key only ever goes in."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bigcommerce.hooks.addresses import SEAL, seal
from bigcommerce.ui.pages import neto
from tests.neto_account import KEY, USERNAME, NetoAccount
from tests.ui.live_airflow import serving
from tests.ui.neto_page import PAGE, go_on, send

Browse = Callable[..., Any]
NEW_KEY = "another-k3y-9876543210"


@pytest.fixture
def account(neto_sandbox: NetoAccount, airflow_app: Any) -> Iterator[NetoAccount]:
    """Its connection is not there yet; Airflow's API answers over a socket."""
    from_environment = os.environ.pop("AIRFLOW_CONN_NETO_DEFAULT")
    with serving(airflow_app):
        yield neto_sandbox
    forget_connection()
    neto_sandbox.control("PUT", f"keys/{KEY}", {"username": USERNAME})
    os.environ["AIRFLOW_CONN_NETO_DEFAULT"] = from_environment


def forget_connection() -> None:
    from airflow.models import Connection
    from airflow.utils.session import create_session
    from sqlalchemy import delete

    with create_session() as session:
        session.execute(delete(Connection).where(Connection.conn_id == "neto_default"))


def kept() -> Any:
    from airflow.models import Connection

    return Connection.get_connection_from_secrets("neto_default")


def make_key_global(account: NetoAccount) -> None:
    account.control("PUT", f"keys/{KEY}", {"username": None})


def enter(browser: Any, account: NetoAccount, **changes: Any) -> Any:
    return send(browser, "account", **{"site": account.url, "user_name": USERNAME, "api_key": KEY, **changes})


def test_the_account_becomes_an_airflow_connection_and_neto_s_answers_are_shown(
    browse: Browse, account: NetoAccount
) -> None:
    ada = browse("ada")
    empty = ada.get(PAGE).text
    assert "Neto is switched off." in empty
    assert "Enter the account first" not in empty  # there is no store yet
    assert account.counts() == {}
    answer = enter(ada, account, site=f"{account.url}/_cpanel/login")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    connection = kept()
    assert (connection.conn_type, connection.host, connection.port) == ("neto", account.url, None)
    assert (connection.login, connection.password) == (USERNAME, KEY)
    assert connection.extra_dejson == {SEAL: seal(KEY, account.url)}
    account.put({"SKU": "A-1", "SalesChannels": [{"SalesChannelName": "BigCommerce", "IsApproved": "True"}]})
    account.forget()
    page = ada.get(PAGE).text
    for said in (
        "The address and the key are right.",
        "clock agrees",
        "2 warehouses: Main, Overflow.",
        "6 payment methods in use: Visa/Mastercard, PayPal,",
        "4 shipping methods in use: Standard Freight,",
        "BigCommerce.</li>",
    ):
        assert said in page.replace("&#39;", "'"), said
    assert sum(account.counts().values()) == 4
    assert account.writes() == 0


def test_an_empty_key_keeps_the_former_one_and_other_fields_stay(browse: Browse, account: NetoAccount) -> None:
    from airflow.models import Connection
    from airflow.utils.session import create_session

    form = {**json.loads(account.connection()), "extra": {"calls_a_minute": 50}}
    with create_session() as session:
        session.add(Connection.from_json(json.dumps(form), conn_id="neto_default"))
    ada = browse("ada")
    assert "A key is kept; leave empty to keep it." in ada.get(PAGE).text
    make_key_global(account)
    assert send(ada, "account", user_name="other-user").status_code == 303
    assert (kept().login, kept().password) == ("other-user", KEY)
    assert json.loads(kept().extra) == {"calls_a_minute": 50}


def test_a_key_that_was_not_entered_for_its_address_is_not_sent_and_not_sealed_unseen(
    browse: Browse, account: NetoAccount
) -> None:
    from airflow.models import Connection
    from airflow.utils.session import create_session

    form = {"conn_type": "neto", "host": "https://evil.example", "login": USERNAME, "password": KEY}
    with create_session() as session:
        session.add(Connection.from_json(json.dumps(form), conn_id="neto_default"))
    ada = browse("ada")
    assert "was not entered for https://evil.example" in ada.get(PAGE).text
    answer = send(ada, "account", user_name="other-user")
    assert answer.status_code == 400
    assert "was not entered here for this address, so enter it again" in answer.text
    assert enter(ada, account).status_code == 303
    assert kept().extra_dejson == {SEAL: seal(KEY, account.url)}


def test_the_key_is_in_no_answer_and_no_log(
    browse: Browse, account: NetoAccount, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    """Saved, refused by the form, refused by Neto, saved by two at once: all that is said, in one heap."""
    caplog.set_level(logging.DEBUG)
    ada = browse("ada")
    answers = [
        enter(ada, account, api_key=f"{NEW_KEY} with a space"),
        enter(ada, account, api_key=NEW_KEY, site="ftp://nonsense"),
        enter(ada, account, api_key=NEW_KEY),
        enter(ada, account),
        ada.get(PAGE),
        ada.post(f"{PAGE}/test"),
        enter(ada, account, api_key=NEW_KEY, as_read="stale"),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 303, 200, 303, 409]
    assert "Invalid API Key" in answers[2].text
    heap = "".join(answer.text + str(answer.headers) + str(answer.url) for answer in answers)
    heap += str(ada.cookies) + caplog.text + "".join(capfd.readouterr())
    assert NEW_KEY not in heap


def test_a_key_that_neto_refuses_is_not_kept(browse: Browse, account: NetoAccount) -> None:
    ada = browse("ada")
    refused = enter(ada, account, api_key=NEW_KEY)
    assert refused.status_code == 400
    assert "Neto refused this key: GetPaymentMethods was refused: Invalid API Key" in refused.text
    assert "Nothing is saved." in refused.text
    assert "Enter the API key" not in refused.text
    enter(ada, account)
    refused = enter(ada, account, api_key=NEW_KEY, user_name="other-user")
    assert refused.status_code == 400
    assert "The former key is kept." in refused.text
    assert 'value="other-user"' in refused.text
    assert (kept().login, kept().password) == (USERNAME, KEY)
    assert kept().extra_dejson == {SEAL: seal(KEY, account.url)}
    # Without a new key it is the kept one that is tried.
    assert send(ada, "account", user_name="other-user").status_code == 400
    assert kept().login == USERNAME


def test_an_account_that_could_not_be_tested_is_saved(browse: Browse, account: NetoAccount) -> None:
    ada = browse("ada")
    account.fault("error500", times=1)
    assert enter(ada, account).status_code == 303
    assert kept().password == KEY
    assert "The account is saved, but it could not be tested: " in ada.get(PAGE).text
    assert enter(ada, account, site="http://127.0.0.1:9", api_key=NEW_KEY).status_code == 303
    assert (kept().host, kept().password) == ("http://127.0.0.1:9", NEW_KEY)
    assert "could not be tested" in ada.get(PAGE).text


def test_what_is_tried_obeys_the_rules_of_a_kept_connection(browse: Browse, account: NetoAccount) -> None:
    from airflow.models import Connection
    from airflow.utils.session import create_session

    form = {**json.loads(account.connection()), "extra": {"proxies": {"http": account.url}}}
    with create_session() as session:
        session.add(Connection.from_json(json.dumps(form), conn_id="neto_default"))
    ada = browse("ada")
    assert enter(ada, account, site="https://shop.example").status_code == 303
    assert "could not be tested: Connection neto_default has &#34;proxies&#34;" in ada.get(PAGE).text
    assert account.counts() == {}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"api_key": ""}, "Enter the API key."),
        ({"api_key": "käse"}, "No key holds a space"),
        ({"site": ""}, "Enter the address of the Neto store."),
        ({"site": "http://example.com"}, "would send the API key unencrypted"),
        ({"site": "https://user:pass@example.com"}, "This is no address of a site"),
        ({"user_name": "two words"}, "No API user name holds a space"),
        ({"site": "<script>alert(1)</script>"}, "This is no address of a site"),
    ],
)
def test_bad_input_gets_its_sentence(
    browse: Browse, account: NetoAccount, changes: dict[str, str], sentence: str
) -> None:
    answer = enter(browse("ada"), account, **changes)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert "<script>alert" not in answer.text


def test_the_kept_key_is_not_sent_to_another_address(browse: Browse, account: NetoAccount) -> None:
    ada = browse("ada")
    enter(ada, account)
    answer = send(ada, "account", site="https://elsewhere.example")
    assert answer.status_code == 400
    assert "enter the key again" in answer.text
    assert kept().host == account.url


def test_two_admins_at_once_the_second_is_told(browse: Browse, account: NetoAccount) -> None:
    ada = browse("ada")
    make_key_global(account)
    enter(ada, account)
    shown = ada.get(PAGE).text
    assert send(ada, "account", user_name="of-the-first").status_code == 303
    answer = send(ada, "account", shown=shown, user_name="of-the-second")
    assert answer.status_code == 409
    assert "of-the-first" in answer.text
    assert kept().login == "of-the-first"
    assert send(ada, "account", shown=answer.text).status_code == 303
    assert kept().login == "of-the-second"


def test_an_account_that_another_admin_saves_while_neto_is_asked_stays(
    browse: Browse, account: NetoAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = browse("ada")
    make_key_global(account)
    enter(ada, account)

    at_once = neto.try_entered

    def try_slowly(*entered: Any) -> None:
        monkeypatch.setattr(neto, "try_entered", at_once)
        assert send(browse("ada"), "account", user_name="of-the-first").status_code == 303

    monkeypatch.setattr(neto, "try_entered", try_slowly)
    answer = send(ada, "account", user_name="of-the-second")
    assert answer.status_code == 409
    assert "of-the-first" in answer.text
    assert kept().login == "of-the-first"


def test_a_connection_of_the_environment_is_not_edited(browse: Browse, neto_sandbox: NetoAccount) -> None:
    page = browse("ada").get(PAGE).text
    assert "AIRFLOW_CONN_NETO_DEFAULT" in page
    assert 'name="account-api_key"' not in page
    assert browse("ada").post(f"{PAGE}/account", data={"account-site": "x"}).status_code == 409


def test_a_clock_that_is_off_is_said(browse: Browse, neto_sandbox: NetoAccount) -> None:
    neto_sandbox.set(current_time_zone_hours=10)
    assert "differ by more than 5 minutes" in browse("ada").get(PAGE).text


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [("html", "store&#39;s own address"), ("error500", "Neto did not say its payment methods")],
)
def test_where_neto_does_not_answer_the_page_says_so(
    browse: Browse, neto_sandbox: NetoAccount, commerce: Any, fault: str, sentence: str
) -> None:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    neto_sandbox.fault(fault, times=9)
    page = browse("ada").get(PAGE)
    assert page.status_code == 200
    assert sentence in page.text
    assert 'name="settings-order_id_prefix"' in page.text


def test_where_nobody_listens_the_settings_still_save(browse: Browse, commerce: Any) -> None:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    form = {"conn_type": "neto", "host": "http://127.0.0.1", "port": 9, "password": KEY}
    os.environ["AIRFLOW_CONN_NETO_DEFAULT"] = json.dumps(form)
    try:
        ada = browse("ada")
        assert "Neto did not say its payment methods" in ada.get(PAGE).text
        assert go_on(ada, send(ada, "settings", order_id_prefix="AU")).status_code == 303
        assert ada.post(f"{PAGE}/names").status_code == 502
    finally:
        del os.environ["AIRFLOW_CONN_NETO_DEFAULT"]
    assert commerce.execute("select order_id_prefix from neto.settings").fetchone() == ("AU",)
