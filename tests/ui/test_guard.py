"""Signed out, nothing; viewers look, operators change, admins set up; other sites send nothing, on every route."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute

from bigcommerce.ui.app import create_panel
from tests.airflow_app import PEOPLE

PANEL = "/bigcommerce"
# Routes that only admins may even look at.
FOR_ADMINS = re.compile(r"/(set-up|neto)(/|$)")
OPERATORS = ("ada", "olga")
# Questions whose words must not stand in an address: sent by POST, they change nothing.
QUESTIONS = {("POST", f"{PANEL}/stores/default/orders")}


def routes() -> Iterator[tuple[str, str]]:
    """(method, path with something in the place of each parameter)."""
    for route in create_panel().routes:
        if isinstance(route, APIRoute):
            path = re.sub(r"\{store_code\}", "default", route.path)
            for method in sorted(route.methods):
                yield method, PANEL + re.sub(r"\{[^}]+\}", "1", path)


ROUTES = list(routes())
CHANGES = [(method, path) for method, path in ROUTES if method != "GET"]


def test_the_walk_finds_the_panel() -> None:
    assert ("GET", f"{PANEL}/") in ROUTES


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_signed_out_every_page_leads_to_the_sign_in(browse: Callable[..., Any], method: str, path: str) -> None:
    answer = browse(None).request(method, path)
    assert answer.status_code in (303, 307)
    assert "/auth/login?next=" in answer.headers["location"]
    assert answer.headers["location"].endswith(path.replace("/", "%2F")) is (method == "GET")
    # What is no page is told, and not led anywhere.
    assert browse(None).request(method, path, headers={"accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("name", sorted(PEOPLE))
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_each_role_reaches_what_it_may(browse: Callable[..., Any], method: str, path: str, name: str) -> None:
    may = (
        name == "ada"
        if FOR_ADMINS.search(path)
        else (method == "GET" or name in OPERATORS or (method, path) in QUESTIONS)
    )
    answer = browse(name).request(method, path)
    assert (answer.status_code != 403) is may, answer.text
    assert answer.status_code != 500, answer.text


@pytest.mark.parametrize(
    "headers",
    [
        *({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}),
        {"referer": "https://evil.example/page"},
        # What says both is believed where it says the worse.
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
    ],
)
@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_another_site_changes_nothing(
    browse: Callable[..., Any], method: str, path: str, headers: dict[str, str]
) -> None:
    assert browse("ada").request(method, path, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "status", "sentence"),
    [
        ("GET", "/nowhere", 404, "There is no page at this address"),
        ("POST", "/", 405, "Nothing can be sent to this address so"),
    ],
)
def test_what_the_router_refuses_is_said_in_words(
    browse: Callable[..., Any], method: str, path: str, status: int, sentence: str
) -> None:
    answer = browse("ada").request(method, PANEL + path)
    assert answer.status_code == status and sentence in answer.text
