"""What runs and DAGs are called on the panel's pages."""

from __future__ import annotations

import pytest
from markupsafe import escape

from bigcommerce.ui.run_names import dag_name, run_name

AT = "2026-01-20T01:02:00"
WRITTEN = "2026-01-20 01:02 UTC"


@pytest.mark.parametrize(
    ("dag_run_id", "end"),
    [
        (f"manual__{AT}+00:00", "by hand"),
        (f"manual__{AT}.123456+00:00_Ab1cD-_e", "by hand"),
        (f"scheduled__{AT}+00:00", "by schedule"),
        (f"backfill__{AT}+00:00", "as part of a backfill"),
        (f"asset_triggered__{AT}.5+00:00_x", "because its data changed"),
        ("manual__2026-01-20T12:02:00+11:00", "by hand"),
    ],
)
def test_a_run_that_airflow_named_is_said_by_its_time_and_what_started_it(dag_run_id: str, end: str) -> None:
    name = run_name(dag_run_id)
    assert name.striptags() == f"the run of {WRITTEN}, started {end}"
    assert f'title="{WRITTEN}"' in name


@pytest.mark.parametrize(
    "dag_run_id", ["manual__bad", "nightly", "manual__2026-13-45T99:99+00:00", f"scheduled__{AT[:10]}", "manual__<b>__"]
)
def test_another_run_keeps_its_id(dag_run_id: str) -> None:
    assert run_name(dag_run_id) == escape(f"run {dag_run_id}")


def test_a_dag_is_named_for_people() -> None:
    assert dag_name("bigcommerce_price_stock_export") == "Price stock export"
    assert dag_name("neto_consignment_import") == "Parcels from Neto"
