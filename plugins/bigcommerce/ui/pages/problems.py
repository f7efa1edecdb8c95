"""What went wrong, by code: what it means, what to do, and looking again at some or all of it."""

from __future__ import annotations

import json
import logging
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from bigcommerce.db.problem_lists import (
    close_by_hand,
    close_problems,
    count_code,
    count_parents,
    read_groups,
    read_items,
    read_page,
)
from bigcommerce.domain.flows import NAMES
from bigcommerce.domain.problem_reruns import MOST_ITEMS, rerun_of, reruns_of, scope_of
from bigcommerce.domain.problem_texts import TEXTS, problem_text
from bigcommerce.ui.airflow_api import start_run
from bigcommerce.ui.links import under_store
from bigcommerce.ui.paging import PAGE_SIZE, page_of
from bigcommerce.ui.starts import start
from bigcommerce.ui.visit import InVisit, OfStore

log = logging.getLogger(__name__)
router = APIRouter(prefix="/stores/{store_code}/problems")

# These are sent once more after a person has closed them.
RETRIED = ("rejected_by_bigcommerce", "neto_rejected")
# A parent with options has these for good: its options have the prices and the stock.
OF_PARENTS = (("prices", "empty_price"), ("stock", "stock_missing"), ("stock", "inventory_not_tracked"))


@router.get("")
def problems(visit: InVisit, store: OfStore, flow: str = "") -> Response:
    """flow: only its problems; empty: all."""
    if flow and flow not in NAMES:
        raise HTTPException(404, f'There is no flow "{flow}". There are: {", ".join(NAMES)}.')
    groups = [
        group | {"text": problem_text(group["flow"], group["code"])}
        for group in read_groups(visit.db, store.store_code)
        if flow in ("", group["flow"])
    ]
    return visit.show("problems.html", store=store, groups=groups, flows=NAMES, flow=flow)


@router.get("/{flow}/{code}")
def problem(visit: InVisit, store: OfStore, flow: str, code: str, after: int | None = None) -> Response:
    rows = read_page(visit.db, store.store_code, flow, code, after, PAGE_SIZE + 1)
    if not rows and (flow, code) not in TEXTS:
        raise HTTPException(404, f'There is no kind of problem "{code}" of the flow "{flow}".')
    return show_problem(visit, store, flow, code, rows, is_first=after is None)


def show_problem(
    visit: InVisit, store: OfStore, flow: str, code: str, rows: list[dict[str, Any]], status: int = 200, **values: Any
) -> Response:
    page = page_of(rows, "problem_id")
    shown = [
        row | {"place": place_of(store.store_code, flow, code, row), "details": indented(row["details"])}
        for row in page.rows
    ]
    values = {"is_first": True, "wrong": None} | values
    is_of_parents = bool(shown) and (flow, code) in OF_PARENTS
    parents = count_parents(visit.db, store.store_code, flow, code) if is_of_parents else (0, False)
    return visit.show(
        "problem.html", status, store=store, flow=flow, code=code, text=problem_text(flow, code), page=page, rows=shown,
        rerun=rerun_of(flow, code), is_retried=code in RETRIED, path=address(store.store_code, flow, code),
        parents=parents, **values,
    )  # fmt: skip


def indented(details: dict[str, Any]) -> str:
    return json.dumps(details, indent=2, ensure_ascii=False) if details else ""


def address(store_code: str, flow: str, code: str) -> str:
    return under_store(store_code, "problems", flow, code)


def place_of(store_code: str, flow: str, code: str, row: dict[str, Any]) -> str | None:
    """The page of the product or order that a problem is about; None: it is about neither."""
    if order_id := row["order_id"] if flow == "tracking" else None:
        return under_store(store_code, "orders", order_id)
    if "is_approved" in row["details"]:
        return under_store(store_code, "products", row["item_key"])
    if flow == "orders" or (flow == "neto" and row["item_key"].isdigit()):
        return under_store(store_code, "orders", row["item_key"])
    rerun = rerun_of(flow, code)
    return under_store(store_code, "products", row["item_key"]) if rerun and rerun.items == "skus" else None


