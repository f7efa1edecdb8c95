"""What a person closes by hand: what is asked first, what closing lets go, and where it is not offered."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any
from urllib.parse import unquote

import psycopg
import pytest

from bigcommerce.domain.problem_texts import TEXTS
from tests.domain.order_payloads import line, payload
from tests.ui.order_pages import PAYMENT_ONLY, STORE, open_shop, take, text_of
from tests.ui.panel_rows import insert_problem

PAGE = f"{STORE}/problems"
SKU = f"{PAGE}/orders/sku_not_in_back_office"
BY_ITSELF = "It closes by itself once a run finds its cause gone"
CLOSABLE = {
    *(("orders", code) for code in ("order_not_received", "invalid_order", "sku_not_in_back_office")),
    ("orders", "order_was_missing"),
    *(("tracking", code) for code in ("consignment_changed_after_export", "unmapped_carrier", "invalid_tracking_link")),
    *(("neto", code) for code in ("neto_note_rejected", "neto_total_differs", "neto_unmatched_dispatch")),
}
RETRIED = {code for code in TEXTS if code[1] in ("rejected_by_bigcommerce", "neto_rejected")}
Browse = Callable[..., Any]


@pytest.fixture(autouse=True)
def shop(commerce: psycopg.Connection) -> psycopg.Connection:
    return open_shop(commerce)


def order(number: int) -> dict[str, Any]:
    return payload(line(sku="NEVER"), id=number)


def states(shop: psycopg.Connection) -> list[tuple[str, bool]]:
    return shop.execute(
        "select status, needs_attention from backoffice.orders order by bigcommerce_order_id"
    ).fetchall()


def said(answer: Any) -> str:
    return unquote(answer.cookies["bigcommerce_said"])


# --- where it is offered -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("flow", "code"), TEXTS)
def test_it_is_offered_where_no_run_would_open_the_same_at_once_and_else_how_it_closes_is_said(
    browse: Browse, shop: psycopg.Connection, flow: str, code: str
) -> None:
    insert_problem(shop, flow, code, "1")
    text = text_of(browse("olga").get(f"{PAGE}/{flow}/{code}"))
    assert ('value="close"' in text) == ((flow, code) in CLOSABLE)
    assert (BY_ITSELF in text) == ((flow, code) not in CLOSABLE | RETRIED)
    assert 'value="close"' not in browse("vic").get(f"{PAGE}/{flow}/{code}").text
    data = {"action": "close", "which": "all"}
    assert browse("vic").post(f"{PAGE}/{flow}/{code}", data=data | {"sure": "yes"}).status_code == 403


def test_what_only_another_version_knows_can_be_closed(browse: Browse, shop: psycopg.Connection) -> None:
    insert_problem(shop, "stock", "of_tomorrow", "A-1")
    answer = browse("olga").post(f"{PAGE}/stock/of_tomorrow", data={"action": "close", "which": "all", "sure": "yes"})
    assert said(answer) == '"1 problem closed."'


# --- orders --------------------------------------------------------------------------------------------------------
def test_the_page_before_says_how_many_and_what_closing_means(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(100), order(101))
    text = text_of(browse("olga").post(SKU, data={"action": "close", "which": "all"}))
    assert "2 problems will be closed: Order line with an unknown SKU." in text
    assert "Closing by itself sends, receives and changes nothing." in text
    assert "It opens anew only for another such SKU of the order." in text
    assert states(shop) == [("New", True), ("New", True)]


def test_the_last_problem_closed_lets_the_order_go_and_keeps_who_did(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(100), order(101))
    insert_problem(shop, "orders", "invalid_order", "101")
    data = {"action": "close", "which": "all", "sure": "yes"}
    answer = browse("olga").post(SKU, data=data)
    assert said(answer) == '"2 problems closed. 1 order has nothing else open and needs no attention any more."'
    assert states(shop) == [("New", False), ("New", True)]
    who = shop.execute("select resolved_by from bigcommerce.item_problems where code = 'sku_not_in_back_office'")
    assert who.fetchall() == [("olga",), ("olga",)]
    assert said(browse("olga").post(SKU, data=data)) == '"These problems are closed already."'
    assert said(browse("olga").post(f"{PAGE}/orders/invalid_order", data=data)).startswith('"1 problem closed. 1 order')
    assert states(shop) == [("New", False), ("New", False)]


def test_an_order_without_its_name_stays_on_hold(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(100), rules=PAYMENT_ONLY)
    shop.execute(
        "update bigcommerce.item_problems set resolved_at = now(), resolved_by = 'x' where code like 'unmapped%'"
    )
    answer = browse("olga").post(SKU, data={"action": "close", "which": "all", "sure": "yes"})
    assert said(answer) == '"1 problem closed."'
    assert states(shop) == [("On Hold", True)]


def test_orders_are_let_go_one_writer_at_a_time(browse: Browse, shop: psycopg.Connection) -> None:
    take(shop, order(100))
    browse("olga").post(SKU, data={"action": "close", "which": "all"})
    with psycopg.connect(shop.info.dsn, password=shop.info.password) as ingest:
        ingest.execute("select pg_advisory_xact_lock(hashtext('bigcommerce orders'), hashtext('default'))")
        data = {"action": "close", "which": "all", "sure": "yes"}
        thread = Thread(target=browse("olga").post, args=(SKU,), kwargs={"data": data})
        thread.start()
        thread.join(0.5)
        assert thread.is_alive() and states(shop) == [("New", True)]
    thread.join(10)
    assert states(shop) == [("New", False)]
