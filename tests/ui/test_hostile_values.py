"""What nobody types but somebody sends: control characters, huge texts, numbers beyond any column, broken UTF-8."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
import pytest
from fastapi.dependencies.utils import get_flat_dependant
from fastapi.routing import APIRoute

from tests.ui.every_page import GET, PANEL, PARAMETER, ROUTES, addresses, fill, values_of
from tests.ui.html_pages import Form, Page
from tests.ui.import_shop import uploaded
from tests.ui.whole_shop import fill_shop

Browse = Callable[..., Any]
# As they stand in an address or a form: percent-encoded. The first ones are tried in each field by itself.
VALUES = {
    "a NUL": "a%00b",
    "long digits": "9" * 50_000,
    "no number": "sNaN",
    "beyond bigint": str(2**63),
    "long": "x" * 50_000,
    "another script's three": quote("٣"),
    "control characters": "%01%08%0D%0A%1B%7F%C2%85",
    "no UTF-8, and half of a pair": "%FF%FE%80%ED%A0%80",
    "negative": "-1",
    "a power": "1e999999999",
    "dots and slashes": "..%2F..%2Fetc%2Fpasswd",
    "the end of the calendar": "9999-12-31T23:59:59-23:59",
}
BY_ITSELF = 2
# What the panel writes into the place of a list, of ours but for what is in it.
PLACES = [
    quote(json.dumps(place))
    for place in (
        ["\ud800", "\ud800"], ["a\0", "b"], [None] * 2, [1, 2], ["x"] * 3, [None] * 3, [None] * 4, ["\ud800"] * 4,
        ["catalog", "A", "sNaN", "1"], ["catalog", "A", "1e9999999", "1"],
        ["9999-12-31T23:59:59-23:59", "a", "b", "c"], ["0001-01-01T00:00:00+23:59", "a", "b"],
    )
] + ["9999-12-31T23:59:59-23:59%201", "2026-W01-1%201", "infinity%209"]  # fmt: skip


@pytest.fixture
def shop(
    commerce: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browse: Browse, no_airflow: None
) -> dict[str, str]:
    monkeypatch.setenv("BIGCOMMERCE_IMPORT_PATHS", str(tmp_path))
    shop = fill_shop(commerce)
    folder, name = uploaded(browse(), b"SKU\nA\n").split("/")[-2:]
    return shop | {"folder": folder, "name": name, "sku_column": "SKU", "backfill_id": "1"}


def hostile(number: int, route: APIRoute, shop: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What stands in a route's address, and that address, for each of its parameters. All routes find their store in
    the same way, so each tries another value there."""
    values, here = next(values_of(route.path, shop)), list(VALUES)
    for name in PARAMETER.findall(route.path):
        for what in [here[number % len(here)]] if name == "store_code" else here:
            yield what, fill(route.path, values | {name: "HERE"}).replace("HERE", VALUES[what])
    for one in get_flat_dependant(route.dependant).query_params:
        for what in here:
            yield what, f"{fill(route.path, values)}?{one.alias}={VALUES[what]}"


def broke(answer: Any) -> bool:
    """502 is Airflow's or BigCommerce's silence here."""
    return answer.status_code >= 500 and answer.status_code != 502


@pytest.mark.slow
def test_in_an_address(browse: Browse, shop: dict[str, str]) -> None:
    client, found = browse(), set()
    for number, route in enumerate(ROUTES):
        method = next(iter(route.methods))
        for what, address in hostile(number, route, shop):
            if broke(client.request(method, address)):
                found.add((what, method, route.path, address.partition("?")[2][:40]))
    assert not found


def test_in_the_place_of_a_list(browse: Browse, shop: dict[str, str]) -> None:
    client, found = browse(), set()
    lists = [path for path in GET if any(one.alias == "after" for one in query_of(path))]
    for path in lists:
        for place in PLACES:
            if broke(client.get(f"{fill(path, next(values_of(path, shop)))}?after={place}")):
                found.add((path, place))
    assert len(lists) > 8 and not found


def query_of(path: str) -> list[Any]:
    (route,) = [route for route in ROUTES if route.path == path and "GET" in route.methods]
    return get_flat_dependant(route.dependant).query_params


def forms(client: Any, shop: dict[str, str]) -> Iterator[Form]:
    """Each once: every row of a table has the same."""
    seen = set()
    for address in [address for path in GET for address in addresses(path, shop)]:
        for form in Page(client.get(address).text).forms:
            route = next(route.path for route in ROUTES if route.path_regex.match(form.action.removeprefix(PANEL)))
            if (key := (form.method, route, *form.fields)) not in seen:
                seen.add(key)
                yield form


def filled(form: Form) -> Iterator[dict[str, str]]:
    """With a value in one field (of the rows of a table in one row's), and with another value in each of its fields."""
    values = list(VALUES.values())
    for name in {re.sub(r"\d+", "#", name): name for name in form.fields}.values():
        for value in values[:BY_ITSELF] + (PLACES if name in ("change", "after") else []):
            yield {name: value}
    for first in range(len(values)):
        yield {name: values[(first + number) % len(values)] for number, name in enumerate(form.fields)}


@pytest.mark.slow
def test_in_a_form(browse: Browse, shop: dict[str, str]) -> None:
    client, found = browse(), set()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    for form in forms(client, shop):
        for changes in filled(form):
            rest = {name: given for name, given in form.values.items() if name not in changes}
            body = "&".join([urlencode(rest, doseq=True), *(f"{quote(name)}={one}" for name, one in changes.items())])
            if form.method == "get":
                answer = client.get(f"{form.action}?{body}"[:60_000])
            else:
                answer = client.post(form.action, content=body, headers=headers)
            if broke(answer):
                found.add((form.action, *((name, value[:40]) for name, value in changes.items())))
    assert not found
