"""The question before many are approved: what they lack, what cannot be taken back, and where to look first."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.ui import test_products
from tests.ui.panel_rows import insert
from tests.ui.test_products import select

shop = test_products.shop


def test_approving_says_what_is_missing_and_where_to_look_first(
    browse: Callable[..., Any], shop: psycopg.Connection
) -> None:
    """P is the parent of F; B has a price, D nothing, E stock."""
    for sku, parent in {"P": None, "D": None, "E": None, "F": "P"}.items():
        insert(shop, "backoffice.products", sku=sku, parent_sku=parent)
    insert(shop, "backoffice.price_groups", code="retail")
    insert(shop, "backoffice.product_prices", sku="B", price_group="retail", price=9)
    insert(shop, "backoffice.stock", sku="E", warehouse="main")
    asked = html.unescape(select(browse("olga"), sku=["A", "B", "D", "E", "P"]).text)
    assert "Of these, 1 has neither a price nor stock in the back office: it would become a problem." in asked
    assert "Of these, 1 is the parent of products with options" in asked
    assert 'products/D?ask=1">D</a>' in asked and "See first what would change</button>" in asked
    shop.execute("update bigcommerce.stores set is_enabled = false")
    assert "approving sends nothing yet" in select(browse("olga"), sku="B").text
    assert "See first" not in select(browse("olga"), sku="A", action="unapprove").text


def test_only_approving_says_that_the_first_price_cannot_be_rolled_back(
    browse: Callable[..., Any], shop: psycopg.Connection
) -> None:
    said, client = "it cannot be rolled back here", browse("olga")
    assert said in select(client, sku="B").text
    assert said not in select(client, sku="A", action="unapprove").text
    shop.execute("update bigcommerce.stores set prices_managed_in = 'bigcommerce'")
    assert said not in select(client, sku="B").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"which": "matching"}, "Of all products, 2 products will be approved"),
        ({"which": "matching", "q": "B"}, "Of all products that match, 1 product will be approved"),
        ({"sku": "B"}, "Of the ticked products, 1 product will be approved"),
    ],
)
def test_the_question_says_of_what(
    browse: Callable[..., Any], shop: psycopg.Connection, fields: dict[str, str], said: str
) -> None:
    assert said in select(browse("olga"), **fields).text
