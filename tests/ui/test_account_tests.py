"""The test of an account against the sandbox store: what it finds, and what the set-up makes of it."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.ui import account_world
from tests.ui.account_world import NEW_TOKEN, change_in_airflow, enter, kept, probed
from tests.ui.setup_world import PATH, submit

store = account_world.store
LIMITED = "token-without-inventory"


def test_a_good_account_passes(browse: Callable[..., Any], store: SandboxStore) -> None:
    store.control("PATCH", "settings", {"quota": 150})
    ada = browse("ada")
    answer = enter(ada, store, then="test")
    assert answer.headers["location"] == f"{PATH}/account"
    page = ada.get(f"{PATH}/account").text
    assert page.count(">ok</td>") == 8
    assert "Ridge &amp; Hearth (sandbox), currency AUD, plan Pro" in page
    assert "150 requests" in page
    assert "/v3/orders/" in "".join(store.control("GET", "counts")["by_operation"])
    assert store.writes() == 0


def test_a_missing_scope_is_named_with_what_fails(browse: Callable[..., Any], store: SandboxStore) -> None:
    store.control("PUT", f"tokens/{LIMITED}", {"scopes": ["store_v2_orders", "store_v2_information_read_only"]})
    enter(browse("ada"), store, access_token=LIMITED)
    page = probed(browse("ada"))
    assert page.count(">ok</td>") == 2
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


def test_another_token_is_tested_anew_and_its_stock_api_found_out(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    enter(ada, store, then="test")
    commerce.execute("update bigcommerce.stores set stock_api = 'catalog'")
    submit(ada, "account", access_token=NEW_TOKEN)
    assert "Not tested since the account changed." in ada.get(f"{PATH}/account").text
    assert commerce.execute("select stock_api from bigcommerce.stores").fetchone() == (None,)


def test_an_account_changed_in_airflow_counts_as_not_tested(browse: Callable[..., Any], store: SandboxStore) -> None:
    ada = browse("ada")
    enter(ada, store, then="test")
    before = kept()
    assert "done" in account_step(ada)
    change_in_airflow(store_hash="another")
    assert "not tested" in account_step(ada) and "done" not in account_step(ada)
    assert "Not tested since the account changed." in ada.get(f"{PATH}/account").text
    assert "The account is not tested:" in ada.post(f"{PATH}/complete").text
    change_in_airflow(store_hash="sandbox")
    assert kept().get_uri() == before.get_uri() and "done" in account_step(ada)
