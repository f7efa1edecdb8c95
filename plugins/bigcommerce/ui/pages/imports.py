"""Imports of approvals: upload a CSV, see what past ones did, download SKU lists to start from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import Response

from bigcommerce.approval_imports import read_columns
from bigcommerce.db.approval_imports import read_import, read_imports, read_reject_page
from bigcommerce.db.stores import Store
from bigcommerce.domain.approvals import ADVICE
from bigcommerce.downloads import reject_list, sku_list
from bigcommerce.errors import BadRequest
from bigcommerce.hooks.bigcommerce import BigCommerceHook
from bigcommerce.hooks.uploads import is_upload, max_bytes, new_upload, remove_old_uploads, remove_upload, save_upload
from bigcommerce.ui.downloads import send_csv
from bigcommerce.ui.guard import Person, person
from bigcommerce.ui.links import under_store
from bigcommerce.ui.paging import PAGE_SIZE, page_of
from bigcommerce.ui.received import InReceived, Received
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/imports")

MOST_ID = 2**63 - 1
# What each list holds, and whether the store's whole catalogue is read for it.
SKU_LISTS = {
    "bigcommerce": ("All SKUs of the BigCommerce store", True),
    "backoffice": ("All SKUs of the back office", False),
    "backoffice_only": ("What the back office has and BigCommerce lacks", True),
    "bigcommerce_only": ("What BigCommerce has and the back office lacks", True),
}


@router.get("")
def imports(visit: InVisit, store: OfStore, after: int | None = None) -> Response:
    return show_imports(visit, store, after)


def show_imports(
    visit: Visit, store: Store, after: int | None = None, wrong: str | None = None, status: int = 200
) -> Response:
    """wrong: with the file that was sent."""
    rows = read_imports(visit.db, store.store_code, in_range(after), PAGE_SIZE + 1)
    rows = [row | {"name": name_of(row["file"]), "folder": folder_of(row["file"])} for row in rows]
    return visit.show(
        "imports.html", status, store=store, page=page_of(rows, "import_id"), is_first=after is None, wrong=wrong,
        most_mib=max_bytes() >> 20, sku_lists=SKU_LISTS, path=under_store(store.store_code, "imports"),
    )  # fmt: skip


def in_range(number: int | None) -> int | None:
    """What no row can have is not asked for."""
    return None if number is None else max(0, min(number, MOST_ID))


def name_of(file: str | None) -> str:
    """Without the folders it lay in."""
    return (file or "").rsplit("/", 1)[-1]


def folder_of(file: str | None) -> str:
    """Where it lay; empty for an upload, whose folder is the panel's own."""
    folder = (file or "").rpartition("/")[0]
    return "" if is_upload(file or "") else folder


@router.post("")
def upload(visit: InVisit, store: OfStore, received: InReceived) -> Response:
    try:
        where = keep(received)
    except BadRequest as error:
        return show_imports(visit, store, wrong=str(error), status=413 if received.is_too_large else 400)
    return visit.go(under_store(store.store_code, "imports", "uploads", *where))


def keep(received: Received) -> tuple[str, str]:
    """(folder, name) of the upload, once it is where workers read it and is a CSV. Raises BadRequest."""
    if received.is_too_large:
        raise BadRequest(
            f"The file is larger than {received.most_bytes >> 20} MiB: split it, or pack it as .zip or .gz."
        )
    if received.file is None:
        raise BadRequest("Choose a file first.")
    kept = new_upload(received.file.filename or "")
    save_upload(kept, received.file.file)
    try:
        read_columns(kept.file)
    except BadRequest:
        remove_upload(kept)
        raise
    remove_old_uploads(datetime.now(UTC))
    return kept.folder, kept.name


@router.get("/sku-lists/{which}.csv")
def skus(store: OfStore, which: str, person: Annotated[Person, Depends(person)]) -> Response:
    """Reading at BigCommerce uses up the store's quota, as a run does, also where the store is switched off."""
    if which not in SKU_LISTS:
        raise HTTPException(404, "There is no such list of SKUs.")
    if SKU_LISTS[which][1] and not person.may_operate:
        raise HTTPException(
            403, "This list reads the store's whole catalogue, which is for operators: ask for the role Op."
        )
    client = BigCommerceHook(store.connection_id).client() if SKU_LISTS[which][1] else None
    return send_csv(f"skus-{which}.csv", lambda connection: sku_list(connection, client, which))


@router.get("/{import_id}")
def one_import(visit: InVisit, store: OfStore, import_id: int, after: int = 0) -> Response:
    found = find(visit, store, import_id)
    rows = read_reject_page(visit.db, import_id, min(max(0, after), 2**31 - 1), PAGE_SIZE + 1)
    return visit.show(
        "import.html", store=store, row=found, name=name_of(found["file"]), folder=folder_of(found["file"]),
        page=page_of(rows, "row_number"), is_first=not after, advice=ADVICE,
        path=under_store(store.store_code, "imports"),
    )  # fmt: skip


@router.get("/{import_id}/rejects.csv")
def rejects(visit: InVisit, store: OfStore, import_id: int) -> Response:
    find(visit, store, import_id)
    return send_csv(f"rejects-{import_id}.csv", lambda connection: reject_list(connection, import_id))


def find(visit: Visit, store: Store, import_id: int) -> dict[str, Any]:
    found = read_import(visit.db, store.store_code, import_id) if import_id <= MOST_ID else None
    if found is None:
        raise HTTPException(404, f"Store {store.store_code} has no import {import_id}.")
    return found
