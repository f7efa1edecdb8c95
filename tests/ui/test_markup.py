"""Markup is text on every page: what the tables hold, what a form sends, what an address carries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from fastapi.dependencies.utils import get_flat_dependant

from tests.ui.every_page import GET, PANEL, PARAMETER, ROUTES, addresses, fill, values_of
from tests.ui.html_pages import Form, Page
from tests.ui.import_shop import uploaded
from tests.ui.live_airflow_runs import LiveAirflow
from tests.ui.whole_shop import fill_shop

Browse = Callable[..., Any]
# Without a slash, so that it can be one step of a path.
MARKUP = "\"'><xss-mark onclick=alert(1)><script>alert(1)<img src=x onerror=alert(2)>{{ 7*191 }}"
RAW = re.compile(r"<xss-mark|<script>|<img|1337")
# Elements the panel itself has none of.
FOREIGN = {"xss-mark", "img", "iframe", "object", "embed", "base", "style"}
ADDRESSES = {"href", "src", "action", "formaction"}
STORE = "/stores/{store_code}"
NOTHING_TYPED = {"/set-up/new", f"{STORE}/problems", f"{STORE}/runs/start", f"{STORE}/backfill"} | {
    f"{STORE}/backfill/{{backfill_id}}"
}
WITHOUT_FIELDS = {f"{STORE}/orders/{{order_id}}/entered"} | {
    *(f"{STORE}/set-up/{step}" for step in ("account/test", "complete", "pause")),
    *(f"/neto/{what}" for what in ("test", "names", "off")),
}


def dress(text: str) -> str:
    return text + MARKUP


def wrong_with(answer: Any) -> list[str]:
    """What in a page came from markup, or what broke over it."""
    if answer.status_code == 500:
        return ["it broke"]
    if "html" not in answer.headers.get("content-type", ""):
        return []
    found = RAW.findall(answer.text)
    for tag, given in Page(answer.text).elements:
        if tag in FOREIGN or (tag == "script" and "src" not in given):
            found.append(f"<{tag}>")
        found += [f"<{tag} {name}>" for name in given if name.startswith("on")]
        found += [value for name, value in given.items() if name in ADDRESSES and not is_our_own(value)]
    return found


def is_our_own(address: str) -> bool:
    """A path of this host, or a place on the page."""
    return address.startswith(("/", "#")) and not address.startswith("//")


@pytest.fixture
def shop(
    commerce: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browse: Browse
) -> dict[str, str]:
    """Everything in it has markup; so have the name and the columns of an upload on its way."""
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path))
    shop, column = fill_shop(commerce, dress), dress("SKU").replace('"', "")
    where = uploaded(browse(), f"{column},Approve\n{column},Y\n".encode(), f"{MARKUP}.csv")
    folder, name = where.split("/")[-2:]
    return shop | {"folder": folder, "name": name, "sku_column": column, "backfill_id": "1"}


def follow(client: Any, answer: Any) -> Any:
    """Where a change leads."""
    return client.get(answer.headers["location"]) if answer.status_code == 303 else answer


@pytest.mark.slow
def test_what_the_tables_hold_is_text_on_every_page(
    browse: Browse, shop: dict[str, str], live_airflow: LiveAirflow
) -> None:
    client, shown = browse(), set()
    days = {"start": "2026-01-01", "end": "2026-01-03", "sure": "yes"}
    begun = client.post(f"{PANEL}/stores/default/backfill", data=days).headers["location"]
    shop["backfill_id"] = begun.rsplit("/", 1)[-1]
    for path in GET:
        for address in addresses(path, shop):
            answer = follow(client, client.get(address))
            assert not wrong_with(answer), address
            assert answer.status_code == 200 or path.endswith(("/progress", "/bigcommerce.csv")), address
            # The header names the stores on every page.
            shown |= {path} if "xss-mark" in answer.text.split("<main")[-1] else set()
    assert set(GET) - shown == NOTHING_TYPED


@pytest.mark.slow
def test_what_a_form_sends_is_text_on_the_next_page_and_on_every_other(
    browse: Browse, shop: dict[str, str], no_airflow: None
) -> None:
    """Each field by itself, the hidden ones too, the others as they are."""
    client, sent = browse(), set()
    pages = [address for path in GET for address in addresses(path, shop)]
    for address in pages:
        for form in Page(client.get(address).text).forms:
            for name in form.fields:
                if (form.method, form.action, name) not in sent:
                    assert not wrong_with(send(client, form, name)), (address, form.action, name)
                    sent.add((form.method, form.action, name))
    actions = {action.removeprefix(PANEL) for method, action, _ in sent if method == "post"}
    never = {
        route.path for route in ROUTES if "POST" in route.methods and not any(map(route.path_regex.match, actions))
    }
    assert never == WITHOUT_FIELDS
    for address in pages:
        assert not wrong_with(client.get(address)), address


def send(client: Any, form: Form, name: str) -> Any:
    values = form.values | {name: [MARKUP]}
    if form.method == "get":
        return client.get(f"{form.action}?{urlencode(values, doseq=True)}")
    if name == "file":
        return follow(client, client.post(form.action, files={"file": (MARKUP, f"SKU,{MARKUP}\nA,B\n".encode())}))
    return follow(client, client.post(form.action, data=values))


def asked(shop: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every page's address with markup as one of its parameters, in the path or behind it."""
    for route in ROUTES:
        if "GET" in route.methods:
            values = next(values_of(route.path, shop))
            for name in PARAMETER.findall(route.path):
                yield fill(PARAMETER.sub(r"{\1}", route.path), values | {name: MARKUP}), {}
            for one in get_flat_dependant(route.dependant).query_params:
                yield fill(route.path, values), {one.alias: MARKUP}


def test_what_an_address_carries_is_text(browse: Browse, shop: dict[str, str], no_airflow: None) -> None:
    client = browse()
    for address, query in asked(shop):
        assert not wrong_with(follow(client, client.get(address, params=query))), (address, query)
