"""The problem pages: what is listed, what a run is asked for, what closing does."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.ui.live_airflow_runs import LiveAirflow
from tests.ui.panel_rows import ESCAPED, MARKUP, insert, insert_problem, insert_store, plan_of

PAGE = "/bigcommerce/stores/default/problems"
Browse = Callable[..., Any]


@pytest.fixture(autouse=True)
def store(commerce: psycopg.Connection) -> None:
    insert_store(commerce)


def open_keys(commerce: psycopg.Connection) -> set[str]:
    rows = commerce.execute("select item_key from bigcommerce.item_problems where resolved_at is null")
    return {key for (key,) in rows}


# --- the list ------------------------------------------------------------------------------------------------------
def test_nothing_open_says_what_to_look_at_next(browse: Browse) -> None:
    answer = browse("vic").get(PAGE)
    assert answer.status_code == 200
    assert "Nothing is open" in answer.text
    assert f"{PAGE.removesuffix('problems')}runs" in answer.text


def test_a_kind_of_problem_that_is_none_is_said(browse: Browse, commerce: psycopg.Connection) -> None:
    for kind in ("prices/xyz", "prices/stock_missing", "xyz/empty_price"):
        answer = browse().get(f"{PAGE}/{kind}")
        assert answer.status_code == 404 and "There is no kind of problem" in answer.text, kind
    # Known, or left open by another version.
    insert_problem(commerce, "prices", "of_tomorrow", "A")
    for kind in ("prices/empty_price", "prices/of_tomorrow"):
        assert browse().get(f"{PAGE}/{kind}").status_code == 200


def test_the_list_counts_by_flow_and_code_with_the_age_of_the_oldest(
    browse: Browse, commerce: psycopg.Connection
) -> None:
    old = datetime.now(UTC) - timedelta(days=3, hours=1)
    insert_problem(commerce, "prices", "empty_price", "A-1", first_seen_at=old)
    insert_problem(commerce, "prices", "empty_price", "A-2")
    insert_problem(commerce, "stock", "rejected_by_bigcommerce", "A-1")
    insert_problem(commerce, "orders", "invalid_order", "7", resolved_at=old)
    insert_problem(commerce, "orders", "brand_new_code", "8")
    insert_store(commerce, "other")
    insert_problem(commerce, "links", "sku_not_found", "B-1", store_code="other")
    text = browse("vic").get(PAGE).text
    row = text[text.index("No price above 0") :]
    assert '<td class="number" data-label="Open">2</td>' in row[:400]
    assert "3 days ago" in row[:500]
    assert "Stock that BigCommerce refused" in text
    assert "Brand new code" in text
    assert "does not add up" not in text
    assert "Approved SKU" not in text


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_code_is_paged_from_the_oldest_on_also_when_the_last_one_shown_is_closed(
    browse: Browse, commerce: psycopg.Connection, is_closed: bool
) -> None:
    began = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(120):  # the oldest has the highest id
        seen_at = began - timedelta(hours=number // 7)
        insert_problem(commerce, "prices", "empty_price", f"A-{number:03}", first_seen_at=seen_at)
    seen: list[str] = []
    address: str | None = f"{PAGE}/prices/empty_price"
    while address:
        text = browse("vic").get(address).text
        seen += re.findall(r"/products/(A-\d+)\"", text)
        if is_closed:
            commerce.execute("update bigcommerce.item_problems set resolved_at = now() where item_key = %s", [seen[-1]])
        following = re.findall(r'href="([^"]+)" rel="next"', text)
        address = html.unescape(following[0]) if following else None
    assert seen == [f"A-{number:03}" for number in sorted(range(120), key=lambda number: (-(number // 7), number))]


def test_items_lead_to_their_product_or_order(browse: Browse, commerce: psycopg.Connection) -> None:
    order = insert(commerce, "backoffice.orders", store_code="default", bigcommerce_order_id=501)
    insert(commerce, "backoffice.consignments", consignment_id="C/1", order_id=order)
    insert_problem(commerce, "tracking", "unmapped_carrier", "C/1")
    insert_problem(commerce, "orders", "invalid_order", "77")
    insert_problem(commerce, "stock", "stock_missing", "A/1 ü&?")
    insert_problem(commerce, "prices", "price_list_not_found", "12")
    assert "/stores/default/orders/501" in browse("vic").get(f"{PAGE}/tracking/unmapped_carrier").text
    assert "/stores/default/orders/77" in browse("vic").get(f"{PAGE}/orders/invalid_order").text
    assert "/stores/default/products/A~2F1%20%C3%BC&amp;~3F" in browse("vic").get(f"{PAGE}/stock/stock_missing").text
    assert "/products/" not in browse("vic").get(f"{PAGE}/prices/price_list_not_found").text


def test_markup_is_text(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_problem(commerce, "stock", "stock_missing", MARKUP, message=MARKUP + "m", details={"said": MARKUP + "d"})
    insert_problem(commerce, "stock", MARKUP, "A-1")
    pages = [browse("vic").get(f"{PAGE}/stock/stock_missing").text, browse("vic").get(PAGE).text]
    assert [MARKUP in page for page in pages] == [False, False]
    assert ESCAPED in pages[0]
    assert f"{ESCAPED}m" in pages[0]
    assert f"{ESCAPED}d" in pages[0]


def test_viewers_have_nothing_to_click(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_problem(commerce, "stock", "rejected_by_bigcommerce", "A-1")
    assert "<button" in browse("olga").get(f"{PAGE}/stock/rejected_by_bigcommerce").text
    assert "<button" not in browse("vic").get(f"{PAGE}/stock/rejected_by_bigcommerce").text


def test_a_hundred_thousand_problems_are_grouped_and_paged_by_the_index(commerce: psycopg.Connection) -> None:
    commerce.execute(
        "insert into bigcommerce.item_problems (store_code, flow, code, item_key)"
        " select 'default', 'prices', 'empty_price', 'A-' || n from generate_series(1, 100000) n"
    )
    insert_problem(commerce, "stock", "stock_missing", "A-1")
    commerce.execute("analyze bigcommerce.item_problems")
    groups = plan_of(commerce, "problems/select_groups", store="default", most=10_001)
    page = plan_of(
        commerce, "problems/select_page", store="default", flow="prices", code="empty_price", after=50_000, limit=51
    )
    for plan in (groups, page):
        assert "Seq Scan on item_problems" not in plan, plan
        assert "Sort Key: p" not in plan, plan
    assert "item_problems_open" in groups
    assert "rows=51" in page


# --- looking again -------------------------------------------------------------------------------------------------
def test_nothing_ticked_is_said_and_starts_nothing(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_problem(commerce, "stock", "stock_missing", "A-1")
    answer = browse("olga").post(f"{PAGE}/stock/stock_missing", data={"action": "look_again"})
    assert answer.status_code == 400
    assert "Tick at least one problem" in answer.text


def test_looking_again_asks_with_the_number_and_says_what_happens(browse: Browse, commerce: psycopg.Connection) -> None:
    ids = [insert_problem(commerce, "stock", "stock_missing", f"A-{number}") for number in range(3)]
    for data, number in (
        ({"problem_id": ids[:2]}, 2),
        ({"which": "all"}, 3),
        ({"which": "all", "problem_id": ids[:1]}, 3),
    ):
        answer = browse("olga").post(f"{PAGE}/stock/stock_missing", data={"action": "look_again", **data})
        assert answer.status_code == 200
        assert f"{number} problems will be looked at again" in answer.text
        assert "Stock is worked out again: these only." in answer.text
        assert f"Look again at {number}" in answer.text


@pytest.mark.parametrize(
    ("flow", "code", "keys", "dag_id", "conf"),
    [
        (
            "stock",
            "stock_missing",
            ["A-2", "A-1"],
            "bigcommerce_price_stock_export",
            {"what": "stock", "skus": ["A-1", "A-2"]},
        ),
        ("prices", "empty_price", ["A-1"], "bigcommerce_price_stock_export", {"what": "prices", "skus": ["A-1"]}),
        ("prices", "price_group_not_found", ["retail"], "bigcommerce_price_stock_export", {"what": "prices"}),
        ("links", "sku_not_found", ["A-1"], "bigcommerce_product_link_refresh", {"skus": ["A-1"]}),
        ("orders", "invalid_order", ["12", "9"], "bigcommerce_order_ingest", {"order_ids": [9, 12]}),
        ("orders", "unmapped_payment_method", ["12"], "bigcommerce_order_ingest", {}),
    ],
)
def test_the_run_of_the_flow_starts_for_these_items(
    browse: Browse,
    commerce: psycopg.Connection,
    live_airflow: LiveAirflow,
    flow: str,
    code: str,
    keys: list[str],
    dag_id: str,
    conf: dict[str, Any],
) -> None:
    ids = [insert_problem(commerce, flow, code, key) for key in keys]
    insert_problem(commerce, flow, code, "99")
    answer = browse("olga").post(
        f"{PAGE}/{flow}/{code}", data={"action": "look_again", "problem_id": ids, "sure": "yes"}
    )
    assert answer.status_code == 303, answer.text
    assert live_airflow.runs(dag_id) == [{"store": "default", **conf}]
    assert answer.headers["location"].startswith(f"/bigcommerce/runs/{dag_id}/manual__")
    assert len(open_keys(commerce)) == len(keys) + 1


def test_parcels_are_looked_at_by_their_orders(
    browse: Browse, commerce: psycopg.Connection, live_airflow: LiveAirflow
) -> None:
    order = insert(commerce, "backoffice.orders", store_code="default", bigcommerce_order_id=501)
    insert(commerce, "backoffice.consignments", consignment_id="C-1", order_id=order)
    insert(commerce, "backoffice.consignments", consignment_id="C-2", order_id=order)
    for key in ("C-1", "C-2", "gone"):
        insert_problem(commerce, "tracking", "order_not_shippable", key)
    browse("olga").post(
        f"{PAGE}/tracking/order_not_shippable", data={"action": "look_again", "which": "all", "sure": "yes"}
    )
    assert live_airflow.runs("bigcommerce_tracking_export") == [{"store": "default", "order_ids": [501]}]


def test_too_many_items_are_left_to_a_run_of_the_whole_flow(
    browse: Browse, commerce: psycopg.Connection, live_airflow: LiveAirflow
) -> None:
    commerce.execute(
        "insert into bigcommerce.item_problems (store_code, flow, code, item_key)"
        " select 'default', 'links', 'sku_not_found', 'A-' || n from generate_series(1, 501) n"
    )
    data = {"action": "look_again", "which": "all"}
    asked = browse("olga").post(f"{PAGE}/links/sku_not_found", data=data).text
    assert "Products are looked up in BigCommerce again: all that wait, not only these." in asked
    browse("olga").post(f"{PAGE}/links/sku_not_found", data=data | {"sure": "yes"})
    assert live_airflow.runs("bigcommerce_product_link_refresh") == [{"store": "default"}]


def test_trying_again_closes_what_was_refused_in_the_name_of_who_asked(
    browse: Browse, commerce: psycopg.Connection, live_airflow: LiveAirflow
) -> None:
    ids = [insert_problem(commerce, "stock", "rejected_by_bigcommerce", f"A-{number}") for number in range(3)]
    data = {"action": "look_again", "problem_id": ids[:2]}
    assert "Try 2 again" in browse("olga").post(f"{PAGE}/stock/rejected_by_bigcommerce", data=data).text
    assert len(open_keys(commerce)) == 3
    browse("olga").post(f"{PAGE}/stock/rejected_by_bigcommerce", data=data | {"sure": "yes"})
    assert open_keys(commerce) == {"A-2"}
    who = commerce.execute("select distinct resolved_by from bigcommerce.item_problems where resolved_at is not null")
    assert who.fetchall() == [("olga",)]
    assert live_airflow.runs("bigcommerce_price_stock_export") == [
        {"store": "default", "what": "stock", "skus": ["A-0", "A-1"]}
    ]


def test_without_airflow_what_was_refused_is_closed_all_the_same_and_that_is_said(
    browse: Browse, commerce: psycopg.Connection, no_airflow: None
) -> None:
    insert_problem(commerce, "stock", "rejected_by_bigcommerce", "A-1")
    data = {"action": "look_again", "which": "all", "sure": "yes"}
    answer = browse("olga").post(f"{PAGE}/stock/rejected_by_bigcommerce", data=data)
    assert answer.status_code == 502
    assert "They are closed all the same" in answer.text
    assert open_keys(commerce) == set()


def test_a_run_that_was_asked_for_problems_closed_meanwhile_does_not_start(
    browse: Browse, commerce: psycopg.Connection
) -> None:
    closed = insert_problem(commerce, "stock", "stock_missing", "A-1", resolved_at=datetime.now(UTC))
    insert_problem(commerce, "stock", "stock_missing", "A-2")
    data = {"action": "look_again", "problem_id": [closed], "sure": "yes"}
    assert browse("olga").post(f"{PAGE}/stock/stock_missing", data=data).status_code == 303


# --- closing by hand -----------------------------------------------------------------------------------------------
def test_closing_by_hand_asks_and_closes_these_alone(browse: Browse, commerce: psycopg.Connection) -> None:
    ids = [insert_problem(commerce, "orders", "order_was_missing", f"{number}") for number in (1, 2)]
    other = insert_problem(commerce, "orders", "invalid_order", "3")
    data = {"action": "close", "problem_id": [ids[0], other]}
    assert "will be closed" in browse("olga").post(f"{PAGE}/orders/order_was_missing", data=data).text
    assert open_keys(commerce) == {"1", "2", "3"}
    answer = browse("olga").post(f"{PAGE}/orders/order_was_missing", data=data | {"sure": "yes"})
    assert answer.status_code == 303
    assert open_keys(commerce) == {"2", "3"}


def test_closing_all_of_a_kind_leaves_other_kinds_and_other_stores_alone(
    browse: Browse, commerce: psycopg.Connection
) -> None:
    insert_store(commerce, "other")
    insert_problem(commerce, "orders", "order_was_missing", "1")
    insert_problem(commerce, "orders", "invalid_order", "2")
    theirs = insert_problem(commerce, "orders", "order_was_missing", "3", store_code="other")
    for data in ({"which": "all"}, {"problem_id": [theirs]}):
        browse("olga").post(f"{PAGE}/orders/order_was_missing", data={"action": "close", "sure": "yes", **data})
        assert open_keys(commerce) == {"2", "3"}


@pytest.mark.parametrize(
    ("flow", "code", "action"),
    [("stock", "stock_missing", "close"), ("orders", "order_was_missing", "look_again")],
)
def test_what_would_mean_nothing_is_refused(
    browse: Browse, commerce: psycopg.Connection, flow: str, code: str, action: str
) -> None:
    insert_problem(commerce, flow, code, "1")
    answer = browse("olga").post(f"{PAGE}/{flow}/{code}", data={"action": action, "which": "all", "sure": "yes"})
    assert answer.status_code == 400
    assert open_keys(commerce) == {"1"}
