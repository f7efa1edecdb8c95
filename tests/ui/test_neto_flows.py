"""Where Neto is switched on, and nowhere else: its runs on the overview, runs to start, problems to look at again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from bigcommerce.ui import airflow_schedules
from tests.ui.live_airflow_runs import LiveAirflow
from tests.ui.panel_rows import insert, insert_problem, insert_store

OVERVIEW = "/bigcommerce/"
STORE = "/bigcommerce/stores/default"
START = f"{STORE}/runs/start"
Browse = Callable[..., Any]


@pytest.fixture(autouse=True)
def stores(commerce: psycopg.Connection) -> None:
    insert_store(commerce)
    insert_store(commerce, "outlet")


def switch_on(commerce: psycopg.Connection, **values: Any) -> None:
    insert(commerce, "neto.settings", **({"store_code": "default"} | values))


def insert_neto_run(commerce: psycopg.Connection, dag_id: str, minutes_ago: int, **values: Any) -> None:
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    row = {"dag_id": dag_id, "dag_run_id": f"scheduled__{minutes_ago}", "flow": "neto", "store_code": "default"}
    insert(commerce, "bigcommerce.sync_runs", **(row | {"started_at": at, "finished_at": at} | values))


def row_of(text: str, name: str) -> str:
    return text[text.index(f'<th scope="row">{name}</th>') :].split("</tr>")[0]


# --- the overview --------------------------------------------------------------------------------------------------
def test_without_neto_an_admin_sees_one_link_and_others_nothing(
    browse: Browse, commerce: psycopg.Connection, no_airflow: None
) -> None:
    text = browse("ada").get(OVERVIEW).text
    assert text.count("Neto") == 1
    assert 'href="/bigcommerce/neto">Connect Neto</a>' in text
    assert "Neto" not in browse("olga").get(OVERVIEW).text
    assert "Neto" not in browse("ada").get(STORE).text
    assert "Neto" not in browse("ada").get(START).text
    assert 'href="/bigcommerce/neto"' in browse("ada").get(f"{STORE}/set-up/review").text
    # Switched off again, its old runs are history.
    insert_neto_run(commerce, "neto_order_push", 5)
    assert browse("ada").get(OVERVIEW).text.count("Neto") == 1


def test_its_last_runs_and_problems_are_on_the_overview(
    browse: Browse, commerce: psycopg.Connection, no_airflow: None
) -> None:
    switch_on(commerce)
    insert_neto_run(commerce, "neto_order_push", 90, items_written=1)
    insert_neto_run(commerce, "neto_order_push", 5, items_written=4, items_refused=2)
    insert_neto_run(commerce, "neto_catalog_import", 4, error="Neto did not answer.")
    # Of the store that Neto has left.
    insert_neto_run(commerce, "neto_order_push", 2, store_code="outlet")
    insert_neto_run(commerce, "neto_consignment_import", 3, store_code="outlet")
    insert_problem(commerce, "neto", "neto_rejected", "100")
    for address in (OVERVIEW, STORE):
        text = browse("vic").get(address).text
        assert text.count("<caption>Neto and default") == 1
        assert "<caption>Neto and outlet" not in text
        assert "The last run of products, prices and stock from Neto failed</a>" in text
        assert "last run of Neto failed" not in text
        assert "1 problem with Neto, for less than an hour</a>" in text
        orders = row_of(text, "Orders to Neto")
        assert "some refused" in orders
        assert "scheduled__5" in orders
        assert '<td class="number" data-label="Written">4</td>' in orders
        assert ">failed</a>" in row_of(text, "Products, prices and stock from Neto")
        assert "never ran" in row_of(text, "Parcels from Neto")
        assert "not needed: approvals live here" in row_of(text, "Approvals to Neto")
        assert '/problems?flow=neto">1 problem with Neto, for less than an hour</a>' in text
        assert 'href="/bigcommerce/neto"' not in text
    assert 'href="/bigcommerce/neto">settings</a>' in browse("ada").get(STORE).text
    commerce.execute("update neto.settings set approvals_live_in = 'sales_channel'")
    assert "never ran" in row_of(browse("vic").get(STORE).text, "Approvals to Neto")


def test_airflow_is_asked_about_neto_s_dags_too(
    browse: Browse, commerce: psycopg.Connection, live_airflow: LiveAirflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from airflow.models import DagModel
    from airflow.utils.session import create_session
    from sqlalchemy import update

    def pause(is_paused: bool) -> None:
        with create_session() as session:
            session.execute(update(DagModel).where(DagModel.dag_id == "neto_order_push").values(is_paused=is_paused))

    # A machine with much else to do answers late.
    monkeypatch.setattr(airflow_schedules, "PATIENCE_SECONDS", 60)
    switch_on(commerce)
    pause(True)
    told = "The DAG neto_order_push is paused in Airflow"
    assert told in browse("vic").get(STORE).text
    assert told not in browse("vic").get("/bigcommerce/stores/outlet").text
    pause(False)
    text = browse("vic").get(STORE).text
    assert told not in text
    assert "<time" in row_of(text, "Orders to Neto")


# --- runs ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "data", "dag_id", "conf"),
    [
        ("neto-items", {"neto-items-skus": "A-1\nB", "neto-items-full": "y"}, "neto_catalog_import",
         {"full": True, "skus": ["A-1", "B"]}),
        ("neto-orders", {"neto-orders-order_ids": "12\n9"}, "neto_order_push", {"order_ids": [12, 9]}),
        ("neto-parcels", {}, "neto_consignment_import", {}),
        ("neto-approvals", {"neto-approvals-skus": "A-1"}, "neto_approval_push", {"skus": ["A-1"]}),
    ],
)  # fmt: skip
def test_its_runs_start_with_what_was_chosen(
    browse: Browse, commerce: psycopg.Connection, live_airflow: LiveAirflow, kind: str, data: dict[str, str],
    dag_id: str, conf: dict[str, Any],
) -> None:  # fmt: skip
    olga = browse("olga")
    assert olga.post(f"{START}/{kind}", data=data).status_code == 404
    switch_on(commerce, approvals_live_in="sales_channel")
    assert olga.post(f"/bigcommerce/stores/outlet/runs/start/{kind}", data=data).status_code == 404
    answer = olga.post(f"{START}/{kind}", data=data)
    assert answer.status_code == 303, answer.text
    assert live_airflow.runs(dag_id) == [{"store": "default", **conf}]


def test_approvals_that_live_here_need_no_run(browse: Browse, commerce: psycopg.Connection) -> None:
    switch_on(commerce)
    text = browse("olga").get(START).text
    assert "Send orders to Neto" in text
    assert "Send approvals to Neto" not in text


# --- problems ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("orders", "skus", "runs"),
    [
        (["101", "100"], [], {"neto_order_push": {"order_ids": [100, 101]}}),
        ([], ["TEE-1"], {"neto_approval_push": {"skus": ["TEE-1"]}}),
        # A SKU may look like an order's number.
        (["100"], ["101"], {"neto_order_push": {"order_ids": [100]}, "neto_approval_push": {"skus": ["101"]}}),
    ],
)
def test_what_neto_refused_is_tried_again_by_the_run_that_sends_it(
    browse: Browse,
    commerce: psycopg.Connection,
    live_airflow: LiveAirflow,
    orders: list[str],
    skus: list[str],
    runs: dict[str, Any],
) -> None:
    switch_on(commerce, approvals_live_in="sales_channel")
    for key in orders:
        insert_problem(commerce, "neto", "neto_rejected", key)
    for key in skus:
        insert_problem(commerce, "neto", "neto_rejected", key, details='{"is_approved": true}')
    olga, page = browse("olga"), f"{STORE}/problems/neto/neto_rejected"
    shown = olga.get(page).text
    assert all(f"{STORE}/orders/{key}" in shown for key in orders)
    assert all(f"{STORE}/products/{key}" in shown for key in skus)
    asked = olga.post(page, data={"action": "look_again", "which": "all"})
    said = {
        "neto_order_push": "Orders are sent to Neto again",
        "neto_approval_push": "Approvals are sent to Neto again",
    }
    assert " ".join(f"{said[dag_id]}: these only." for dag_id in runs) in asked.text
    answer = olga.post(page, data={"action": "look_again", "which": "all", "sure": "yes"})
    assert answer.status_code == 303, answer.text
    for dag_id in said:
        assert live_airflow.runs(dag_id) == [{"store": "default", **runs[dag_id]} for _ in range(dag_id in runs)]
    # Neto is sent again only what a person has closed.
    open_ones = commerce.execute("select count(*) from bigcommerce.item_problems where resolved_at is null").fetchone()
    assert open_ones == (0,)
