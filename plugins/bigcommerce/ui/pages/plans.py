"""What a dry run would have done, the biggest changes first, and all of it as a CSV."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from bigcommerce.db.runs import MOST_PLANNED, plan_columns_and_rows, read_plan_groups, read_plan_page, read_run
from bigcommerce.domain.flows import NAMES
from bigcommerce.domain.plan_texts import title_of, why_no_plan, why_not_sent
from bigcommerce.domain.spreadsheets import csv_lines
from bigcommerce.hooks.commerce_db import commerce_db
from bigcommerce.ui.keys import page_by, read_key
from bigcommerce.ui.links import under_store
from bigcommerce.ui.paging import PAGE_SIZE, Rows
from bigcommerce.ui.visit import InVisit, OfStore

router = APIRouter(prefix="/stores/{store_code}/runs/{dag_id}/{dag_run_id}")


@router.get("/plan")
def plan(
    visit: InVisit, store: OfStore, dag_id: str, dag_run_id: str, flow: str = "", verdict: str = "", after: str = ""
) -> Response:
    groups = [
        group | {"title": title_of(group["flow"], group["verdict"])}
        for group in read_plan_groups(visit.db, store.store_code, dag_run_id)
    ]
    offered = ((g["flow"], g["verdict"]) for g in groups if flow in ("", g["flow"]))
    chosen = (flow, verdict) if flow and verdict else next(offered, None)
    page = Rows([], None)
    if chosen:
        key = read_key(after, 2) if after else None
        rows = read_plan_page(visit.db, store.store_code, dag_run_id, chosen, key, PAGE_SIZE + 1)
        page = page_by(rows, "target", "sku")
    runs = [] if groups else read_run(visit.db, store.store_code, dag_id, dag_run_id)
    return visit.show(
        "plan.html", store=store, dag_id=dag_id, dag_run_id=dag_run_id, groups=groups, chosen=chosen, page=page,
        why_not=why_not_sent(*chosen) if chosen else None, why_none=why_no_plan(runs, datetime.now(UTC)),
        is_first=not after, flows=NAMES, most=MOST_PLANNED,
        path=under_store(store.store_code, "runs", dag_id, dag_run_id),
    )  # fmt: skip


@router.get("/plan.csv")
def plan_csv(store: OfStore, dag_id: str, dag_run_id: str) -> Response:
    headers = {"content-disposition": 'attachment; filename="plan.csv"'}
    return StreamingResponse(
        csv_of(store.store_code, dag_run_id), media_type="text/csv; charset=utf-8", headers=headers
    )


def csv_of(store_code: str, dag_run_id: str) -> Iterator[str]:
    """On a connection of its own: the page's is closed while the last rows still leave."""
    with commerce_db() as connection:
        columns, rows = plan_columns_and_rows(connection, store_code, dag_run_id)
        yield from csv_lines(columns, (["" if cell is None else cell for cell in row] for row in rows))
