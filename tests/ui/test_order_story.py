"""Who did what on an order's page, in the order in which it happened, and each thing once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from bigcommerce.db.order_receipts import complete_waiting_orders
from tests.ui.order_pages import STORE, UNMAPPED, open_shop, order, take, text_of

PAGE = f"{STORE}/orders/100"
Browse = Callable[..., Any]


@pytest.fixture
def shop(commerce: psycopg.Connection) -> psycopg.Connection:
    return open_shop(commerce)


def story(browse: Browse) -> str:
    page = text_of(browse().get(PAGE))
    return page[page.index("Its story") :]


def test_who_mapped_its_names_to_what_and_that_it_was_let_go(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(), rules=UNMAPPED)
    olga = browse("olga")
    olga.post(f"{STORE}/mappings/payment/add", data={"bigcommerce_name": "Credit Card", "backoffice_name": "Card"})
    assert "Released" not in story(browse)
    olga.post(f"{STORE}/mappings/shipping/add", data={"bigcommerce_name": "Standard", "backoffice_name": "Parcel"})
    told = story(browse)
    assert "“Credit Card” is Card. By olga." in told and "“Standard” is Parcel. By olga." in told
    assert told.index("Shipping method mapped") < told.index("Released: it waits for nothing any more")
    assert "In the back office it is New now." in told
    assert shop.execute("select distinct resolved_by from bigcommerce.item_problems").fetchall() == [("olga",)]


def test_names_that_no_person_mapped_just_now_are_nobodys(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(), rules=UNMAPPED)
    shop.execute("insert into bigcommerce.payment_method_map values ('default', 'Credit Card', 'Card')")
    complete_waiting_orders(shop, "default")
    assert "“Credit Card” is Card." in story(browse) and "By " not in story(browse)


def test_an_order_is_seen_before_it_is_held(browse: Browse, shop: psycopg.Connection) -> None:
    """Both are written in one transaction; of the problem its beginning is kept."""
    with shop.transaction():
        shop.execute("select pg_sleep(0.01)")
        take(shop, order(), rules=UNMAPPED)
    (is_later,) = shop.execute(
        "select r.fetched_at > p.first_seen_at from bigcommerce.raw_orders r, bigcommerce.item_problems p limit 1"
    ).fetchone() or (None,)
    assert is_later
    told = story(browse)
    assert told.index("Seen at BigCommerce") < told.index("Received, as order") < told.index("without a mapping")


def test_who_acknowledged_a_change(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order())
    (change,) = shop.execute(
        "insert into backoffice.order_changes (order_id, kind, details)"
        " select order_id, 'totals', '{}' from backoffice.orders returning change_id"
    ).fetchone() or (None,)
    browse("olga").post(f"{PAGE}/acknowledge", data={"change_id": change})
    assert shop.execute("select acknowledged_by from backoffice.order_changes").fetchone() == ("olga",)
    told = story(browse)
    assert "By olga." in told[told.index("Acknowledged: totals edited") :]


def test_one_refusal_of_netos_is_told_once(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order())
    shop.execute(
        "insert into bigcommerce.item_problems (store_code, flow, item_key, code, message)"
        " values ('default', 'neto', '100', 'neto_unknown_sku', 'Neto has no product.')"
    )
    shop.execute(
        "insert into neto.order_pushes (order_id, neto_order_id, state) select order_id, 'BC100', 'refused'"
        " from backoffice.orders"
    )
    assert story(browse).count("Not sent to Neto") == 1 and story(browse).count("Neto has no product.") == 1
    shop.execute("update bigcommerce.item_problems set resolved_at = now(), resolved_by = 'olga'")
    assert "By olga." in story(browse)


def test_an_unknown_sku_that_a_person_closes_lets_the_order_go(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order())
    shop.execute("update backoffice.orders set needs_attention = true")
    (problem,) = shop.execute(
        "insert into bigcommerce.item_problems (store_code, flow, item_key, code)"
        " values ('default', 'orders', '100', 'sku_not_in_back_office') returning problem_id"
    ).fetchone() or (None,)
    olga, page = browse("olga"), f"{STORE}/problems/orders/sku_not_in_back_office"
    assert "Close it if the back office deals with that line by itself" in olga.get(page).text
    olga.post(page, data={"action": "close", "problem_id": problem, "sure": "yes"})
    assert "Settled: sKU unknown" not in story(browse) and "By olga." in story(browse)
    complete_waiting_orders(shop, "default")
    assert shop.execute("select needs_attention from backoffice.orders").fetchone() == (False,)
