"""A run was started: how far it is, and where to go on once it is done. Any page that starts a run leads here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from bigcommerce.db.ledger import read_sync_runs
from bigcommerce.db.unknown_names import left_out_skus
from bigcommerce.domain.flows import name_of
from bigcommerce.domain.left_out import left_out_sentences
from bigcommerce.ui.airflow_api import AirflowRun, is_paused, read_dag_run
from bigcommerce.ui.links import step
from bigcommerce.ui.visit import InVisit, Visit

router = APIRouter()

EXPORT = "bigcommerce_price_stock_export"
# Of what the panel starts.
OUR_DAG = re.compile(r"(bigcommerce|neto)_[a-z_]+")
# A page of the panel: no other host, no way out of the panel's own folder.
OUR_PATH = re.compile(r"/(?!/)(?!.*\.\.)[^\\\x00-\x20]*")
# What is read anew every few seconds is done by then, or worth a look at Airflow's own page.
SECONDS_BETWEEN_LOOKS = 3

SENTENCE = {
    "queued": "The run waits for its turn. It begins by itself, once the runs before it are done.",
    "running": "The run is at work.",
    "success": "The run is done.",
    "failed": "The run failed.",
}


def wait_for(visit: Visit, dag_id: str, dag_run_id: str, then: str, said: str | None = None) -> Response:
    """To the page below, after a run was started. then: a path of the panel to go on to."""
    return visit.go(f"/runs/{dag_id}/{step(dag_run_id)}/progress", said=said, then=then)


@router.get("/runs/{dag_id}/{dag_run_id}/progress")
def progress(visit: InVisit, dag_id: str, dag_run_id: str, then: str = "/") -> Response:
    if not OUR_DAG.fullmatch(dag_id):
        raise HTTPException(404, "There is no such run of this panel's.")
    if not OUR_PATH.fullmatch(then):
        raise HTTPException(400, "The page to go on to is none of this panel's.")
    run = read_dag_run(visit.request, dag_id, dag_run_id)
    is_held = run.state == "queued" and is_paused(visit.request, dag_id)
    return show_progress(visit, dag_id, dag_run_id, run, then, is_held, left_out(visit, dag_id, run.params))


def left_out(visit: Visit, dag_id: str, params: Mapping[str, Any]) -> list[str]:
    """Which of the SKUs that an export names it passes by, and why. params: what it was started with."""
    store, skus = params.get("store"), params.get("skus")
    if dag_id != EXPORT or not store or not skus:
        return []
    kind = "price" if params.get("what") == "prices" else "stock"
    as_if_approved = bool(params.get("as_if_approved"))
    found = left_out_skus(visit.db, kind, str(store), list(map(str, skus)), as_if_approved=as_if_approved)
    return left_out_sentences(found, len(set(skus)))


def show_progress(
    visit: Visit,
    dag_id: str,
    dag_run_id: str,
    run: AirflowRun,
    then: str,
    is_held: bool = False,
    left_out: Sequence[str] = (),
) -> Response:
    """is_held: its DAG is paused, so that it never begins."""
    state = run.state
    rows = [row | {"name": name_of(row["flow"], dag_id)} for row in read_sync_runs(visit.db, dag_id, dag_run_id)]
    return visit.show(
        "progress.html",
        dag_id=dag_id,
        dag_run_id=dag_run_id,
        state=state,
        sentence=SENTENCE.get(state, f"The run is in the state {state}."),
        is_held=is_held,
        is_over=state in ("success", "failed"),
        seconds=SECONDS_BETWEEN_LOOKS,
        rows=rows,
        errors=[row for row in rows if row["error"]],
        then=then,
        left_out=left_out,
        is_dry_run=run.params.get("dry_run") is True,
        rollback_run=run.params.get("rollback_run"),
    )
