"""Before many are approved: what would change, in sums, and a dry run that shows all of it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.ui.live_airflow_runs import LiveAirflow
from tests.ui.panel_rows import insert, insert_store
from tests.ui.test_products import approved, select

Browse = Callable[..., Any]
EXPORT = "bigcommerce_price_stock_export"
LOOK = "See first what would change</button>"


@pytest.fixture
def shop(commerce: psycopg.Connection) -> psycopg.Connection:
    """{SKU: (price there, price here, stock here)}; NEW was never looked up, SENT is approved."""
    insert_store(commerce)
    insert(commerce, "backoffice.price_groups", code="retail", is_default=True)
    rows = {"UP": (10, 15, 4), "DOWN": (10, 8, 0), "SAME": (10, 10, 4), "UNREAD": (None, 9, 4), "SENT": (1, 99, 0)}
    for number, (sku, (there, here, units)) in enumerate(rows.items(), start=1):
        add(commerce, sku, here, units)
        insert(
            commerce, "bigcommerce.product_links", store_code="default", sku=sku, state="linked", product_id=number,
            variant_id=number, is_base_variant=True, inventory_tracking="product", seen_price=there,
        )  # fmt: skip
    add(commerce, "NEW", 9, 4)
    insert(commerce, "bigcommerce.product_approvals", store_code="default", sku="SENT", is_approved=True)
    return commerce


def add(commerce: psycopg.Connection, sku: str, price: int, units: int) -> None:
    insert(commerce, "backoffice.products", sku=sku)
    insert(commerce, "backoffice.product_prices", sku=sku, price_group="retail", price=price)
    insert(commerce, "backoffice.stock", sku=sku, warehouse="main", available_quantity=units)


def points(page: str) -> list[str]:
    return [html.unescape(point) for point in re.findall(r"<li>([^<]*)</li>", page)]


def test_the_question_says_in_sums_what_would_change(browse: Browse, shop: psycopg.Connection) -> None:
    asked = select(browse("olga"), which="matching").text
    assert points(asked)[:8] == [
        "1 product was not looked up in BigCommerce yet, so what it would change there is not known: refresh the "
        "product links first to know it.",
        "Of the others:",
        "The price of 4 products would be sent. 2 of them differ from the last price known at BigCommerce, 2 by more "
        "than 10 %; BigCommerce was not asked for this.",
        "BigCommerce's own price of 1 product was never read, so how far it would move is not known.",
        'The biggest rise: SKU "UP" from 10.00 to 15.00, +50.00 %.',
        'The biggest fall: SKU "DOWN" from 10.00 to 8.00, -20.00 %.',
        "The stock of 4 products would be sent.",
        "1 product would be offered with stock 0, so shoppers cannot buy it: DOWN.",
    ]
    assert LOOK in asked and approved(shop) == ["SENT"]


def test_what_is_managed_in_bigcommerce_is_not_worked_out(browse: Browse, shop: psycopg.Connection) -> None:
    shop.execute("update bigcommerce.stores set prices_managed_in = 'bigcommerce', stock_sync_enabled = false")
    said = points(select(browse("olga"), sku="UP").text)
    assert said[0].startswith("No price would be sent: ") and said[1].startswith("No stock would be sent: ")


def test_unapproving_says_nothing_of_it(browse: Browse, shop: psycopg.Connection) -> None:
    asked = select(browse("olga"), sku="SENT", action="unapprove").text
    assert points(asked) == [] and LOOK not in asked


def test_more_than_a_dry_run_shows_is_said_with_what_to_do(browse: Browse, shop: psycopg.Connection) -> None:
    shop.execute("insert into backoffice.products (sku) select 'X' || i from generate_series(1, 496) i")
    for which, is_too_many in (({"q": "x"}, False), ({}, True)):
        asked = select(browse("olga"), which="matching", **which).text
        assert ("A dry run can show at most 500 products at a time: go back and tick some" in asked) is is_too_many
        assert (LOOK in asked) is not is_too_many
        said = " ".join(points(asked))
        # Of what nobody has looked up nothing is known, "no price would be sent" least of all.
        assert ("not looked up in BigCommerce yet" in said) is not is_too_many and "would be sent" not in said
    asked = select(browse("olga"), which="matching", look="yes")
    assert asked.status_code == 200 and "A dry run can show at most 500" in asked.text


@pytest.mark.slow
def test_looking_first_is_a_dry_run_for_exactly_those_that_would_be_approved(
    browse: Browse, shop: psycopg.Connection, live_airflow: LiveAirflow
) -> None:
    client = browse("olga")
    for fields in ({"sku": ["UP", "SENT", "GONE", "DOWN"]}, {"which": "matching", "q": "u", "sure": "yes"}):
        answer = select(client, look="yes", confirmed="2", **fields)
        assert answer.status_code == 303
        watched = client.get(answer.headers["location"])
        assert re.search(rf'href="/bigcommerce/stores/default/runs/{EXPORT}/[^"]+/plan"', watched.text)
    as_if = {"store": "default", "dry_run": True, "as_if_approved": True}
    assert live_airflow.runs(EXPORT) == [as_if | {"skus": ["UNREAD", "UP"]}, as_if | {"skus": ["DOWN", "UP"]}]
    assert approved(shop) == ["SENT"]


def test_viewers_start_none_and_what_is_approved_already_needs_none(browse: Browse, shop: psycopg.Connection) -> None:
    assert select(browse("vic"), sku="UP", look="yes").status_code == 403
    client = browse("olga")
    answer = select(client, sku="SENT", look="yes")
    assert "1 product is approved already" in client.get(answer.headers["location"]).text
