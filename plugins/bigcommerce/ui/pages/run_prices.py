"""The prices a run sent, what a full run found to differ, and rolling a run back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from bigcommerce.db.price_rollbacks import judge_rollback, read_restored_prices
from bigcommerce.db.runs import count_priced_skus, read_drift_page, read_price_page
from bigcommerce.db.stores import Store
from bigcommerce.domain.flows import NAMES
from bigcommerce.ui.keys import page_by, read_key
from bigcommerce.ui.links import under_store
from bigcommerce.ui.paging import PAGE_SIZE, page_of
from bigcommerce.ui.starts import start
from bigcommerce.ui.visit import InVisit, OfStore, Visit

# The biggest changes are enough to see whether it is the right run.
MOST_SHOWN = 10
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
    """Asks: how many SKUs would be restored, how many would not and why, and the way to see it first."""
    return ask(visit, store, dag_run_id, judge(visit, store, dag_run_id))


def judge(visit: Visit, store: Store, dag_run_id: str) -> list[dict[str, Any]]:
    # What a price is rounded to decides nothing here.
    return judge_rollback(visit.db, store.store_code, dag_run_id, digits=2, now=datetime.now(UTC))


def ask(visit: Visit, store: Store, dag_run_id: str, outcomes: list[dict[str, Any]]) -> Response:
    return visit.show(
        "rollback.html", store=store, dag_run_id=dag_run_id, outcomes=outcomes, restored=restored_in(outcomes),
        shown=read_restored_prices(visit.db, MOST_SHOWN),
        skus=count_priced_skus(visit.db, store.store_code, dag_run_id), why_not=why_not(store),
        path=address(store.store_code, dag_run_id),
    )  # fmt: skip


def restored_in(outcomes: list[dict[str, Any]]) -> int:
    return sum(row["skus"] for row in outcomes if row["outcome"] == "rolled_back")


def why_not(store: Store) -> str | None:
    """Why this store can be sent no price now; None: it can."""
    if store.prices_managed_in == "bigcommerce":
        return "The prices of this store are managed in BigCommerce, so none is sent there."
    return None if store.is_enabled else "The store is switched off, so no price is sent: complete its set-up."


@router.post("/rollback")
def roll_back(
    visit: InVisit,
    store: OfStore,
    dag_run_id: str,
    dry_run: Annotated[bool, Form()] = False,
    sure: Annotated[str, Form()] = "",
) -> Response:
    outcomes = judge(visit, store, dag_run_id)
    if not outcomes:
        raise HTTPException(400, "This run sent no price to this store, so there is nothing to roll back.")
    if not restored_in(outcomes) or (not dry_run and (sure != "yes" or why_not(store))):
        return ask(visit, store, dag_run_id, outcomes)
    params = {"what": "prices", "rollback_run": dag_run_id, "dry_run": dry_run}
    return start(visit, store.store_code, DAG_ID, params)
