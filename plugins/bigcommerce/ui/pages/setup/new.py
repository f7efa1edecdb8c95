"""A second store, or the first."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from bigcommerce.db.setups import add_store
from bigcommerce.db.stores import list_stores
from bigcommerce.ui.forms.accounts import NewStoreForm
from bigcommerce.ui.links import panel_path
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.setups import first_open, path_to
from bigcommerce.ui.visit import InVisit, OfStore

router = APIRouter()


@router.get("/set-up/new")
def show_new(visit: InVisit) -> Response:
    form = NewStoreForm(store_code=None if list_stores(visit.db) else "default")
    return visit.show("setup/new.html", form=form)


@router.post("/set-up/new")
def add(visit: InVisit, data: Posted) -> Response:
    form = NewStoreForm(data)
    if form.validate():
        code = str(form.store_code.data)
        if add_store(visit.db, code, f"bigcommerce_{code}"):
            return visit.go(f"/stores/{code}/set-up/account", said=f"Store {code} is there, switched off.")
        form.store_code.errors = [f"There is a store {code} already: choose another code."]
    return visit.show("setup/new.html", status=400, form=form)


@router.get("/stores/{store_code}/set-up")
def resume(visit: InVisit, store: OfStore) -> Response:
    """Where it was left."""
    return RedirectResponse(panel_path(visit.request, path_to(store, first_open(visit, store))), 303)
