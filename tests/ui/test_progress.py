"""Whoever started a run sees how far it is, why it failed, and where to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from tests.ui.order_pages import open_shop

Browse = Callable[..., Any]
DAG, RUN = "bigcommerce_order_ingest", "manual__2026-01-20T01:00:00+00:00"
PROGRESS = f"/bigcommerce/runs/{DAG}/{RUN}/progress"


@pytest.fixture
def set_run(airflow_server: str, commerce: psycopg.Connection) -> Iterator[Callable[..., None]]:
    """Puts the run into Airflow's database in a state."""
    from airflow.models.dag import DagModel
    from airflow.models.dagrun import DagRun
    from airflow.utils.session import create_session
    from airflow.utils.types import DagRunType

    open_shop(commerce)

    def put(state: str, is_paused: bool = False, conf: dict[str, Any] | None = None) -> None:
        with create_session() as session:
            session.query(DagModel).filter(DagModel.dag_id == DAG).update({"is_paused": is_paused})
            session.query(DagRun).filter(DagRun.run_id == RUN).delete()
            session.add(DagRun(dag_id=DAG, run_id=RUN, run_type=DagRunType.MANUAL, state=state, conf=conf))

    yield put
    with create_session() as session:
        session.query(DagRun).filter(DagRun.run_id == RUN).delete()


def count(connection: psycopg.Connection, error: str | None = None) -> None:
    connection.execute(
        "insert into bigcommerce.sync_runs (dag_id, dag_run_id, flow, store_code, items_read, requests, error)"
        " values (%s, %s, 'orders', 'default', 1234, 77, %s)",
        [DAG, RUN, error],
    )


@pytest.mark.slow
def test_a_run_under_way_looks_again_and_shows_its_counts(
    browse: Browse, commerce: psycopg.Connection, set_run: Callable[..., None]
) -> None:
    set_run("running")
    count(commerce)
    page = browse("vic").get(PROGRESS, params={"then": "/stores/default/orders?show=waiting"}).text
    assert 'http-equiv="refresh"' in page and "data-look-again" in page
    assert "1,234" in page and "77" in page and "at work" in page
    assert 'href="/bigcommerce/stores/default/orders?show=waiting"' in page
    assert 'href="/dags/bigcommerce_order_ingest/runs/manual__2026-01-20T01%3A00%3A00%2B00%3A00"' in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"dry_run": True}, "<strong>Dry run: nothing is sent.</strong>"),
        ({"rollback_run": "manual__bad", "dry_run": False}, "<strong> Rolls back run manual__bad.</strong>"),
        (
            {"rollback_run": "manual__bad", "dry_run": True},
            "nothing is sent. Would roll back run manual__bad.</strong>",
        ),
    ],
)
def test_a_run_that_is_no_ordinary_one_is_named(
    browse: Browse, set_run: Callable[..., None], params: dict[str, Any], said: str
) -> None:
    set_run("running", conf={"store": "default"})
    page = browse().get(PROGRESS).text
    assert "Dry run" not in page and "oll back" not in page and "olls back" not in page
    set_run("running", conf=params)
    assert said in browse().get(PROGRESS).text


@pytest.mark.slow
def test_a_run_that_is_nowhere_is_no_page(browse: Browse, set_run: Callable[..., None]) -> None:
    set_run("queued")
    runs = "/bigcommerce/stores/default/runs"
    assert "has not begun with this store yet" in browse().get(f"{runs}/{DAG}/{RUN}").text
    for missing in (f"{DAG}/manual__x", "nope/nope"):
        answer = browse().get(f"{runs}/{missing}")
        assert answer.status_code == 404 and "There is no run" in answer.text, missing


@pytest.mark.slow
def test_a_queued_run_of_a_paused_dag_says_what_holds_it(browse: Browse, set_run: Callable[..., None]) -> None:
    set_run("queued")
    assert "paused" not in browse().get(PROGRESS).text
    set_run("queued", is_paused=True)
    assert "paused" in browse().get(PROGRESS).text


@pytest.mark.slow
def test_a_run_that_is_over_says_how_it_ended(
    browse: Browse, commerce: psycopg.Connection, set_run: Callable[..., None]
) -> None:
    set_run("failed")
    assert "left no sentence" in browse().get(PROGRESS).text
    count(commerce, "NotAuthorised: <b>the token</b>")
    page = browse().get(PROGRESS).text
    assert "The run failed." in page and "&lt;b&gt;the token" in page and 'http-equiv="refresh"' not in page
    set_run("success")
    page = browse().get(PROGRESS).text
    assert "The run is done." in page and "data-look-again" not in page and ">Go on<" in page


@pytest.mark.slow
def test_a_run_that_airflow_does_not_know_is_said(browse: Browse, set_run: Callable[..., None]) -> None:
    assert browse().get(f"/bigcommerce/runs/{DAG}/manual__x/progress").status_code == 404


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example", "/../auth/logout", "/\\evil", "/ x", ""])
def test_it_leads_to_no_other_place(browse: Browse, commerce: psycopg.Connection, then: str) -> None:
    assert browse().get(PROGRESS, params={"then": then}).status_code == 400


def test_only_runs_of_the_panel_are_shown(browse: Browse, commerce: psycopg.Connection) -> None:
    assert browse().get(f"/bigcommerce/runs/other_dag/{RUN}/progress").status_code == 404
    assert browse(None).get(PROGRESS).status_code == 307
