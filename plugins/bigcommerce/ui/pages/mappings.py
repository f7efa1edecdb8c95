"""Payment and shipping names: BigCommerce's → the back office's, and the orders that wait for one."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response
from starlette.datastructures import FormData

from bigcommerce.db.mappings import (
    add_name,
    change_name,
    delete_name,
    find_missing_names,
    list_offered_names,
    read_names,
)
from bigcommerce.db.order_receipts import Completion
from bigcommerce.db.stores import Store
from bigcommerce.domain.mappings import near_misses
from bigcommerce.ui.forms.mappings import NameForm
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter()

# What one is called, and where its default stands.
KINDS = {"payment": "payment method", "shipping": "shipping method"}
DEFAULTS = {"payment": "default_payment_method", "shipping": "default_shipping_service"}


@router.get("/stores/{store_code}/mappings")
def mappings(visit: InVisit, store: OfStore) -> Response:
    return visit.go(path_of(store, "payment"))


@router.get("/stores/{store_code}/mappings/{kind}")
def names(visit: InVisit, store: OfStore, kind: str, name: str = "") -> Response:
    """name: to add a row for."""
    return show_names(visit, store, known(kind), NameForm(data={"bigcommerce_name": name}))


@router.post("/stores/{store_code}/mappings/{kind}/add")
def add(visit: InVisit, store: OfStore, kind: str, posted: Posted) -> Response:
    """Whatever waits for the name is released at once, as the next run would."""
    form, offered = NameForm(posted), list_offered_names(visit.db, known(kind))
    if not form.validate():
        return show_names(visit, store, kind, form, 400)
    name, ours = form.bigcommerce_name.data or "", as_offered(form.backoffice_name.data, offered)
    row = row_of(visit, store, kind, name)
    is_mapped = row is not None and row["backoffice_name"]
    if not is_mapped and must_ask(ours, offered, posted):
        return ask_whether_meant(visit, store, kind, "add", form, ours, offered)
    done = None if is_mapped else add_name(visit.db, store.store_code, kind, name, ours, visit.person.name)
    if done is None:
        form.bigcommerce_name.errors = ["This name is mapped already: change its row above instead."]
        return show_names(visit, store, kind, form, 400)
    return visit.go(path_of(store, kind), said=" ".join(["Added.", *outcome(done)]))


@router.get("/stores/{store_code}/mappings/{kind}/change")
def change(visit: InVisit, store: OfStore, kind: str, name: str) -> Response:
    row = row_of(visit, store, known(kind), name)
    if row is None:
        raise HTTPException(404, "There is no mapping of this name any more: look at the table of mappings.")
    return show_change(visit, store, kind, NameForm(data=row), row)


@router.post("/stores/{store_code}/mappings/{kind}/change")
def save(visit: InVisit, store: OfStore, kind: str, posted: Posted) -> Response:
    form, offered = NameForm(posted), list_offered_names(visit.db, known(kind))
    name = form.bigcommerce_name.data or ""
    row = row_of(visit, store, kind, name)
    if not form.validate():
        return show_change(visit, store, kind, form, row, 400)
    ours = as_offered(form.backoffice_name.data, offered)
    if row and row["fingerprint"] == form.fingerprint.data and must_ask(ours, offered, posted):
        return ask_whether_meant(visit, store, kind, "change", form, ours, offered)
    done = change_name(visit.db, store.store_code, kind, name, ours, form.fingerprint.data, visit.person.name)
    if done is None:
        return overtaken(visit, store, kind, form)
    return visit.go(path_of(store, kind), said=" ".join(["Changed.", *outcome(done)]))


@router.post("/stores/{store_code}/mappings/{kind}/delete")
def delete(visit: InVisit, store: OfStore, kind: str, posted: Posted) -> Response:
    name, fingerprint = str(posted.get("bigcommerce_name", "")), str(posted.get("fingerprint", ""))
    row = row_of(visit, store, known(kind), name)
    if row is None:
        return visit.go(path_of(store, kind), said="This mapping was deleted already.")
    if posted.get("sure") != "yes":
        default = getattr(store, DEFAULTS[kind])
        then = f"new orders with it become “{default}”, the default" if default else "new orders with it will wait"
        return visit.ask(
            "Delete a mapping",
            f"Delete the mapping of “{name}” to “{row['backoffice_name']}”? Orders that have it keep it; {then}.",
            f"{path_of(store, kind)}/delete",
            {"bigcommerce_name": name, "fingerprint": fingerprint},
            "Delete the mapping",
            path_of(store, kind),
            store=store,
        )
    if not delete_name(visit.db, store.store_code, kind, name, fingerprint):
        raise HTTPException(
            409, f"Somebody changed this mapping meanwhile, to “{row['backoffice_name']}”, so it was not deleted."
        )
    return visit.go(path_of(store, kind), said="The mapping is deleted.")


def path_of(store: Store, kind: str) -> str:
    return f"/stores/{store.store_code}/mappings/{kind}"


def known(kind: str) -> str:
    if kind not in KINDS:
        raise HTTPException(404, "There are mappings of payment methods, shipping methods and carriers.")
    return kind


def row_of(visit: Visit, store: Store, kind: str, name: str) -> dict[str, Any] | None:
    rows = read_names(visit.db, store.store_code, kind)
    return next((row for row in rows if row["bigcommerce_name"] == name), None)


def as_offered(name: str | None, offered: list[str]) -> str:
    """Outer spaces are a slip, unless the back office means them."""
    return name if name in offered else (name or "").strip()


def outcome(done: Completion) -> list[str]:
    """What became of the orders that waited, in sentences."""
    held = done.changed - done.released
    return [
        sentence
        for count, sentence in (
            (done.released, f"{orders(done.released)} released."),
            (held, f"{orders(held)} completed so far, and something else is open there."),
        )
        if count
    ]


def orders(count: int) -> str:
    return "1 order was" if count == 1 else f"{count:,} orders were"


def must_ask(ours: str, offered: list[str], posted: FormData) -> bool:
    """Orders that were released under a wrong name are not held again. Where nothing is listed, nothing is amiss."""
    return bool(offered) and ours not in offered and posted.get("sure") != "yes"


def ask_whether_meant(
    visit: Visit, store: Store, kind: str, action: str, form: NameForm, ours: str, offered: list[str]
) -> Response:
    """action: add or change."""
    name = form.bigcommerce_name.data or ""
    waiting = [row["orders"] for row in find_missing_names(visit.db, store.store_code, kind) if row["name"] == name]
    count = waiting[0] if waiting else 0
    wait = "No order waits for it now" if not count else f"{count:,} order{' waits' if count == 1 else 's wait'} for it"
    near = near_misses(ours, offered)
    meant = f" Did you mean {' or '.join(f'“{known}”' for known in near)}?" if near else ""
    return visit.ask(
        f"The back office lists no “{ours}”",
        f"“{name}” of BigCommerce would become “{ours}”, and the back office lists no such {KINDS[kind]}.{meant} {wait}"
        f"{', and would be released under that name' if count else ''}; what is released is not held again.",
        f"{path_of(store, kind)}/{action}",
        {"bigcommerce_name": name, "backoffice_name": ours, "fingerprint": form.fingerprint.data or ""},
        f"{'Change' if action == 'change' else 'Add'} it all the same",
        path_of(store, kind),
        store=store,
    )


def overtaken(visit: Visit, store: Store, kind: str, form: NameForm) -> Response:
    """Both values, and a form that may be sent again."""
    row = row_of(visit, store, kind, form.bigcommerce_name.data or "")
    if row is None:
        form.backoffice_name.errors = ["Somebody deleted this mapping meanwhile. Add it again if it should stay."]
        return show_names(visit, store, kind, form, 409)
    form.fingerprint.data = row["fingerprint"]
    form.backoffice_name.errors = [
        f"Somebody changed this meanwhile: it is “{row['backoffice_name']}” now. Save again to replace that by yours."
    ]
    return show_change(visit, store, kind, form, row, 409)


def show_names(visit: Visit, store: Store, kind: str, form: NameForm, status: int = 200) -> Response:
    rows = read_names(visit.db, store.store_code, kind)
    missing = find_missing_names(visit.db, store.store_code, kind)
    mapped = [row["bigcommerce_name"] for row in rows]
    for row in missing:
        row["near"] = near_misses(row["name"], mapped)
    return visit.show(
        "mappings.html",
        status,
        store=store,
        kind=kind,
        what=KINDS[kind],
        form=form,
        rows=rows,
        missing=missing,
        offered=list_offered_names(visit.db, kind),
        default=getattr(store, DEFAULTS[kind]),
    )


def show_change(
    visit: Visit, store: Store, kind: str, form: NameForm, row: dict[str, Any] | None, status: int = 200
) -> Response:
    if row is None:
        raise HTTPException(409, "Somebody deleted this mapping meanwhile: look at the table of mappings.")
    offered = list_offered_names(visit.db, kind)
    return visit.show(
        "mapping.html", status, store=store, kind=kind, what=KINDS[kind], form=form, row=row, offered=offered
    )
