"""How a run was started, as a worker and as a test know it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk.api.datamodels._generated import DagRunType as InWorker
from airflow.utils.types import DagRunType as InScheduler

from bigcommerce.operators.stores import how_started


@pytest.mark.parametrize("run_type", [InWorker.SCHEDULED, InScheduler.SCHEDULED, "scheduled"])
def test_a_scheduled_run_is_known_wherever_it_is_asked(run_type: Any) -> None:
    assert how_started({"dag_run": SimpleNamespace(run_type=run_type)}) == "scheduled"
