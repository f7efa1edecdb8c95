"""The first page says what failed, why, for how long, and until when."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest

from tests.ui.panel_rows import insert_run
from tests.ui.test_overview import STORE, Browse, insert_healthy_store, now


@pytest.fixture(autouse=True)
def silent(no_airflow: None) -> None:
    """So that a page says what the tables say."""


def test_why_and_for_how_long_nothing_went_through(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_healthy_store(commerce)
    hours_ago = now() - timedelta(hours=5)
    commerce.execute("update bigcommerce.order_watermarks set complete_until = %s", [hours_ago])
    failed = {"started_at": now(), "finished_at": now(), "error": f"NotAuthorised: GET was refused. {'xxx ' * 300}"}
    insert_run(commerce, "orders", "scheduled__late", **failed)
    text = browse("vic").get(STORE).text
    assert "The last run of orders failed and none went through for 5 hours: GET was refused. xxx" in text
    assert "xxx " * 90 not in text and " …</a>" in text


def test_a_run_for_some_products_does_not_clear_what_failed(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_healthy_store(commerce)
    moments = [now() + timedelta(seconds=seconds) for seconds in range(3)]
    insert_run(commerce, "prices", "scheduled__1", started_at=moments[0], finished_at=now(), error="Rejected: no.")
    insert_run(commerce, "prices", "manual__1", started_at=moments[1], finished_at=now(), kind="partial")
    assert "The last run of prices failed" in browse("vic").get(STORE).text
    insert_run(commerce, "prices", "manual__2", started_at=moments[2], finished_at=now())
    assert "All right." in browse("vic").get(STORE).text


def test_a_rollback_that_failed_is_told_until_one_goes_through(browse: Browse, commerce: psycopg.Connection) -> None:
    insert_healthy_store(commerce)
    run = {"finished_at": now(), "kind": "rollback"}
    insert_run(commerce, "prices", "manual__1", started_at=now(), error="Rejected: no.", **run)
    said = "A rollback of prices failed, and is not tried again by itself: no"
    assert f'href="{STORE}/runs/bigcommerce_price_stock_export/manual__1">{said}</a>' in browse("vic").get(STORE).text
    insert_run(commerce, "prices", "manual__2", started_at=now(), **run)
    assert "All right." in browse("vic").get(STORE).text
    # Its worker died: it has neither an end nor an error.
    commerce.execute("delete from bigcommerce.sync_runs where kind = 'rollback'")
    insert_run(commerce, "prices", "manual__3", started_at=now() - timedelta(hours=13), kind="rollback")
    assert "A rollback of prices was broken off, and is not tried again by itself</a>" in browse("vic").get(STORE).text
