"""Carriers: the back office's shipping services → the words with which BigCommerce links a parcel's tracking."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from bigcommerce.db.mappings import (
    add_carrier,
    change_carrier,
    delete_carrier,
    find_missing_services,
    read_carriers,
)
from bigcommerce.db.stores import Store
from bigcommerce.domain.carriers import LISTS, is_published, published
from bigcommerce.domain.mappings import near_misses
from bigcommerce.ui.forms.mappings import CarrierForm
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter()


@router.get("/stores/{store_code}/mappings/carrier")
def carriers(visit: InVisit, store: OfStore, service: str = "") -> Response:
    """service: to add a row for."""
    return show_carriers(visit, store, CarrierForm(data={"shipping_service": service}))


@router.post("/stores/{store_code}/mappings/carrier/add")
def add(visit: InVisit, store: OfStore, posted: Posted) -> Response:
    form = CarrierForm(posted)
    if not form.validate():
        return show_carriers(visit, store, form, 400)
    if catches_all_for_none(form) and posted.get("sure") != "yes":
        return ask_about_all(visit, store, form, "add")
    if not add_carrier(visit.db, store.store_code, columns(form)):
        form.shipping_service.errors = ["This service has a row already: change that above instead."]
        return show_carriers(visit, store, form, 400)
    return visit.go(path_of(store), said="Added. Parcels that leave from now on carry it.")


@router.get("/stores/{store_code}/mappings/carrier/change")
def change(visit: InVisit, store: OfStore, service: str) -> Response:
    row = row_of(visit, store, service)
    return show_change(visit, store, CarrierForm(data=row), row)


@router.post("/stores/{store_code}/mappings/carrier/change")
def save(visit: InVisit, store: OfStore, posted: Posted) -> Response:
    form = CarrierForm(posted)
    service = form.shipping_service.data or ""
    if not form.validate():
        return show_change(visit, store, form, row_of(visit, store, service), 400)
    if catches_all_for_none(form) and posted.get("sure") != "yes":
        return ask_about_all(visit, store, form, "change")
    if change_carrier(visit.db, store.store_code, columns(form), form.fingerprint.data or ""):
        return visit.go(path_of(store), said="Changed. Shipments already sent are brought up to date by the next run.")
    row = next((row for row in read_carriers(visit.db, store.store_code) if row["shipping_service"] == service), None)
    if row is None:
        form.shipping_service.errors = ["Somebody deleted this row meanwhile. Add it again if it should stay."]
        return show_carriers(visit, store, form, 409)
    form.fingerprint.data = row["fingerprint"]
    form.tracking_carrier.errors = [
        f"Somebody changed this row meanwhile: it is {said_of(row)} now. Save again to replace that."
    ]
    return show_change(visit, store, form, row, 409)


@router.post("/stores/{store_code}/mappings/carrier/delete")
def delete(visit: InVisit, store: OfStore, posted: Posted) -> Response:
    service, fingerprint = str(posted.get("shipping_service", "")), str(posted.get("fingerprint", ""))
    row = row_of(visit, store, service)
    if posted.get("sure") != "yes":
        return visit.ask(
            "Delete a carrier",
            f"Delete the row of “{service}” ({said_of(row)})? Its parcels then leave without a carrier, and "
            "their shoppers get no tracking link, unless a pattern covers it.",
            f"{path_of(store)}/delete",
            {"shipping_service": service, "fingerprint": fingerprint},
            "Delete the row",
            path_of(store),
            store=store,
        )
    if not delete_carrier(visit.db, store.store_code, service, fingerprint):
        raise HTTPException(409, f"Somebody changed this row meanwhile, to {said_of(row)}, so it was not deleted.")
    return visit.go(path_of(store), said="The row is deleted.")


def catches_all_for_none(form: CarrierForm) -> bool:
    pattern = form.shipping_service.data or ""
    is_all = form.match_kind.data == "pattern" and "%" in pattern and not pattern.strip("%_")
    return is_all and not any(getattr(form, name).data for name in LISTS)


def ask_about_all(visit: Visit, store: Store, form: CarrierForm, action: str) -> Response:
    return visit.ask(
        "No carrier for every service?",
        f"“{form.shipping_service.data}” matches every shipping service, and names no carrier. Parcels whose service "
        "has no row of its own then leave without a carrier, and no problem says that one is missing.",
        f"{path_of(store)}/{action}",
        {name: value or "" for name, value in form.data.items()},
        "Save it all the same",
        path_of(store),
        store=store,
    )


def path_of(store: Store) -> str:
    return f"/stores/{store.store_code}/mappings/carrier"


def columns(form: CarrierForm) -> dict[str, Any]:
    """Empty is none."""
    texts = {name: getattr(form, name).data or None for name in LISTS}
    return {"shipping_service": form.shipping_service.data, "match_kind": form.match_kind.data} | texts


def said_of(row: dict[str, Any]) -> str:
    kind = "a pattern" if row["match_kind"] == "pattern" else "an exact name"
    return f"{kind}, carrier {row['tracking_carrier'] or 'none'}, provider {row['shipping_provider'] or 'none'}"


def row_of(visit: Visit, store: Store, service: str) -> dict[str, Any]:
    for row in read_carriers(visit.db, store.store_code):
        if row["shipping_service"] == service:
            return row
    raise HTTPException(404, "There is no row of this shipping service any more: look at the table of carriers.")


def show_carriers(visit: Visit, store: Store, form: CarrierForm, status: int = 200) -> Response:
    rows = read_carriers(visit.db, store.store_code)
    missing = find_missing_services(visit.db, store.store_code)
    exact = [row["shipping_service"] for row in rows if row["match_kind"] == "exact"]
    for row in missing:
        row["near"] = near_misses(row["name"], exact)
    for row in rows:
        row["wrong"] = [field for field in LISTS if not is_published(field, row[field])]
    return visit.show("carriers.html", status, store=store, form=form, rows=rows, missing=missing, published=published)


def show_change(visit: Visit, store: Store, form: CarrierForm, row: dict[str, Any], status: int = 200) -> Response:
    return visit.show("carrier.html", status, store=store, form=form, row=row, said_of=said_of, published=published)
