"""Price changes beyond what the store allows: a person approves or declines each, some or all of them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import Response

from bigcommerce.db.guarded_prices import (
    Change,
    count_waiting,
    decide_all,
    decide_changes,
    read_decided_page,
    read_waiting_page,
)
from bigcommerce.ui.keys import pack, page_by, read_key
from bigcommerce.ui.links import under_store
from bigcommerce.ui.paging import PAGE_SIZE
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/guarded-prices")

STATES = {"approve": "approved", "decline": "declined"}
# Below those that wait; older ones have a page of their own.
LAST_DECIDED = 10
WHAT_HAPPENS = {
    "approve": "The next export sends them.",
    "decline": "Nothing is sent of them until the back office has another price.",
}


def address(store_code: str, *parts: str) -> str:
    return under_store(store_code, "guarded-prices", *parts)


@router.get("")
def guarded_prices(visit: InVisit, store: OfStore, after: str = "") -> Response:
    return show_waiting(visit, store, after)


def show_waiting(
    visit: Visit, store: OfStore, after: str = "", status: int = 200, wrong: str | None = None
) -> Response:
    rows = read_waiting_page(visit.db, store.store_code, read_key(after, 2) if after else None, PAGE_SIZE + 1)
    rows = [row | {"key": pack(row, "target", "sku", "old", "new")} for row in rows]
    decided = read_decided_page(visit.db, store.store_code, None, LAST_DECIDED) if not after else []
    return visit.show(
        "guarded_prices.html", status, store=store, page=page_by(rows, "sku", "target"), is_first=not after,
        decided=decided, wrong=wrong, path=address(store.store_code),
    )  # fmt: skip


@router.get("/decided")
def decided_prices(visit: InVisit, store: OfStore, after: str = "") -> Response:
    rows = read_decided_page(visit.db, store.store_code, read_place(after), PAGE_SIZE + 1)
    page = page_by(rows, "decided_at", "target", "sku")
    return visit.show("decided_prices.html", store=store, page=page, is_first=not after, path=address(store.store_code))


def read_place(after: str) -> tuple[datetime, str, str] | None:
    if not after:
        return None
    moment, target, sku = read_key(after, 3)
    try:
        return datetime.fromisoformat(moment or ""), target, sku
    except ValueError:
        raise HTTPException(400, "This is no place in this list: go back to its start.") from None


@router.post("")
def decide(
    visit: InVisit,
    store: OfStore,
    action: Annotated[Literal["approve", "decline"], Form()],
    which: Annotated[Literal["ticked", "all"], Form()] = "ticked",
    change: Annotated[list[str] | None, Form()] = None,
    sure: Annotated[str, Form()] = "",
    fingerprint: Annotated[str, Form()] = "",
) -> Response:
    if which == "all":
        return decide_on_all(visit, store, action, fingerprint if sure == "yes" else None)
    if not change:
        return show_waiting(visit, store, "", 400, "Tick at least one price, or choose all.")
    changes = {read_change(one) for one in change}
    done = decide_changes(visit.db, store.store_code, STATES[action], visit.person.name, sorted(changes, key=str))
    said = f"{done:,} {STATES[action]}. {WHAT_HAPPENS[action]}" if done else ""
    if left := len(changes) - done:
        said += f" {left:,} had changed meanwhile and {'was' if left == 1 else 'were'} left as they are: look again."
    return visit.go(address(store.store_code), said.strip())


def read_change(key: str) -> Change:
    target, sku, old, new = read_key(key, 4)
    return Change(target or "", sku or "", read_price(old), read_price(new))


def read_price(text: str | None) -> Decimal | None:
    try:
        price = None if text is None else Decimal(text)
    except InvalidOperation:
        price = Decimal("NaN")
    if price is not None and not price.is_finite():
        raise HTTPException(400, "This is no price change of this list: go back to it.")
    return price


def decide_on_all(
    visit: Visit, store: OfStore, action: Literal["approve", "decline"], fingerprint: str | None
) -> Response:
    """Asks with the number. fingerprint: of what the person saw when saying yes; None: not asked yet."""
    meanwhile = ""
    if fingerprint is not None:
        done = decide_all(visit.db, store.store_code, STATES[action], visit.person.name, fingerprint)
        if done:
            return visit.go(address(store.store_code), f"{done:,} {STATES[action]}. {WHAT_HAPPENS[action]}")
        meanwhile = "What waits has changed meanwhile, so nothing was decided. "
    count, now = count_waiting(visit.db, store.store_code)
    if not count:
        return visit.go(address(store.store_code), "No price waits any more.")
    question = f"{meanwhile}All {count:,} price changes that wait will be {STATES[action]}. {WHAT_HAPPENS[action]}"
    fields = {"action": action, "which": "all", "fingerprint": now}
    button = f"{action.capitalize()} all {count:,}"
    place = address(store.store_code)
    return visit.ask(f"{action.capitalize()} all", question, place, fields, button, place, store=store)
