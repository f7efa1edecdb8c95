"""Airflow's own backfills of the order DAG, through its API with the caller's token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from fastapi import HTTPException, Request

from bigcommerce.ui.airflow_api import call

DAG_ID = "bigcommerce_order_backfill"
# As many runs at once as the DAG allows.
RUNS_AT_ONCE = 2
# Of a backfill's page; a longer one is looked at in Airflow.
MOST_RUNS = 100


@dataclass(frozen=True)
class Backfill:
    """first, last: days, both included."""

    backfill_id: int
    store: str | None
    first: date
    last: date
    is_paused: bool
    completed_at: datetime | None
    created_at: datetime


def body_of(store: str, first: date, last: date) -> dict[str, Any]:
    """Days that were walked before are walked again: their daily run left out what the store's settings bound."""
    start, end = (datetime.combine(day, time(), UTC) for day in (first, last))
    return {
        "dag_id": DAG_ID,
        "from_date": start.isoformat(),
        "to_date": end.isoformat(),
        "dag_run_conf": {"store": store},
        "reprocess_behavior": "completed",
        "max_active_runs": RUNS_AT_ONCE,
    }


def count_days(request: Request, store: str, first: date, last: date) -> int:
    """How many runs the backfill would make. Source: Airflow's API, `create_backfill_dry_run`."""
    return int(call(request, "POST", "/backfills/dry_run", body_of(store, first, last))["total_entries"])


def start_backfill(request: Request, store: str, first: date, last: date) -> int:
    """Its id. Raises HTTPException while another one runs. Source: Airflow's API, `create_backfill`."""
    return int(call(request, "POST", "/backfills", body_of(store, first, last))["id"])


def read_backfill(request: Request, backfill_id: int) -> Backfill:
    """Raises HTTPException where there is none. Source: Airflow's API, `get_backfill`."""
    found = call(request, "GET", f"/backfills/{backfill_id}")
    if found["dag_id"] != DAG_ID:
        raise HTTPException(404, "This is no backfill of orders.")
    return backfill_from(found)


def list_backfills(request: Request) -> list[Backfill]:
    """The latest ten. Source: Airflow's API, `list_backfills`."""
    found = call(request, "GET", f"/backfills?dag_id={DAG_ID}&order_by=-id&limit=10")
    return [backfill_from(one) for one in found["backfills"]]


def backfill_from(found: dict[str, Any]) -> Backfill:
    return Backfill(
        found["id"],
        (found["dag_run_conf"] or {}).get("store"),
        moment(found["from_date"]).date(),
        moment(found["to_date"]).date(),
        found["is_paused"],
        moment(found["completed_at"]) if found["completed_at"] else None,
        moment(found["created_at"]),
    )


def runs_of(request: Request, backfill: Backfill) -> list[dict[str, Any]]:
    """day, dag_run_id, state of its runs, the first day first. Airflow cannot list a backfill's runs, so it is the
    runs of its days that backfills made. Source: Airflow's API, `get_dag_runs`."""
    bounds = body_of("", backfill.first, backfill.last)
    query = (
        f"run_type=backfill&logical_date_gte={iso(bounds['from_date'])}&logical_date_lte={iso(bounds['to_date'])}"
        f"&order_by=logical_date&limit={MOST_RUNS}"
    )
    found = call(request, "GET", f"/dags/{DAG_ID}/dagRuns?{query}")
    return [
        {
            "day": moment(run["data_interval_start"] or run["logical_date"]).date(),
            "dag_run_id": run["dag_run_id"],
            "state": run["state"],
        }
        for run in found["dag_runs"]
    ]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def iso(text: str) -> str:
    """For a query, where a plus is a space."""
    return text.replace("+00:00", "Z")
