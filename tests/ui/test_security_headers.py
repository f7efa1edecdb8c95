"""What every answer tells the browser, whatever it is: a page, a refusal, a download, a file that anybody may have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg

from tests.ui.every_page import GET, PANEL, addresses
from tests.ui.whole_shop import fill_shop

Browse = Callable[..., Any]


def policy_of(answer: Any) -> dict[str, str]:
    directives = answer.headers["content-security-policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


def check(answer: Any) -> None:
    policy = policy_of(answer)
    assert policy["default-src"] == "'none'" and policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'self'" and policy["base-uri"] == "'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_every_page_runs_only_our_scripts_and_is_kept_nowhere(
    browse: Browse, commerce: psycopg.Connection, no_airflow: None
) -> None:
    shop = fill_shop(commerce) | {"backfill_id": "1", "folder": "f", "name": "n", "sku_column": "SKU"}
    clients = (browse(), browse(None))
    for path in GET:
        for client in clients:
            answer = client.get(next(addresses(path, shop)))
            check(answer)
            assert answer.headers["cache-control"] == "no-store", path


def test_what_is_broken_says_the_same(browse: Browse, commerce: psycopg.Connection) -> None:
    commerce.execute("alter table bigcommerce.stores rename column connection_id to another")
    answer = browse().get(f"{PANEL}/stores/default")
    assert answer.status_code == 500 and "reference" in answer.text
    check(answer)
    assert answer.headers["cache-control"] == "no-store"


def test_the_style_sheet_may_be_kept(browse: Browse) -> None:
    answer = browse(None).get(f"{PANEL}/static/panel.css")
    check(answer)
    assert answer.status_code == 200 and "no-store" not in answer.headers.get("cache-control", "")
