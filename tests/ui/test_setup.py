"""The wizard's frame: who may use it, a store from nothing to live, left and resumed."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from itertools import pairwise
from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.ui.setup_world import PATH, submit

STEPS = ("account", "orders", "pricing", "stock", "payment-methods", "shipping-methods", "carriers", "review")
MARKUP = '<b>O\'Neil & "Söhne"</b>'


@pytest.fixture
def store(commerce: psycopg.Connection, sandbox: SandboxStore) -> SandboxStore:
    commerce.execute("insert into bigcommerce.stores (store_code) values ('default')")
    return sandbox


def settings(commerce: psycopg.Connection, *columns: str) -> Any:
    return commerce.execute(f"select {', '.join(columns)} from bigcommerce.stores").fetchone()  # type: ignore[arg-type]


def test_every_step_shows_where_one_is_and_leads_to_the_next(browse: Callable[..., Any], store: SandboxStore) -> None:
    ada = browse("ada")
    for step, following in pairwise(STEPS[1:]):
        page = ada.get(f"{PATH}/{step}")
        assert page.status_code == 200
        assert page.text.count('aria-current="step"') == 1
        assert "Nothing is read from or sent to this store before" in page.text
        answer = submit(ada, step, shown=page.text)
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"] == f"{PATH}/{following}"
    done = ada.get(f"{PATH}/review").text
    assert done.count('class="done"') == 6
    # Left and resumed: the first step that is not done.
    assert ada.get(PATH).headers["location"] == f"{PATH}/account"


def test_only_admins_reach_any_of_it(browse: Callable[..., Any], store: SandboxStore) -> None:
    from bigcommerce.ui.pages import setup

    routes = [
        (method, route.path.replace("{store_code}", "default"))
        for router in [setup.router, *(page.router for page in setup.STEPS)]
        for route in router.routes
        for method in getattr(route, "methods", ())
    ]
    assert {path for _, path in routes} >= {f"/stores/default/set-up/{step}" for step in STEPS}
    for name, refusal in (("vic", 403), ("una", 403), ("olga", 403), (None, None)):
        browser = browse(name)
        for method, path in routes:
            status = browser.request(method, f"/bigcommerce{path}").status_code
            assert status == refusal if refusal else status in (303, 307), (name, method, path)
    assert "Set-up" not in browse("olga").get("/bigcommerce/").text
    assert "Add a store" in browse("ada").get("/bigcommerce/").text


def test_a_store_is_added_switched_off(browse: Callable[..., Any], commerce: psycopg.Connection) -> None:
    ada = browse("ada")
    assert 'value="default"' in ada.get("/bigcommerce/set-up/new").text
    answer = ada.post("/bigcommerce/set-up/new", data={"store_code": " outlet_au "})
    assert answer.headers["location"] == "/bigcommerce/stores/outlet_au/set-up/account"
    row = settings(commerce, "store_code", "connection_id", "is_enabled", "setup_completed_at")
    assert row == ("outlet_au", "bigcommerce_outlet_au", False, None)
    for code, sentence in (("outlet_au", "There is a store outlet_au already"), ("Bad/Code", "small letters")):
        answer = ada.post("/bigcommerce/set-up/new", data={"store_code": code})
        assert answer.status_code == 400
        assert sentence in answer.text
        assert code in answer.text
    answer = ada.post("/bigcommerce/set-up/new", data={"store_code": MARKUP})
    assert "<b>O" not in answer.text
    assert unescape(answer.text).count(MARKUP) == 1


def test_nothing_is_live_before_it_is_completed(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    review = ada.get(f"{PATH}/review").text
    for sentence in (
        "The account has not been tested since it changed.",
        "No product is approved yet",
        "There is no default price group",
        "A price may move by any amount",
        "Complete set-up",
    ):
        assert sentence in review
    assert settings(commerce, "is_enabled") == (False,)
    asked = ada.post(f"{PATH}/complete")
    assert (asked.status_code, settings(commerce, "is_enabled")) == (200, (False,))
    assert "BigCommerce was not asked yet" in asked.text
    assert ada.post(f"{PATH}/complete", data={"sure": "yes"}).status_code == 303
    enabled, completed_at = settings(commerce, "is_enabled", "setup_completed_at")
    assert enabled
    assert completed_at is not None
    assert "This store is live." in ada.get(f"{PATH}/orders").text
    assert ada.get(PATH).headers["location"] == f"{PATH}/review"

    asked = ada.post(f"{PATH}/pause")
    assert (asked.status_code, settings(commerce, "is_enabled")) == (200, (True,))
    assert "No order is read" in asked.text
    assert ada.post(f"{PATH}/pause", data={"sure": "yes"}).status_code == 303
    assert settings(commerce, "is_enabled") == (False,)
    assert "Parcels dispatched since" in ada.get(f"{PATH}/review").text
    ada.post(f"{PATH}/complete", data={"sure": "yes"})
    assert settings(commerce, "is_enabled", "setup_completed_at") == (True, completed_at)


def test_review_says_whose_back_office_neto_is(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    ada = browse("ada")
    assert "Connect Neto</a>" in ada.get(f"{PATH}/review").text
    commerce.execute("insert into neto.settings (store_code) values ('default')")
    page = ada.get(f"{PATH}/review").text
    assert "Connect Neto" not in page and "is this store's back office" in page
    commerce.execute("insert into bigcommerce.stores (store_code) values ('other')")
    commerce.execute("update neto.settings set store_code = 'other'")
    assert "is the back office of store other" in ada.get(f"{PATH}/review").text


def test_without_an_account_nothing_starts(
    browse: Callable[..., Any], store: SandboxStore, commerce: psycopg.Connection
) -> None:
    commerce.execute("update bigcommerce.stores set connection_id = 'not_there'")
    assert "Complete set-up</button>" not in browse("ada").get(f"{PATH}/review").text
    assert browse("ada").post(f"{PATH}/complete").status_code == 409
    assert settings(commerce, "is_enabled") == (False,)
