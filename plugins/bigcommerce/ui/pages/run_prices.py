"""The prices a run sent, what a full run found to differ, and rolling a run back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from bigcommerce.db.runs import count_priced_skus, read_drift_page, read_price_page
from bigcommerce.domain.flows import NAMES
from bigcommerce.ui.keys import page_by, read_key
from bigcommerce.ui.links import under_store
from bigcommerce.ui.paging import PAGE_SIZE, page_of
from bigcommerce.ui.starts import start
from bigcommerce.ui.visit import InVisit, OfStore

# Only this DAG's runs send prices.
DAG_ID = "bigcommerce_price_stock_export"
router = APIRouter(prefix="/stores/{store_code}/runs/" + DAG_ID + "/{dag_run_id}")


def address(store_code: str, dag_run_id: str) -> str:
    return under_store(store_code, "runs", DAG_ID, dag_run_id)


@router.get("/drift")
def drift(visit: InVisit, store: OfStore, dag_run_id: str, after: str = "") -> Response:
    key = read_key(after, 3) if after else None
    rows = read_drift_page(visit.db, store.store_code, dag_run_id, key, PAGE_SIZE + 1)
    page = page_by(rows, "flow", "target", "sku")
    path = address(store.store_code, dag_run_id)
    return visit.show(
        "drift.html", store=store, dag_run_id=dag_run_id, page=page, is_first=not after, path=path, flows=NAMES
    )


@router.get("/prices")
def prices(visit: InVisit, store: OfStore, dag_run_id: str, after: int | None = None) -> Response:
    page = page_of(read_price_page(visit.db, store.store_code, dag_run_id, after, PAGE_SIZE + 1), "history_id")
    path = address(store.store_code, dag_run_id)
    return visit.show(
        "run_prices.html", store=store, dag_run_id=dag_run_id, page=page, is_first=after is None, path=path
    )


@router.get("/rollback")
def rollback(visit: InVisit, store: OfStore, dag_run_id: str) -> Response:
    """Asks: the number of SKUs, what will happen, and the way to see it first."""
    skus = count_priced_skus(visit.db, store.store_code, dag_run_id)
    path = address(store.store_code, dag_run_id)
    return visit.show("rollback.html", store=store, dag_run_id=dag_run_id, skus=skus, path=path)


@router.post("/rollback")
def roll_back(
    visit: InVisit,
    store: OfStore,
    dag_run_id: str,
    dry_run: Annotated[bool, Form()] = False,
    sure: Annotated[str, Form()] = "",
) -> Response:
    if not dry_run and sure != "yes":
        return rollback(visit, store, dag_run_id)
    if not count_priced_skus(visit.db, store.store_code, dag_run_id):
        raise HTTPException(400, "This run sent no price to this store, so there is nothing to roll back.")
    params = {"what": "prices", "rollback_run": dag_run_id, "dry_run": dry_run}
    return start(visit, store.store_code, DAG_ID, params)
