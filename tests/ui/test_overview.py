"""The first page: is it all right, what is not, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.ui.live_airflow_runs import LiveAirflow
from tests.ui.panel_rows import ESCAPED, MARKUP, insert, insert_problem, insert_run, insert_store, plan_of
from tests.ui.whole_shop import account_of

PANEL = "/bigcommerce/"
STORE = "/bigcommerce/stores/default"
FLOWS = ("orders", "prices", "stock", "tracking")
Browse = Callable[..., Any]


@pytest.fixture(autouse=True)
def silent(no_airflow: None) -> None:
    """So that a page says what the tables say."""


def now() -> datetime:
    return datetime.now(UTC)


def insert_healthy_store(commerce: psycopg.Connection, store: str = "default") -> None:
    insert_store(commerce, store, setup_completed_at=now() - timedelta(days=9))
    at = now() - timedelta(minutes=5)
    for flow in FLOWS:
        insert_run(commerce, flow, f"scheduled__{store}", store_code=store, started_at=at, finished_at=at)
    insert(commerce, "bigcommerce.order_watermarks", store_code=store, complete_until=at)
    insert_run(commerce, "links", "scheduled__links", store_code=store, started_at=at, finished_at=at)
    insert(commerce, "bigcommerce.product_approvals", store_code=store, sku="A", is_approved=True)


def test_without_a_store_admins_are_led_to_one(browse: Browse) -> None:
    assert 'href="/bigcommerce/set-up/new"' in browse("ada").get(PANEL).text
    others = browse("olga").get(PANEL).text
    assert "Ask an administrator" in others
    assert "/set-up/new" not in others


def test_all_right_is_said_of_each_store_and_nothing_else(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_healthy_store(commerce)
    insert_healthy_store(commerce, "second")
    for address, count in ((PANEL, 2), (STORE, 1)):
        text = browse("vic").get(address).text
        assert text.count("All right.") == count
        assert "need you" not in text


def test_what_needs_somebody_is_named_and_linked(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_healthy_store(commerce)
    insert_problem(commerce, "stock", "stock_missing", "A", first_seen_at=now() - timedelta(hours=3, minutes=5))
    insert_problem(commerce, "stock", "stock_missing", "B")
    insert(commerce, "bigcommerce.guarded_prices", store_code="default", target="catalog", sku="A")
    held = insert(commerce, "backoffice.orders", store_code="default", bigcommerce_order_id=1, status="On Hold")
    insert(commerce, "backoffice.order_changes", order_id=held, kind="cancelled")
    insert(commerce, "backoffice.order_changes", order_id=held, kind="lines", acknowledged_at=now())
    insert(commerce, "backoffice.order_changes", order_id=held, kind="status")
    insert_run(commerce, "prices", "scheduled__late", started_at=now(), finished_at=now(), error=f"Rejected: {MARKUP}.")
    for address in (PANEL, STORE):
        text = browse("vic").get(address).text
        assert "5 things need you:" in text
        for sentence, place in (
            (f"The last run of prices failed: {ESCAPED}", "runs/bigcommerce_price_stock_export/scheduled__late"),
            ("1 price change waits for approval", "guarded-prices"),
            ("1 order is on hold, for less than an hour", "orders?show=on_hold"),
            ("1 order change waits to be acknowledged, for less than an hour", "orders?show=changed"),
            ("2 problems with stock, the oldest for 3 hours", "problems?flow=stock"),
        ):
            assert f'<a href="{STORE}/{place}">{sentence}</a>' in text, sentence
        assert MARKUP not in text


def test_parcels_that_wait_while_tracking_is_off_are_counted(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_healthy_store(commerce)
    order = insert(commerce, "backoffice.orders", store_code="default", bigcommerce_order_id=1)
    for parcel in ("C-1", "C-2", "sent", "cancelled"):
        insert(
            commerce,
            "backoffice.consignments",
            consignment_id=parcel,
            order_id=order,
            is_cancelled=parcel == "cancelled",
        )
    insert(
        commerce, "bigcommerce.shipment_exports",
        store_code="default", consignment_id="sent", shipping_address_no=1, state="accepted",
    )  # fmt: skip
    text = browse("vic").get(STORE).text
    assert "All right." in text
    assert "oldest not sent" in text
    commerce.execute("update bigcommerce.stores set consignment_sync_enabled = false")
    assert "2 parcels wait while tracking is switched off" in browse("vic").get(STORE).text


def test_an_account_that_failed_its_test_is_told_before_a_run(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_healthy_store(commerce)
    test = {"store_code": "default", "account": account_of("default"), "problem": "The token was refused: 401."}
    insert(commerce, "bigcommerce.account_tests", **test)
    for page in (PANEL, STORE):
        assert "The account failed its test" in browse("ada").get(page).text
    commerce.execute("update bigcommerce.account_tests set account = 'another'")
    assert "The account failed its test" not in browse("ada").get(STORE).text
    commerce.execute("update bigcommerce.account_tests set account = %s, problem = null", [test["account"]])
    assert "All right." in browse("ada").get(STORE).text


def test_parcels_of_no_order_are_told(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_healthy_store(commerce)
    for parcel, is_cancelled in (("C-0", True), ("C-1", False), (MARKUP, False)):
        insert(commerce, "backoffice.consignments", consignment_id=parcel, is_cancelled=is_cancelled)
    said = "2 consignments name no order and are not sent: whoever writes them has to enter their orders. The first is"
    for page in (PANEL, STORE):
        text = browse("vic").get(page).text
        assert said in text and MARKUP not in text and "All right." not in text
    commerce.execute("update bigcommerce.stores set consignment_sync_enabled = false")
    assert said not in browse("vic").get(STORE).text


def test_a_flow_that_is_late_is_told_and_one_that_is_off_is_not(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_healthy_store(commerce)
    commerce.execute("update bigcommerce.order_watermarks set complete_until = now() - interval '5 hours'")
    commerce.execute("delete from bigcommerce.sync_runs where flow = 'stock'")
    text = browse("vic").get(STORE).text
    assert "No run of orders went through for 5 hours" in text
    assert "No run of stock went through for 9 days" in text
    commerce.execute("update bigcommerce.stores set order_sync_enabled = false, stock_sync_enabled = false")
    assert "All right." in browse("vic").get(STORE).text


def test_a_run_by_hand_or_one_that_failed_is_no_proof_that_everything_was_sent(
    browse: Browse, commerce: psycopg.Connection
) -> None:
    insert_healthy_store(commerce)
    commerce.execute("update bigcommerce.sync_runs set started_at = now() - interval '3 hours' where flow = 'prices'")
    ago = now() - timedelta(hours=2)
    insert_run(commerce, "prices", "scheduled__failed", started_at=ago, finished_at=ago, error="no")
    insert_run(commerce, "prices", "manual__1", started_at=now(), finished_at=now())
    text = browse("vic").get(STORE).text
    assert "No run of prices went through for 3 hours" in text
    assert "only a run on schedule moves “Up to date until”" in text


def row_of(browse: Browse, flow: str) -> str:
    return browse("vic").get(STORE).text.split(f'<th scope="row">{flow}<small>')[1].split("</tr>")[0]


def test_without_an_approved_product_nothing_is_called_done(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_healthy_store(commerce)
    commerce.execute("update bigcommerce.product_approvals set is_approved = false")
    sentence = "No product is approved: no prices and no stock can be sent"
    assert f'<a href="{STORE}/products">{sentence}</a>' in browse("vic").get(STORE).text
    assert "nothing to send" in row_of(browse, "Prices") and "nothing to send" in row_of(browse, "Stock")
    assert "done" in row_of(browse, "Orders")
    commerce.execute("update bigcommerce.stores set prices_managed_in = 'bigcommerce'")
    assert "No product is approved: no stock can be sent" in browse("vic").get(STORE).text
    commerce.execute("update bigcommerce.stores set stock_sync_enabled = false")
    assert "All right." in browse("vic").get(STORE).text


def test_what_was_refused_is_a_click_away(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_healthy_store(commerce)
    insert_problem(commerce, "prices", "empty_price", "A")
    insert_problem(commerce, "stock", "stock_missing", "A")
    commerce.execute("update bigcommerce.sync_runs set items_refused = 1 where flow = 'prices'")
    place = f"{STORE}/problems?flow=prices"
    assert f'<a href="{place}">some refused</a>' in row_of(browse, "Prices")
    page = browse("vic").get(place).text
    assert "/problems/prices/empty_price" in page and "/problems/stock" not in page
    commerce.execute("update bigcommerce.item_problems set resolved_at = now()")
    assert "whatever was refused has been mended since" in browse("vic").get(place).text
    row = row_of(browse, "Prices")
    assert "done, 1 refused then, none open now" in row and place not in row
    assert browse("vic").get(f"{STORE}/problems?flow=x").status_code == 404


@pytest.mark.parametrize(("kind", "called"), [("dry_run", "dry run"), ("rollback", "rollback")])
def test_a_dry_run_and_a_rollback_are_no_last_run(
    browse: Browse, commerce: psycopg.Connection, kind: str, called: str
) -> None:
    insert_healthy_store(commerce)
    insert_run(commerce, "prices", "manual__1", started_at=now(), finished_at=now(), kind=kind)
    text = browse("vic").get(STORE).text
    assert "All right." in text and "manual__1" not in text
    runs = browse("vic").get(f"{STORE}/runs").text
    assert runs.count(f"({called})") == 1
    assert f"({called})" in browse("vic").get(f"{STORE}/runs/bigcommerce_price_stock_export/manual__1").text


def test_a_store_that_is_off_needs_its_set_up(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_store(commerce, is_enabled=False)
    assert f'<a href="{STORE}/set-up">The store is switched off' in browse("ada").get(STORE).text
    assert "The store is switched off" in browse("vic").get(STORE).text
    assert f"{STORE}/set-up" not in browse("vic").get(STORE).text


def test_requests_and_waiting_are_summed_for_the_run_the_hour_and_the_day(
    browse: Browse, commerce: psycopg.Connection
) -> None:
    insert_store(commerce)
    for hours, requests in ((0, 1), (0.5, 20), (5, 300), (30, 4000)):
        started_at = now() - timedelta(hours=hours)
        insert_run(
            commerce, "links", f"r{hours}", started_at=started_at, finished_at=started_at,
            requests=requests, waited_seconds=requests,
        )  # fmt: skip
    row = browse("vic").get(STORE).text.split("Product links</th>")[1].split("</tr>")[0]
    assert re.findall(r'class="number">([^<]*)<', row) == ["1", "21", "321", "1.0 s", "21.0 s", "321 s"]


def test_charts_are_drawn_from_tables_that_are_there_without_scripts(
    browse: Browse, commerce: psycopg.Connection
) -> None:
    insert_store(commerce)
    assert browse("vic").get(STORE).text.count("None in this time.") == 2
    insert_run(commerce, "prices", "r1", started_at=now(), finished_at=now(), items_written=7, requests=9)
    insert_run(commerce, "orders", "r2", started_at=now() - timedelta(days=3), items_written=5, requests=2)
    day, fortnight = (browse("vic").get(f"{STORE}?over={over}").text for over in ("day", "fortnight"))
    assert day.count('data-value="7"') == day.count('data-value="9"') == 1
    assert 'data-value="5"' not in day
    assert day.count('<tr><th scope="row"><time') == 48
    assert fortnight.count('data-value="5"') == fortnight.count('data-value="7"') == 1
    assert fortnight.count(f'<th scope="row">{now():%Y-%m-%d}</th>') == 2
    assert "12 in all; the numbers are in the table below" in fortnight
    assert not re.search(r"<script>|\son\w+=|style=", day)


def test_what_airflow_knows_is_shown_and_its_silence_is_told(
    browse: Browse, commerce: psycopg.Connection, live_airflow: LiveAirflow, monkeypatch: Any
) -> None:
    from airflow.models.dag import DagModel
    from airflow.utils.session import create_session

    insert_healthy_store(commerce)

    def pause(is_paused: bool) -> None:
        with create_session() as session:
            model = session.query(DagModel).filter(DagModel.dag_id == "bigcommerce_tracking_export").one()
            model.is_paused = is_paused

    assert "Airflow did not say" not in browse("vic").get(STORE).text
    pause(True)
    assert ">The DAG bigcommerce_tracking_export is paused in Airflow</a>" in browse("vic").get(STORE).text
    told = "The DAG bigcommerce_tracking_export is paused in Airflow: nothing of it runs"
    assert told in browse("ada").get(f"{STORE}/set-up/review").text
    pause(False)
    assert told not in browse("ada").get(f"{STORE}/set-up/review").text
    monkeypatch.setenv("AIRFLOW__API__BASE_URL", "http://127.0.0.1:9")
    answer = browse("vic").get(STORE)
    assert answer.status_code == 200
    assert "Airflow did not say" in answer.text


def test_markup_in_a_stores_code_is_text(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_store(commerce, MARKUP)
    text = browse("vic").get(PANEL).text
    assert MARKUP not in text
    assert ESCAPED in text


def test_a_hundred_thousand_rows_are_not_read_for_it(commerce: psycopg.Connection) -> None:
    insert_store(commerce)
    commerce.execute(
        "insert into bigcommerce.sync_runs (dag_id, dag_run_id, flow, store_code, started_at, finished_at)"
        " select 'd', 'scheduled__' || n, (array['orders', 'prices', 'stock', 'tracking'])[n % 4 + 1], 'default',"
        " now() - n * interval '1 minute', now() from generate_series(1, 100000) n"
    )
    commerce.execute(
        "insert into bigcommerce.item_problems (store_code, flow, code, item_key)"
        " select 'default', 'prices', 'empty_price', 'A-' || n from generate_series(1, 100000) n"
    )
    commerce.execute("analyze")
    flows = plan_of(commerce, "overviews/select_flows", store=None, most=10_001)
    waiting = plan_of(commerce, "overviews/select_waiting", store=None, most=10_001)
    usage = plan_of(
        commerce, "overviews/select_usage", store="default", unit="hour", since=now() - timedelta(hours=23), until=now()
    )
    for plan in (flows, waiting, usage):
        assert not re.search("Seq Scan on (sync_runs|item_problems)", plan), plan