@router.post("/{flow}/{code}")
def decide(
    visit: InVisit,
    store: OfStore,
    flow: str,
    code: str,
    action: Annotated[Literal["look_again", "close"], Form()],
    which: Annotated[Literal["ticked", "all"], Form()] = "ticked",
    problem_id: Annotated[list[int] | None, Form()] = None,
    sure: Annotated[str, Form()] = "",
) -> Response:
    if which == "ticked" and not problem_id:
        rows = read_page(visit.db, store.store_code, flow, code, None, PAGE_SIZE + 1)
        return show_problem(visit, store, flow, code, rows, 400, wrong="Tick at least one problem, or choose all.")
    chosen = None if which == "all" else problem_id
    count = count_code(visit.db, store.store_code, flow, code) if chosen is None else len(set(chosen))
    check_possible(flow, code, action)
    if sure != "yes":
        fields: dict[str, Any] = {"action": action, "which": which, "problem_id": chosen or []}
        items = read_items(visit.db, store.store_code, flow, code, chosen, MOST_ITEMS + 1)
        runs = [scope_of(rerun, params, which == "ticked") for rerun, params in reruns_of(flow, code, items)]
        back = address(store.store_code, flow, code)
        return visit.ask(*question(flow, code, action, count, runs, back, fields), store=store)
    return {"look_again": look_again, "close": close}[action](visit, store, flow, code, chosen)


def check_possible(flow: str, code: str, action: str) -> None:
    if action == "close" and not problem_text(flow, code).closing:
        raise HTTPException(
            400, "These problems close by themselves: closed by hand, they would be back at the next run."
        )
    if action == "look_again" and rerun_of(flow, code) is None:
        raise HTTPException(400, "No run has anything to work out for these problems: close them by hand.")


def look_again(visit: InVisit, store: OfStore, flow: str, code: str, chosen: list[int] | None) -> Response:
    """What was refused is closed first, which is what makes the run try it once more."""
    items = read_items(visit.db, store.store_code, flow, code, chosen, MOST_ITEMS + 1)
    if not items:
        return visit.go(address(store.store_code, flow, code), "These problems are closed already.")
    closed: list[str] = []
    if code in RETRIED:
        closed = close_problems(visit.db, store.store_code, flow, code, chosen, visit.person.name)
    try:
        *others, last = reruns_of(flow, code, items)
        for rerun, params in others:
            start_run(visit.request, rerun.dag_id, {"store": store.store_code, **params})
        rerun, params = last
        return start(visit, store.store_code, rerun.dag_id, params)
    except HTTPException as error:
        if closed:
            error.detail = f"{error.detail} They are closed all the same, so the next run tries them again by itself."
        raise


def close(visit: InVisit, store: OfStore, flow: str, code: str, chosen: list[int] | None) -> Response:
    closed, released = close_by_hand(visit.db, store.store_code, flow, code, chosen, visit.person.name)
    log.info("%s closed %d problems of %s, %s, which let %d orders go", visit.person.name, closed, flow, code, released)
    said = f"{count_of(closed)} closed." if closed else "These problems are closed already."
    if released:
        orders = "1 order has" if released == 1 else f"{released:,} orders have"
        said += f" {orders} nothing else open and need{'s' * (released == 1)} no attention any more."
    return visit.go(under_store(store.store_code, "problems"), said)


def question(
    flow: str, code: str, action: str, count: int, runs: list[str], back: str, fields: dict[str, Any]
) -> tuple[str, str, str, dict[str, Any], str, str]:
    """Of visit.ask: title, question, action, fields, button, back. runs: a sentence for each that would start."""
    text = problem_text(flow, code)
    if action == "close":
        return (
            "Close by hand",
            f"{count_of(count)} will be closed: {text.title}. Closing by itself sends, receives and changes nothing. "
            f"{text.closing}",
            back,
            fields,
            f"Close {count:,}",
            back,
        )
    what = f"{count_of(count)} will be looked at again: {text.title}. {' '.join(runs)}"
    how = " Everything is worked out from what is there now; nothing old is sent. What is mended closes by itself."
    if code not in RETRIED:
        return "Look again", what + how, back, fields, f"Look again at {count:,}", back
    tries = " Today's value is sent once more. What is refused again is back as a new problem."
    return "Try again", what + tries, back, fields, f"Try {count:,} again", back


def count_of(count: int) -> str:
    return f"{count:,} problem{'' if count == 1 else 's'}"
