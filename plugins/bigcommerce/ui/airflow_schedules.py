"""What Airflow knows of our DAGs and of what waits for an answer; where it does not say, the page does without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx
from fastapi import Request

from bigcommerce.ui.airflow_api import address, authorization

# A page that shows this beside much else does not wait for it for long.
PATIENCE_SECONDS = 2
# What they begin with; Airflow reads the bar as "or".
OURS = "bigcommerce_|neto_"
DAGS = f"/dags?dag_id_pattern={quote(OURS)}&limit=50"
APPROVALS = (
    f"/dags/~/dagRuns/~/hitlDetails?dag_id_pattern={quote(OURS)}&response_received=false&state=awaiting_input&limit=1"
)


@dataclass(frozen=True)
class Schedules:
    """paused: {DAG id: is it}; next_runs: {DAG id: when}, of those with a schedule; approvals: that wait in Airflow.

    None: Airflow did not say.
    """

    paused: dict[str, bool] | None
    next_runs: dict[str, datetime]
    approvals: int | None


def read_schedules(request: Request) -> Schedules:
    """Source: Airflow's API, `get_dags` and `get_hitl_details`."""
    dags = look(request, DAGS)
    found = (dags or {}).get("dags", [])
    approvals = look(request, APPROVALS) if dags is not None else None
    return Schedules(
        paused={dag["dag_id"]: dag["is_paused"] for dag in found} if dags is not None else None,
        next_runs={
            dag["dag_id"]: datetime.fromisoformat(dag["next_dagrun_run_after"].replace("Z", "+00:00"))
            for dag in found
            if dag["next_dagrun_run_after"] and not dag["is_paused"]
        },
        approvals=approvals["total_entries"] if approvals else None,
    )


def look(request: Request, path: str) -> Any:
    """The answer's JSON; None where there is none."""
    try:
        answer = httpx.get(f"{address()}/api/v2{path}", headers=authorization(request), timeout=PATIENCE_SECONDS)
        return answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        return None
