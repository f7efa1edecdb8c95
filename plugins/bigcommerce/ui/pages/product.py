"""One product: approved or not and by whom, what it is in BigCommerce, why its price and stock, and sending it now."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import Response

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.products import read_approval_history, read_price_history, read_product, read_sku_problems
from bigcommerce.db.stores import Store
from bigcommerce.domain.approval_effects import Effect
from bigcommerce.domain.approval_warnings import FIRST_PRICE
from bigcommerce.domain.problem_texts import problem_text
from bigcommerce.errors import SyncError
from bigcommerce.explain import approval_effect, explain
from bigcommerce.hooks.bigcommerce import BigCommerceHook
from bigcommerce.selections import set_approval
from bigcommerce.ui.airflow_api import start_run
from bigcommerce.ui.approvals import look_up
from bigcommerce.ui.links import under_store
from bigcommerce.ui.pages.progress import EXPORT, wait_for
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.starts import start_dry_run
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter()

# A person waits for the page: a run would wait for minutes.
IMPATIENT: dict[str, Any] = {"attempts": 2, "longest_wait": 2.0, "read_timeout": 15.0}


def read_sku(sku: str) -> str:
    if "\0" in sku:
        raise HTTPException(404, "No SKU holds such a character.")
    return sku


OfSku = Annotated[str, Depends(read_sku)]


@router.get("/stores/{store_code}/products/{sku:path}")
def product(visit: InVisit, store: OfStore, sku: OfSku, ask: str = "") -> Response:
    """ask: "1" asks BigCommerce what it holds now."""
    row = read_or_raise(visit, store, sku)
    heading, reasons, unanswered = explain_now(visit, store, sku, is_asked=ask == "1")
    return visit.show(
        "product.html", store=store, row=row, path=under_store(store.store_code, "products", sku),
        notes=heading, reasons=reasons, unanswered=unanswered, was_asked=ask == "1",
        history=read_approval_history(visit.db, store.store_code, sku),
        prices=read_price_history(visit.db, store.store_code, sku),
        problems=read_sku_problems(visit.db, store.store_code, sku), text_of=problem_text,
    )  # fmt: skip


def read_or_raise(visit: Visit, store: Store, sku: str) -> dict[str, Any]:
    row = read_product(visit.db, store.store_code, sku)
    if row is None:
        raise HTTPException(404, f'The back office has no product with exactly the SKU "{sku}".')
    return row


def explain_now(
    visit: Visit, store: Store, sku: str, *, is_asked: bool
) -> tuple[list[str], dict[str, list[str]], str | None]:
    """(notes, {what: its steps}, why BigCommerce did not say)."""
    unanswered = None
    try:
        reasons = explain(visit.db, client_of(store) if is_asked else None, store.store_code, sku)
    except SyncError as error:
        unanswered = str(error)
        reasons = explain(visit.db, None, store.store_code, sku)
    notes = reasons.pop(next(iter(reasons)))
    return notes, reasons, unanswered


def client_of(store: Store) -> BigCommerceClient:
    """Raises SyncError where the connection is missing or wrong."""
    return BigCommerceHook(store.connection_id).client(**IMPATIENT)


@router.post("/stores/{store_code}/products/{sku:path}")
def change(visit: InVisit, store: OfStore, sku: OfSku, posted: Posted) -> Response:
    """action: approve (after a question), unapprove, look (it up), send or try (a dry run, as if it were approved)."""
    path, action = under_store(store.store_code, "products", sku), posted.get("action")
    if action == "approve" and posted.get("sure") != "yes":
        return ask_to_approve(visit, store, sku, path)
    if action in ("approve", "unapprove"):
        return visit.go(path, decide(visit, store, sku, approve=action == "approve"))
    if action == "look":
        return visit.go(path, look_up(visit, store.store_code, [sku]))
    if action == "send":
        return send(visit, store, sku, path)
    if action == "try":
        row = read_or_raise(visit, store, sku)
        return start_dry_run(visit, store.store_code, [sku], as_if_approved=not row["is_approved"])
    raise HTTPException(400, "This button is not one of the page's: go back to the product.")


def ask_to_approve(visit: Visit, store: Store, sku: str, path: str) -> Response:
    """Says what would change at BigCommerce, with warnings first."""
    row = read_or_raise(visit, store, sku)
    if row["is_approved"]:
        return visit.go(path, "It was approved already: somebody else just did the same.")
    effect, unanswered = effect_now(visit, store, sku)
    return visit.show(
        "approve.html", store=store, sku=sku, path=path, effect=effect, unanswered=unanswered,
        is_looked_up=row["link_state"] != "none",
        first_price=FIRST_PRICE if would_be_first(visit, store, sku) else None,
    )  # fmt: skip


def would_be_first(visit: Visit, store: Store, sku: str) -> bool:
    """Was no price of it sent before, of those that are?"""
    return store.prices_managed_in == "backoffice" and not read_price_history(visit.db, store.store_code, sku)


def effect_now(visit: Visit, store: Store, sku: str) -> tuple[Effect, str | None]:
    """What approving it would change, and why BigCommerce did not say what it holds."""
    unanswered = None
    try:
        effect = approval_effect(visit.db, client_of(store), store.store_code, sku)
    except SyncError as error:
        unanswered = str(error)
        effect = approval_effect(visit.db, None, store.store_code, sku)
    return effect or Effect([]), unanswered


def decide(visit: Visit, store: Store, sku: str, *, approve: bool) -> str:
    """The sentence for the next page."""
    if not set_approval(visit.db, store.store_code, sku, approve=approve, changed_by=visit.person.name):
        return f"It was {'approved' if approve else 'unapproved'} already: somebody else just did the same."
    if approve:
        return "Approved. " + look_up(visit, store.store_code, [sku])
    return "Unapproved. It stays in BigCommerce as it is; nothing more is sent for it."


def send(visit: Visit, store: Store, sku: str, path: str) -> Response:
    if not store.is_enabled:
        return visit.go(
            path, "The store is switched off, so nothing can be sent: complete its set-up, or do a dry run."
        )
    run = start_run(visit.request, EXPORT, {"store": store.store_code, "skus": [sku]})
    # The progress page takes no address with two dots in it.
    return wait_for(visit, EXPORT, run, path if ".." not in path else under_store(store.store_code, "products"))
