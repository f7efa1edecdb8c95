"""Starting a run by hand: what it is for, a small form each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response
from wtforms import Form

from bigcommerce.db.neto.settings import read_settings
from bigcommerce.db.order_receipts import find_unknown_skus
from bigcommerce.db.stores import Store
from bigcommerce.domain.left_out import unknown_skus
from bigcommerce.ui.forms.runs import (
    ExportForm,
    LinksForm,
    NetoApprovalsForm,
    NetoItemsForm,
    NetoOrdersForm,
    NetoParcelsForm,
    OrdersForm,
    TrackingForm,
)
from bigcommerce.ui.links import under_store
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.starts import start
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/runs/start")


@dataclass(frozen=True)
class Kind:
    title: str
    sentence: str
    button: str
    form: Any


KINDS = {
    "export": Kind(
        "Prices and stock",
        "Sends what differs from what BigCommerce last accepted. It runs by itself every 15 minutes.",
        "Start the export",
        ExportForm,
    ),
    "tracking": Kind(
        "Tracking",
        "Tells BigCommerce the parcels that it has not been told yet; shoppers are mailed. It runs by itself every 15 "
        "minutes.",
        "Start tracking",
        TrackingForm,
    ),
    "orders": Kind(
        "Orders",
        "Brings down orders from BigCommerce. With nothing entered: what changed since the last run, as every 5 "
        "minutes.",
        "Get orders",
        OrdersForm,
    ),
    "links": Kind(
        "Product links",
        "Finds out which product of BigCommerce each SKU is. It runs by itself every night.",
        "Refresh links",
        LinksForm,
    ),
}
# Where Neto is switched on for the store.
NETO_KINDS = {
    "neto-items": Kind(
        "Neto: products, prices and stock",
        "Reads them from Neto. It runs by itself every 15 minutes.",
        "Read Neto's products",
        NetoItemsForm,
    ),
    "neto-orders": Kind(
        "Neto: orders",
        "Sends Neto the orders that it has not got. It runs by itself after every run of orders.",
        "Send orders to Neto",
        NetoOrdersForm,
    ),
    "neto-parcels": Kind(
        "Neto: parcels",
        "Reads what Neto dispatched. It runs by itself every 15 minutes.",
        "Read Neto's parcels",
        NetoParcelsForm,
    ),
}
# Where approvals live in Neto.
NETO_APPROVALS = {
    "neto-approvals": Kind(
        "Neto: approvals",
        "Tells Neto what was approved here. It runs by itself every 15 minutes.",
        "Send approvals to Neto",
        NetoApprovalsForm,
    ),
}


def kinds_of(visit: Visit, store: Store) -> dict[str, Kind]:
    """By the last part of their address."""
    neto = read_settings(visit.db)
    if neto is None or neto.store_code != store.store_code:
        return KINDS
    return KINDS | NETO_KINDS | ({} if neto.approvals_live_in == "here" else NETO_APPROVALS)


@router.get("")
def choose(visit: InVisit, store: OfStore) -> Response:
    return show_forms(visit, store)


def show_forms(visit: Visit, store: OfStore, status: int = 200, **filled: Form) -> Response:
    """filled: the form that was sent and is not right yet, by its kind."""
    kinds = kinds_of(visit, store)
    forms = {name: filled.get(name) or kind.form(prefix=f"{name}-") for name, kind in kinds.items()}
    path = under_store(store.store_code, "runs", "start")
    return visit.show("run_start.html", status, store=store, kinds=kinds, forms=forms, path=path)


@router.post("/{name}")
def begin(visit: InVisit, store: OfStore, name: str, posted: Posted) -> Response:
    kinds = kinds_of(visit, store)
    if name not in kinds:
        raise HTTPException(404, "There is no such run to start.")
    form = kinds[name].form(posted, prefix=f"{name}-")
    is_valid = form.validate()
    if not (has_known_skus(visit, form) and is_valid):
        return show_forms(visit, store, 400, **{name: form})
    params = form.params()
    if not store.is_enabled and name != "links" and not params.get("dry_run"):
        raise HTTPException(400, "This store is switched off: only a dry run or a refresh of links can start.")
    return start(visit, store.store_code, form.dag_id, params)


def has_known_skus(visit: Visit, form: Form) -> bool:
    """What an export names is the back office's, which alone can be sent; else the field says so."""
    if not isinstance(form, ExportForm) or form.skus.errors:
        return True
    unknown = find_unknown_skus(visit.db, form.skus.lines)
    if unknown:
        form.skus.errors = [unknown_skus([sku for sku in form.skus.lines if sku in unknown])]
    return not unknown
