"""Orders: found by number, e-mail address or name, listed newest first, and fetched by number at once."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from bigcommerce.db.order_lists import START, list_orders, read_place, search_orders
from bigcommerce.db.stores import Store
from bigcommerce.domain.order_searches import read_order_ids, read_search
from bigcommerce.domain.order_stories import CHANGE_TITLES, PROBLEM_TITLES
from bigcommerce.errors import Invalid
from bigcommerce.ui.airflow_api import start_run
from bigcommerce.ui.guard import only_looks
from bigcommerce.ui.pages.progress import wait_for
from bigcommerce.ui.paging import PAGE_SIZE, Rows, page_of
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.sealed_words import read_sealed, seal_words
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter()

INGEST = "bigcommerce_order_ingest"
SHORT_OUTCOMES = {"received": "Received", "parked": "Waits", "invalid": "Held", "not_synced": "Not received"}
# The filters, as the address names them: what is listed, and what the list is called.
LISTS = {
    "all": ("newest", "All orders"),
    "waiting": ("waiting", "Waiting"),
    "on_hold": ("on_hold", "On hold"),
    "changed": ("changed", "Changed"),
}


@router.get("/stores/{store_code}/orders")
def orders(visit: InVisit, store: OfStore, show: str = "all", after: str = "", sought: str = "") -> Response:
    """sought: the sealed words of a search."""
    if show not in LISTS:
        raise HTTPException(404, f'There is no list "{show}" of orders. There are: {", ".join(LISTS)}.')
    if sought:
        return show_found(visit, store, sought, after)
    try:
        place = read_place(after)
    except Invalid as error:
        return show_orders(visit, store, Rows([], None), show, wrong=str(error), status=400)
    rows = list_orders(visit.db, store.store_code, LISTS[show][0], place, PAGE_SIZE + 1)
    return show_orders(visit, store, page_of(rows, "after"), show, is_first=place == START)


@router.post("/stores/{store_code}/orders")
@only_looks
def search(visit: InVisit, store: OfStore, posted: Posted) -> Response:
    """By POST, and on by sealed words. A number leads to its order."""
    typed, path = str(posted.get("search", "")), f"/stores/{store.store_code}/orders"
    try:
        wanted = read_search(typed)
    except Invalid as error:
        return show_orders(visit, store, Rows([], None), None, typed=typed, wrong=str(error), status=400)
    if wanted.order_id is not None:
        return visit.go(f"{path}/{wanted.order_id}")
    return visit.go(path, sought=seal_words(typed))


def show_found(visit: Visit, store: Store, sought: str, after: str) -> Response:
    typed = read_sealed(sought)
    if typed is None:
        wrong = "This link to a search is not whole, or of another Airflow: type again what you look for."
        return show_orders(visit, store, Rows([], None), None, wrong=wrong, status=400)
    try:
        wanted, place = read_search(typed), read_place(after)
    except Invalid as error:
        return show_orders(visit, store, Rows([], None), None, typed=typed, wrong=str(error), status=400)
    found = search_orders(visit.db, store.store_code, wanted, place, PAGE_SIZE + 1)
    return show_orders(visit, store, page_of(found, "after"), None, typed=typed, sought=sought, is_first=place == START)


@router.post("/stores/{store_code}/orders/fetch")
def fetch(visit: InVisit, store: OfStore, posted: Posted) -> Response:
    """Starts an ingest run for these numbers, and waits for it."""
    typed, back = str(posted.get("order_ids", "")), f"/stores/{store.store_code}/orders"
    try:
        order_ids = read_order_ids(typed)
        refuse_when_off(store)
    except Invalid as error:
        return show_orders(
            visit, store, first_page(visit, store), "all", fetched=typed, not_fetched=str(error), status=400
        )
    run = start_run(visit.request, INGEST, {"store": store.store_code, "order_ids": order_ids})
    return wait_for(visit, INGEST, run, f"{back}/{order_ids[0]}" if len(order_ids) == 1 else back)


def refuse_when_off(store: Store) -> None:
    """The run would refuse too, only later."""
    if not store.is_enabled:
        raise Invalid("The store is not switched on, so nothing can be fetched: complete its set-up.", field="store")
    if not store.order_sync_enabled:
        raise Invalid("Orders are switched off in the store's set-up, so none is fetched.", field="store")


def first_page(visit: Visit, store: Store) -> Rows:
    return page_of(list_orders(visit.db, store.store_code, "newest", START, PAGE_SIZE + 1), "after")


def show_orders(
    visit: Visit, store: Store, page: Rows, which: str | None, status: int = 200, **values: Any
) -> Response:
    """which: the filter; None: the answer to a search."""
    given: dict[str, Any] = {"typed": "", "wrong": "", "fetched": "", "not_fetched": "", "sought": "", "is_first": True}
    return visit.show(
        "orders.html",
        status,
        store=store,
        page=page,
        which=which,
        lists=LISTS,
        problem_titles=PROBLEM_TITLES,
        change_titles=CHANGE_TITLES,
        short_outcomes=SHORT_OUTCOMES,
        **(given | values),
    )
