"""Parents with options: found in the list of products, unapproved together, and counted among the problems."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from bigcommerce.db import problem_lists
from tests.ui.panel_rows import insert, insert_problem, insert_store
from tests.ui.test_products import PATH, approved, listed, select

PROBLEMS = "/bigcommerce/stores/default/problems"


def test_parents_with_options_are_paged_and_unapproved_all_together(
    browse: Callable[..., Any], commerce: psycopg.Connection
) -> None:
    insert_store(commerce)
    commerce.execute(
        "insert into backoffice.products (sku, parent_sku) select 'P' || lpad(i::text, 3, '0') || option, case option"
        " when '' then null else 'P' || lpad(i::text, 3, '0') end"
        " from generate_series(1, 120) i, unnest(array['', '-red', '-blue']) option"
    )
    commerce.execute(
        "insert into bigcommerce.product_approvals (store_code, sku, is_approved)"
        " select 'default', sku, true from backoffice.products"
    )
    client, url, seen = browse(), f"{PATH}?parent=yes", list[str]()
    while url:
        page = client.get(url).text
        seen += listed(page)
        following = re.search(r'<a href="([^"]*)" rel="next">', page)
        url = html.unescape(following[1]) if following else ""
    assert seen == [f"P{number:03}" for number in range(1, 121)]
    asked = {"which": "matching", "action": "unapprove", "parent": "yes"}
    assert "Unapprove 120 products" in select(client, **asked).text
    assert select(client, **asked, sure="yes", confirmed="120").status_code == 303
    left = approved(commerce)
    assert len(left) == 240 and all("-" in sku for sku in left)


@pytest.mark.parametrize(
    ("flow", "code"), [("prices", "empty_price"), ("stock", "stock_missing"), ("stock", "inventory_not_tracked")]
)
def test_parents_with_options_are_counted_and_led_to(
    browse: Callable[..., Any], commerce: psycopg.Connection, flow: str, code: str
) -> None:
    insert_store(commerce)
    for sku, parent in {"P-1": None, "P-1-red": "P-1", "P-2": None, "P-2-red": "P-2", "P-3": "P-3"}.items():
        insert(commerce, "backoffice.products", sku=sku, parent_sku=parent)
        insert(commerce, "bigcommerce.product_approvals", store_code="default", sku=sku, is_approved=True)
    for sku in ("P-1-red", "P-3"):
        insert_problem(commerce, flow, code, sku)
    assert "parent" not in browse("olga").get(f"{PROBLEMS}/{flow}/{code}").text
    insert_problem(commerce, flow, code, "P-1")
    assert "1 of these is the parent" in browse("olga").get(f"{PROBLEMS}/{flow}/{code}").text
    insert_problem(commerce, flow, code, "P-2")
    page = browse("olga").get(f"{PROBLEMS}/{flow}/{code}").text
    assert "2 of these are parents" in page and "unapprove them together" in page
    assert "unapprove them together" not in browse("vic").get(f"{PROBLEMS}/{flow}/{code}").text
    shown = browse("olga").get(html.unescape(re.findall(r'href="([^"]+)">Show them', page)[0])).text
    assert re.findall(r'name="page_sku" value="([^"]*)"', shown) == ["P-1", "P-2"]
    commerce.execute("update bigcommerce.product_approvals set is_approved = false where sku = 'P-1'")
    assert "1 of these is the parent" in browse("olga").get(f"{PROBLEMS}/{flow}/{code}").text


def test_of_many_problems_the_oldest_are_looked_at_for_parents(
    browse: Callable[..., Any], commerce: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert_store(commerce)
    monkeypatch.setattr(problem_lists, "MOST_LOOKED_INTO", 2)
    for number in (1, 2, 3):
        insert(commerce, "backoffice.products", sku=f"P-{number}-red", parent_sku=f"P-{number}")
        insert(commerce, "bigcommerce.product_approvals", store_code="default", sku=f"P-{number}", is_approved=True)
        insert_problem(commerce, "stock", "stock_missing", f"P-{number}")
    assert "At least 2 of these are parents" in browse("vic").get(f"{PROBLEMS}/stock/stock_missing").text


def test_other_problems_say_nothing_of_parents(browse: Callable[..., Any], commerce: psycopg.Connection) -> None:
    insert_store(commerce)
    insert(commerce, "backoffice.products", sku="P-1-red", parent_sku="P-1")
    insert(commerce, "bigcommerce.product_approvals", store_code="default", sku="P-1", is_approved=True)
    insert_problem(commerce, "links", "sku_not_found", "P-1")
    assert "parent" not in browse("vic").get(f"{PROBLEMS}/links/sku_not_found").text
