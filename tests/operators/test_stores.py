"""How a run was started, as a worker and as a test know it, and what it was for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk.api.datamodels._generated import DagRunType as InWorker
from airflow.utils.types import DagRunType as InScheduler

from bigcommerce.operators.stores import how_started, kind_of_run


@pytest.mark.parametrize("run_type", [InWorker.SCHEDULED, InScheduler.SCHEDULED, "scheduled"])
def test_a_scheduled_run_is_known_wherever_it_is_asked(run_type: Any) -> None:
    assert how_started({"dag_run": SimpleNamespace(run_type=run_type)}) == "scheduled"


@pytest.mark.parametrize(
    ("params", "kind"),
    [
        ({}, "ordinary"),
        ({"dry_run": False, "rollback_run": None}, "ordinary"),
        ({"dry_run": True}, "dry_run"),
        ({"skus": ["A"]}, "partial"),
        ({"order_ids": [1]}, "partial"),
        ({"placed_from": "2026-01-01T00:00:00Z"}, "partial"),
        ({"skus": [], "order_ids": None}, "ordinary"),
        ({"rollback_run": "r"}, "rollback"),
        ({"dry_run": True, "rollback_run": "r"}, "dry_run"),
    ],
)
def test_what_a_run_is_for_is_in_its_params(params: dict[str, Any], kind: str) -> None:
    assert kind_of_run(params) == kind
