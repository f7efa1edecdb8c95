"""How Neto's own runs are doing, where Neto is switched on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bigcommerce.db.neto.settings import read_settings
from bigcommerce.db.neto.setups import read_last_runs
from bigcommerce.domain.flows import NETO_DAGS, state_of_run
from bigcommerce.ui.airflow_schedules import Schedules
from bigcommerce.ui.visit import Visit


@dataclass(frozen=True)
class NetoFlows:
    """rows: one a DAG, in the order of their work."""

    store_code: str
    rows: list[dict[str, Any]]


def neto_flows(visit: Visit, schedules: Schedules) -> NetoFlows | None:
    """None where Neto is switched off."""
    settings = read_settings(visit.db)
    if settings is None:
        return None
    now = datetime.now(UTC)
    unused = {"neto_approval_push"} if settings.approvals_live_in == "here" else set()
    rows = [
        run
        | {
            "name": NETO_DAGS[run["dag_id"]],
            "state": state_of_run(run, now) if run["started_at"] else "never ran",
            "next_run_at": schedules.next_runs.get(run["dag_id"]),
            "is_unused": run["dag_id"] in unused,
        }
        for run in read_last_runs(visit.db, settings.store_code, list(NETO_DAGS))
    ]
    return NetoFlows(settings.store_code, rows)
