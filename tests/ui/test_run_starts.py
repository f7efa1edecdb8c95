"""Starting runs and backfills by hand: what is sent to Airflow, and what is told before anything is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.ui.live_airflow_runs import LiveAirflow
from tests.ui.panel_rows import ESCAPED, MARKUP, insert, insert_store

PAGE = "/bigcommerce/stores/default/runs/start"
BACKFILL = "/bigcommerce/stores/default/backfill"
BACKFILL_DAG = "bigcommerce_order_backfill"
Browse = Callable[..., Any]


@pytest.fixture(autouse=True)
def store(commerce: psycopg.Connection) -> None:
    insert_store(commerce)


def day(ago: int) -> str:
    return str(datetime.now(UTC).date() - timedelta(days=ago))


@pytest.mark.parametrize(
    ("kind", "data", "dag_id", "conf"),
    [
        (
            "export",
            {"export-what": "stock", "export-skus": " A-1 \r\n\r\nB,1\r\nA-1", "export-dry_run": "y"},
            "bigcommerce_price_stock_export",
            {"what": "stock", "dry_run": True, "full": False, "skus": ["A-1", "B,1"]},
        ),
        (
            "export",
            {"export-what": "both", "export-skus": "A-1", "export-dry_run": "y", "export-as_if_approved": "y"},
            "bigcommerce_price_stock_export",
            {"what": "both", "dry_run": True, "full": False, "skus": ["A-1"], "as_if_approved": True},
        ),
        (
            "export",
            {"export-what": "both", "export-full": "y"},
            "bigcommerce_price_stock_export",
            {"what": "both", "dry_run": False, "full": True},
        ),
        (
            "tracking",
            {"tracking-order_ids": "12\n9"},
            "bigcommerce_tracking_export",
            {"dry_run": False, "order_ids": [12, 9]},
        ),
        ("links", {"links-full": "y"}, "bigcommerce_product_link_refresh", {"full": True}),
        ("orders", {"orders-by": "modified"}, "bigcommerce_order_ingest", {}),
        ("orders", {"orders-by": "modified", "orders-order_ids": "7"}, "bigcommerce_order_ingest", {"order_ids": [7]}),
        (
            "orders",
            {"orders-by": "placed", "orders-start": "2026-03-01T14:00", "orders-end": "2026-03-02T00:00"},
            "bigcommerce_order_ingest",
            {"placed_from": "2026-03-01T14:00:00+00:00", "placed_to": "2026-03-02T00:00:00+00:00"},
        ),
    ],
)
def test_a_run_starts_with_what_was_chosen_and_is_shown(
    browse: Browse,
    commerce: psycopg.Connection,
    live_airflow: LiveAirflow,
    kind: str,
    data: dict[str, str],
    dag_id: str,
    conf: dict[str, Any],
) -> None:
    for sku in ("A-1", "B,1"):
        insert(commerce, "backoffice.products", sku=sku)
    browser = browse("olga")
    answer = browser.post(f"{PAGE}/{kind}", data=data)
    assert answer.status_code == 303, answer.text
    assert live_airflow.runs(dag_id) == [{"store": "default", **conf}]
    [run] = live_airflow.all_runs(dag_id)
    assert run.triggering_user_name == "olga"
    shown = browser.get(answer.headers["location"])
    assert shown.status_code == 200
    assert "The run waits for its turn." in shown.text
    assert f"/stores/default/runs/{dag_id}/" in shown.text


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        ("tracking", {"tracking-order_ids": "12\nx"}, "is no order number"),
        ("tracking", {"tracking-order_ids": "0"}, "is no order number"),
        ("tracking", {"tracking-order_ids": "9" * 20}, "is no order number"),
        ("tracking", {"tracking-order_ids": MARKUP}, ESCAPED),
        ("export", {"export-what": "both", "export-skus": "\n".join(map(str, range(5001)))}, "At most 5,000 lines"),
        ("export", {"export-what": "everything"}, "Not a valid choice"),
        (
            "export",
            {"export-what": "both", "export-skus": "NOPE-9"},
            "no product with exactly the SKU &#34;NOPE-9&#34;",
        ),
        ("export", {"export-what": "both", "export-skus": MARKUP}, ESCAPED),
        ("export", {"export-what": "both", "export-as_if_approved": "y"}, "Tick Dry run and enter SKUs too"),
        (
            "export",
            {"export-what": "both", "export-as_if_approved": "y", "export-dry_run": "y"},
            "Tick Dry run and enter SKUs too",
        ),
        (
            "export",
            {"export-what": "both", "export-as_if_approved": "y", "export-skus": "A-1"},
            "Tick Dry run and enter SKUs too",
        ),
        (
            "export",
            {"export-what": "both", "export-as_if_approved": "y", "export-skus": "A-1"},
            "no product with exactly the SKU &#34;A-1&#34;",
        ),
        (
            "export",
            {
                "export-what": "both",
                "export-as_if_approved": "y",
                "export-skus": "A-1",
                "export-dry_run": "y",
                "export-full": "y",
            },
            "It does not go with Full",
        ),
        ("orders", {"orders-by": "placed", "orders-end": "2026-03-01T14:00"}, "Choose a beginning too."),
        (
            "orders",
            {"orders-by": "placed", "orders-start": "2026-03-01T14:00", "orders-end": "2026-03-01T14:00"},
            "The end must be after the beginning.",
        ),
        ("orders", {"orders-by": "placed", "orders-start": "soon"}, "Enter a date and a time"),
        (
            "orders",
            {"orders-by": "placed", "orders-start": "2026-03-01T14:00", "orders-order_ids": "1"},
            "Enter either order numbers or a time, not both.",
        ),
    ],
)
def test_what_makes_no_sense_comes_back_with_a_sentence(
    browse: Browse, kind: str, data: dict[str, str], sentence: str
) -> None:
    answer = browse("olga").post(f"{PAGE}/{kind}", data=data)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert MARKUP not in answer.text
    for value in data.values():
        if len(value) < 50 and value not in (MARKUP, "soon", "everything"):
            assert value.split("\n")[0] in answer.text


def test_a_store_that_is_off_has_dry_runs_and_links_alone(
    browse: Browse, commerce: psycopg.Connection, live_airflow: LiveAirflow
) -> None:
    commerce.execute("update bigcommerce.stores set is_enabled = false")
    assert "The store is switched off" in browse("olga").get(PAGE).text
    assert browse("olga").post(f"{PAGE}/export", data={"export-what": "both"}).status_code == 400
    dry = {"export-what": "both", "export-dry_run": "y"}
    assert browse("olga").post(f"{PAGE}/export", data=dry).status_code == 303
    assert browse("olga").post(f"{PAGE}/links", data={}).status_code == 303


def test_an_unknown_kind_is_not_found_and_without_airflow_it_is_said(browse: Browse, no_airflow: None) -> None:
    assert browse("olga").post(f"{PAGE}/nothing", data={}).status_code == 404
    answer = browse("olga").post(f"{PAGE}/links", data={})
    assert answer.status_code == 502
    assert "does not answer" in answer.text


# --- backfills -----------------------------------------------------------------------------------------------------
def test_a_backfill_asks_with_the_number_of_days_and_then_starts(browse: Browse, live_airflow: LiveAirflow) -> None:
    browser = browse("olga")
    data = {"start": day(5), "end": day(3)}
    asked = browser.post(BACKFILL, data=data)
    assert asked.status_code == 200, asked.text
    assert "3 runs, one for each day" in asked.text
    assert live_airflow.runs(BACKFILL_DAG) == []
    begun = browser.post(BACKFILL, data=data | {"sure": "yes"})
    assert begun.status_code == 303, begun.text
    runs = live_airflow.all_runs(BACKFILL_DAG)
    assert [run.conf for run in runs] == [{"store": "default"}] * 3
    assert sorted(str(run.data_interval_start.date()) for run in runs) == [day(5), day(4), day(3)]
    progress = browser.get(begun.headers["location"]).text
    assert "0 of 3 days are done" in progress
    for ago in (5, 4, 3):
        assert f'<th scope="row">{day(ago)}</th><td data-label="State">queued</td>' in progress
    assert begun.headers["location"] in browser.get(BACKFILL).text
    again = browser.post(BACKFILL, data=data | {"sure": "yes"})
    assert again.status_code == 409
    assert "already a running backfill" in again.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"start": "", "end": ""}, "Choose a day."),
        ({"start": "soon", "end": "2026-01-01"}, "Enter a day, such as"),
        ({"start": "2026-01-02", "end": "2026-01-01"}, "must not be before the first"),
        ({"start": "2026-01-02", "end": "2999-01-01"}, "Choose yesterday at the latest"),
        ({"start": "1990-01-01", "end": "2026-01-01"}, "At most 1,100 days at once"),
        ({"start": "2022-01-01", "end": "2025-01-05"}, "start with the latest of them"),
    ],
)
def test_days_that_make_no_sense_come_back_with_a_sentence(browse: Browse, data: dict[str, str], sentence: str) -> None:
    answer = browse("olga").post(BACKFILL, data=data)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert data["end"] in answer.text


def test_another_stores_backfill_and_none_at_all_are_not_found(
    browse: Browse, commerce: psycopg.Connection, live_airflow: LiveAirflow
) -> None:
    insert_store(commerce, "other")
    begun = browse("olga").post(BACKFILL, data={"start": day(2), "end": day(2), "sure": "yes"})
    address = begun.headers["location"].replace("/default/", "/other/")
    assert browse("vic").get(address).status_code == 404
    assert browse("vic").get(f"{BACKFILL}/999999").status_code == 404


@pytest.mark.parametrize("switch", ["order_sync_enabled", "is_enabled"])
def test_orders_or_a_store_switched_off_start_no_backfill(
    browse: Browse, commerce: psycopg.Connection, switch: str
) -> None:
    commerce.execute(f"update bigcommerce.stores set {switch} = false")
    assert browse("olga").post(BACKFILL, data={"start": day(2), "end": day(1)}).status_code == 400
