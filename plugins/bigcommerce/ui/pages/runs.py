"""What the runs did: a store's ledger, the newest first, and one run of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from bigcommerce.db.runs import read_rollback_outcomes, read_run, read_runs, what_is_kept
from bigcommerce.db.stores import Store
from bigcommerce.domain.flows import KINDS, NAMES, name_of, state_of_run
from bigcommerce.ui.airflow_api import read_dag_run
from bigcommerce.ui.keys import page_by, read_key
from bigcommerce.ui.links import under_store
from bigcommerce.ui.paging import PAGE_SIZE
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/runs")

# Plans, drift and sent prices are kept by run id alone, and only this DAG's runs have any.
EXPORT = "bigcommerce_price_stock_export"
NOTHING_KEPT = {"plan": False, "drift": False, "prices": False}


@router.get("")
def runs(visit: InVisit, store: OfStore, flow: str = "", after: str = "") -> Response:
    if flow and flow not in NAMES:
        raise HTTPException(404, f'There is no flow "{flow}". There are: {", ".join(NAMES)}.')
    rows = read_runs(visit.db, store.store_code, flow or None, read_place(after), PAGE_SIZE + 1)
    page = page_by(told(rows), "started_at", "dag_id", "dag_run_id", "flow")
    return visit.show("runs.html", store=store, flow=flow, flows=NAMES, page=page, is_first=not after)


def read_place(after: str) -> tuple[datetime, str, str, str] | None:
    if not after:
        return None
    started_at, dag_id, dag_run_id, flow = read_key(after, 4)
    try:
        return datetime.fromisoformat(started_at or ""), dag_id, dag_run_id, flow
    except ValueError:
        raise HTTPException(400, "This is no place in this list: go back to its start.") from None


@router.get("/{dag_id}/{dag_run_id}")
def run(visit: InVisit, store: OfStore, dag_id: str, dag_run_id: str) -> Response:
    rows = [row | {"dag_id": dag_id} for row in read_run(visit.db, store.store_code, dag_id, dag_run_id)]
    if not rows:
        refuse_unknown(visit, store, dag_id, dag_run_id)
    kept = what_is_kept(visit.db, store.store_code, dag_run_id) if dag_id == EXPORT else NOTHING_KEPT
    shown = told(rows)
    is_dry_run = any(row["kind"] == KINDS["dry_run"] for row in shown)
    return visit.show(
        "run.html", store=store, dag_id=dag_id, dag_run_id=dag_run_id, rows=shown, kept=kept, is_dry_run=is_dry_run,
        path=under_store(store.store_code, "runs", dag_id, dag_run_id),
        rolled_back=read_rollback_outcomes(visit.db, store.store_code, dag_run_id) if dag_id == EXPORT else [],
    )  # fmt: skip


def refuse_unknown(visit: Visit, store: Store, dag_id: str, dag_run_id: str) -> None:
    """Where Airflow says that there is no such run, it will not begin either."""
    try:
        read_dag_run(visit.request, dag_id, dag_run_id)
    except HTTPException as error:
        if error.status_code == 404:
            raise HTTPException(
                404, f"There is no run {dag_run_id} of {dag_id}, and store {store.store_code} has none in its ledger."
            ) from None


def told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    return [
        row
        | {"state": state_of_run(row, now), "seconds": seconds_of(row), "kind": KINDS.get(row["kind"], "")}
        | {"name": name_of(row["flow"], row["dag_id"])}
        for row in rows
    ]


def seconds_of(row: dict[str, Any]) -> float | None:
    return round((row["finished_at"] - row["started_at"]).total_seconds(), 1) if row["finished_at"] else None
