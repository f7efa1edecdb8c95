"""One product's page: what it says and why, its approval, and sending it now."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from bigcommerce.ui.links import step
from tests.conftest import SandboxStore, free_port
from tests.journeys.shop_world import Shop
from tests.ui.live_airflow_runs import LiveAirflow
from tests.ui.panel_rows import ESCAPED, MARKUP, insert, insert_problem, insert_store

PATH = "/bigcommerce/stores/default/products/"
APPROVE = {"action": "approve", "sure": "yes"}
ODD = ["a/b c", "a//b", "/a", "50%", 'say "hi"', "🎈 x", "007", "a+b", "q?a=1#x", "a..b", "selection", MARKUP]


@pytest.fixture
def shop(commerce: psycopg.Connection, sandbox: SandboxStore) -> Shop:
    return Shop(commerce, sandbox)


@pytest.fixture
def no_store() -> Iterator[None]:
    """Nobody listens where the store should be."""
    os.environ["AIRFLOW_CONN_BIGCOMMERCE_DEFAULT"] = (
        f'{{"conn_type": "bigcommerce", "host": "http://127.0.0.1:{free_port()}", "password": "secret-token",'
        ' "extra": {"store_hash": "x"}}'
    )
    yield
    del os.environ["AIRFLOW_CONN_BIGCOMMERCE_DEFAULT"]


def at(sku: str) -> str:
    return PATH + step(sku)


def history(commerce: psycopg.Connection) -> list[tuple[Any, ...]]:
    return commerce.execute(
        "select sku, is_approved, changed_by, source from bigcommerce.approval_history order by history_id"
    ).fetchall()


@pytest.mark.parametrize("sku", ODD)
def test_any_sku_has_its_page_and_its_buttons(
    browse: Callable[..., Any], commerce: psycopg.Connection, sku: str
) -> None:
    insert_store(commerce)
    insert(commerce, "backoffice.products", sku=sku, name=MARKUP)
    client = browse("olga")
    page = client.get(at(sku)).text
    assert client.get(PATH + quote(sku, safe="")).text == page, "as somebody types it"
    assert MARKUP not in page and ESCAPED in page and f'action="{at(sku)}"' in page
    asked = client.post(at(sku), data={"action": "approve"})
    assert asked.status_code == 200 and "Approve it" in asked.text and history(commerce) == []
    answer = client.post(at(sku), data=APPROVE)
    assert answer.status_code == 303 and answer.headers["location"] == at(sku)
    assert history(commerce) == [(sku, True, "olga", "panel")]


@pytest.mark.parametrize("sku", ["7", "%00", "x" * 3000, ""])
def test_an_unknown_sku_is_not_found(browse: Callable[..., Any], commerce: psycopg.Connection, sku: str) -> None:
    insert_store(commerce)
    insert(commerce, "backoffice.products", sku="007")
    assert browse().get(PATH + sku).status_code == 404
    for data in ({"action": "approve"}, APPROVE):
        assert browse().post(PATH + sku, data=data).status_code in (400, 404)
    assert history(commerce) == []


def test_it_says_why_without_asking_the_store(browse: Callable[..., Any], shop: Shop) -> None:
    shop.stock_up("A", price=12, units=5)
    before = shop.sandbox.counts()["requests"]
    page = browse("vic").get(at("A")).text
    assert "Nothing is sent: it was not looked up on BigCommerce yet" in page and "Warehouse main has 5" in page
    assert "BigCommerce was not asked" in page and "Ask BigCommerce what it holds now" in page
    assert shop.sandbox.counts()["requests"] == before


def test_asked_the_store_says_what_it_holds(browse: Callable[..., Any], shop: Shop) -> None:
    product = shop.list_product("A", inventory_tracking="product")
    shop.stock_up("A")
    insert(
        shop.db, "bigcommerce.product_links", store_code="default", sku="A", state="linked", product_id=product["id"],
        variant_id=product["variants"][0]["id"], is_base_variant=True, inventory_tracking="product",
    )  # fmt: skip
    page = browse("vic").get(at("A"), params={"ask": "1"}).text
    assert "BigCommerce holds 1.00 now." in page and "was not asked" not in page
    assert f"product {product['id']}" in page


def link(shop: Shop, product: dict[str, Any]) -> None:
    insert(
        shop.db, "bigcommerce.product_links", store_code="default", sku="A", state="linked", product_id=product["id"],
        variant_id=product["variants"][0]["id"], is_base_variant=True, inventory_tracking="product", seen_price=1,
    )  # fmt: skip


def test_before_approval_it_says_what_would_change_step_by_step_and_approving_warns(
    browse: Callable[..., Any], shop: Shop
) -> None:
    link(shop, shop.list_product("A", inventory_tracking="product"))
    shop.stock_up("A", price=9, units=0)
    shop.db.execute("delete from bigcommerce.product_approvals")
    page = browse("vic").get(at("A")).text
    for said in (
        "Once approved, its price would be 9.00 (now 1.00 at BigCommerce).",
        "Once approved, its stock would be 0 (what it is now is not known).",
        "Price group retail has 9.00.",
        "It should be 0: 0 − 0 − 0, not below 0, no limit.",
        "Nothing is sent: nobody approved it for store default.",
    ):
        assert said in page, said
    # Asked, BigCommerce says what it holds.
    asked = browse("olga").post(at("A"), data={"action": "approve"}).text
    assert "Its price becomes 9.00; now 1.00 at BigCommerce." in asked
    assert "Its stock falls to 0, so shoppers cannot buy it; now 1 at BigCommerce." in asked
    assert "look it up first" not in asked and "Once approved" not in asked
    shop.set_price("A", 1)
    shop.set_units("A", 40)
    asked = browse("olga").post(at("A"), data={"action": "approve"}).text
    assert 'role="alert"' not in asked and "its price would be 1.00 (now 1.00 at BigCommerce)" in asked


@pytest.mark.parametrize(
    ("managed_in", "sent", "is_said"),
    [("backoffice", False, True), ("backoffice", True, False), ("bigcommerce", False, False)],
)
def test_asking_says_that_the_first_price_cannot_be_rolled_back(
    browse: Callable[..., Any], commerce: psycopg.Connection, no_store: None, managed_in: str, sent: bool, is_said: bool
) -> None:
    insert_store(commerce, prices_managed_in=managed_in)
    insert(commerce, "backoffice.products", sku="A")
    if sent:
        insert(commerce, "bigcommerce.price_history", store_code="default", sku="A", price=1, dag_run_id="r")
    asked = browse("olga").post(at("A"), data={"action": "approve"}).text
    assert ("it cannot be rolled back here" in asked) is is_said


def test_a_product_that_was_never_looked_up_can_be_first(
    browse: Callable[..., Any], shop: Shop, live_airflow: LiveAirflow
) -> None:
    insert(shop.db, "backoffice.products", sku="A")
    assert "Look it up in BigCommerce" in browse("olga").get(at("A")).text
    assert "Look it up first" in browse("olga").post(at("A"), data={"action": "approve"}).text
    assert browse("olga").post(at("A"), data={"action": "look"}).status_code == 303
    assert live_airflow.runs("bigcommerce_product_link_refresh") == [{"store": "default", "skus": ["A"]}]
    assert history(shop.db) == []


def test_approving_does_not_wait_for_a_store_that_does_not_answer(
    browse: Callable[..., Any], commerce: psycopg.Connection, no_store: None
) -> None:
    insert_store(commerce)
    insert(commerce, "backoffice.products", sku="A")
    asked = browse().post(at("A"), data={"action": "approve"})
    assert asked.status_code == 200 and "BigCommerce could not be asked" in asked.text


def test_a_store_that_does_not_answer_leaves_the_rest_of_the_page(
    browse: Callable[..., Any], commerce: psycopg.Connection, no_store: None
) -> None:
    insert_store(commerce)
    insert(commerce, "backoffice.products", sku="A")
    answer = browse().get(at("A"), params={"ask": "1"})
    assert answer.status_code == 200 and "BigCommerce could not be asked" in answer.text
    assert "Why this price" in answer.text and "secret-token" not in answer.text


def test_it_tells_its_history(browse: Callable[..., Any], commerce: psycopg.Connection) -> None:
    insert_store(commerce)
    insert(commerce, "backoffice.products", sku="A", name="Shirt")
    commerce.execute("insert into bigcommerce.price_list_map values ('default', 7, 'retail')")
    for target, price in (("catalog", 4), ("price_list:7", 3)):
        insert(commerce, "bigcommerce.price_history", store_code="default", target=target, sku="A", price=price)
    insert_problem(commerce, "prices", "empty_price", "A", message=MARKUP)
    insert_problem(commerce, "stock", "stock_missing", "A", resolved_at="2026-01-02T03:04:05Z")
    insert_problem(commerce, "orders", "invalid_order", "A", message="of another order")
    client = browse("olga")
    client.post(at("A"), data=APPROVE)
    client.post(at("A"), data={"action": "unapprove"})
    page = client.get(at("A")).text
    for said in (
        "Price list 7",
        "4.00",
        "3.00",
        "No price above 0",
        "No stock in the back office",
        "closed",
        "olga",
        "this page",
    ):
        assert said in page
    assert ESCAPED in page and MARKUP not in page and "of another order" not in page
    assert history(commerce) == [("A", True, "olga", "panel"), ("A", False, "olga", "panel")]


def test_two_people_at_once_and_the_second_is_told(browse: Callable[..., Any], commerce: psycopg.Connection) -> None:
    insert_store(commerce)
    insert(commerce, "backoffice.products", sku="A")
    browse("ada").post(at("A"), data=APPROVE)
    for data in ({"action": "approve"}, APPROVE):
        client = browse("olga")
        answer = client.post(at("A"), data=data)
        assert "approved already" in client.get(answer.headers["location"]).text
    assert history(commerce) == [("A", True, "ada", "panel")]


@pytest.mark.parametrize("action", ["approve", "unapprove", "look", "send", "try"])
def test_viewers_change_nothing(browse: Callable[..., Any], commerce: psycopg.Connection, action: str) -> None:
    insert_store(commerce)
    insert(commerce, "backoffice.products", sku="A")
    assert '<form method="post"' not in browse("vic").get(at("A")).text
    assert browse("vic").post(at("A"), data={"action": action}).status_code == 403
    assert browse(None).get(at("A")).status_code == 307
    assert history(commerce) == []


def test_a_store_that_is_off_sends_nothing(browse: Callable[..., Any], commerce: psycopg.Connection) -> None:
    insert_store(commerce, is_enabled=False)
    insert(commerce, "backoffice.products", sku="A")
    client = browse("olga")
    answer = client.post(at("A"), data={"action": "send"})
    assert "The store is switched off" in client.get(answer.headers["location"]).text


@pytest.mark.slow
@pytest.mark.parametrize("sku", ["A/1 %", "A..1"])
def test_send_now_starts_the_export_and_goes_where_it_can_be_watched(
    browse: Callable[..., Any], commerce: psycopg.Connection, live_airflow: LiveAirflow, sku: str
) -> None:
    insert_store(commerce)
    insert(commerce, "backoffice.products", sku=sku)
    client = browse("olga")
    answer = client.post(at(sku), data={"action": "send"})
    assert "/progress?" in answer.headers["location"]
    watched = client.get(answer.headers["location"])
    assert watched.status_code == 200
    assert f'href="{at(sku) if ".." not in sku else PATH.rstrip("/")}"' in watched.text
    assert f"This run leaves out the SKU that it names:</p>\n<ul><li>&#34;{sku}&#34; is not approved." in watched.text
    assert live_airflow.runs("bigcommerce_price_stock_export") == [{"store": "default", "skus": [sku]}]


@pytest.mark.slow
def test_a_dry_run_counts_it_as_approved_and_leads_to_its_plan(
    browse: Callable[..., Any], commerce: psycopg.Connection, live_airflow: LiveAirflow
) -> None:
    insert_store(commerce, is_enabled=False)
    insert(commerce, "backoffice.products", sku="A")
    client = browse("olga")
    dry = {"store": "default", "skus": ["A"], "dry_run": True}
    as_if = "Dry run: what would be sent if it were approved</button>"
    for is_approved, conf in ((False, dry | {"as_if_approved": True}), (True, dry)):
        insert(commerce, "bigcommerce.product_approvals", store_code="default", sku="A", is_approved=is_approved)
        assert (as_if in client.get(at("A")).text) is not is_approved
        answer = client.post(at("A"), data={"action": "try"})
        assert live_airflow.runs("bigcommerce_price_stock_export")[0] == conf
        watched = client.get(answer.headers["location"]).text
        assert re.search(r'href="/bigcommerce/stores/default/runs/[^"]+/plan"', watched)
        assert "is not approved" not in watched and "was not looked up in BigCommerce yet" in watched
        commerce.execute("delete from bigcommerce.product_approvals")
    assert client.post(at("B"), data={"action": "try"}).status_code == 404
