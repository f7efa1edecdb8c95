"""Bringing down the orders of past days: Airflow's own backfill, asked for, confirmed with its days, and watched."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from bigcommerce.ui.airflow_backfills import (
    DAG_ID,
    MOST_RUNS,
    count_days,
    list_backfills,
    read_backfill,
    runs_of,
    start_backfill,
)
from bigcommerce.ui.forms.runs import BackfillForm, yesterday
from bigcommerce.ui.links import under_store
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/backfill")


@router.get("")
def backfill(visit: InVisit, store: OfStore) -> Response:
    return show_form(visit, store, BackfillForm(end=yesterday()))


def show_form(visit: Visit, store: OfStore, form: BackfillForm, status: int = 200) -> Response:
    try:
        earlier, wrong = list_backfills(visit.request), None
    except HTTPException as error:
        earlier, wrong = [], error.detail
    path = under_store(store.store_code, "backfill")
    return visit.show("backfill.html", status, store=store, form=form, earlier=earlier, wrong=wrong, path=path)


@router.post("")
def begin(visit: InVisit, store: OfStore, posted: Posted, sure: Annotated[str, Form()] = "") -> Response:
    form = BackfillForm(posted)
    if not form.validate():
        return show_form(visit, store, form, 400)
    if not (store.is_enabled and store.order_sync_enabled):
        raise HTTPException(400, "Orders are switched off for this store, so a backfill would bring down nothing.")
    first, last = form.start.data, form.end.data
    path = under_store(store.store_code, "backfill")
    if sure == "yes":
        backfill_id = start_backfill(visit.request, store.store_code, first, last)
        return visit.go(under_store(store.store_code, "backfill", backfill_id), "The backfill has started.")
    days = count_days(visit.request, store.store_code, first, last)
    runs = "1 run, for the one day" if days == 1 else f"{days:,} runs, one for each day"
    question = (
        f"The orders placed from {first} to {last} are walked: {runs}. Orders that are missing here are received, also "
        "those from before the store's start of orders; what is here already stays as it is. The ordinary runs go on "
        "beside it."
    )
    fields = {"start": first, "end": last}
    return visit.ask(
        "Backfill orders", question, path, fields, f"Start {days:,} run{'s' * (days != 1)}", path, store=store
    )


@router.get("/{backfill_id}")
def progress(visit: InVisit, store: OfStore, backfill_id: int) -> Response:
    found = read_backfill(visit.request, backfill_id)
    if found.store not in (None, store.store_code):
        raise HTTPException(404, "This backfill is another store's.")
    runs = runs_of(visit.request, found)
    done = sum(run["state"] in ("success", "failed") for run in runs)
    path = under_store(store.store_code, "backfill")
    return visit.show(
        "backfill_progress.html", store=store, backfill=found, runs=runs, done=done, dag_id=DAG_ID, path=path,
        is_cut=len(runs) == MOST_RUNS, failed=sum(run["state"] == "failed" for run in runs),
        days=(found.last - found.first).days + 1,
    )  # fmt: skip
