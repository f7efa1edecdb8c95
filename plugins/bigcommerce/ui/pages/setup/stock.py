"""Step 4: how many of each product the store shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from bigcommerce.connectors.offers import locations
from bigcommerce.db.setups import count_approved, read_warehouses, save_settings
from bigcommerce.db.stores import Store, read_store
from bigcommerce.domain.stock_changes import stock_points
from bigcommerce.ui.forms.stock import StockForm, settings
from bigcommerce.ui.offers import Offers
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.setup_questions import ask_first
from bigcommerce.ui.setups import Difference, named_by, show_step, submit
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/set-up/stock")
TITLE = "Change how many store {} shows of each product?"


def prepare(visit: Visit, store: Store, data: Any = None) -> tuple[StockForm, dict[str, Any]]:
    """The form, and what else its page shows."""
    offers = Offers(store)
    warehouses = read_warehouses(visit.db)
    form = StockForm.of(store, warehouses, offers.ask("locations", locations, {}), data)
    note = None if warehouses else "No stock is in the back office yet, so there is no warehouse to choose."
    return form, {"form": form, "missing": offers.missing, "note": note}


@router.get("")
def show(visit: InVisit, store: OfStore) -> Response:
    _, values = prepare(visit, store)
    return show_step(visit, store, "stock", "settings", **values)


@router.post("")
def save(visit: InVisit, store: OfStore, data: Posted) -> Response:
    form, values = prepare(visit, store, data)
    code = store.store_code

    def ask(wanted: Mapping[str, Any], changes: list[Difference]) -> Response | None:
        if not store.is_enabled:
            return None
        before = {**wanted, **{one.name: one.saved for one in changes}}
        points = stock_points(before, wanted, count_approved(visit.db, code))
        if not points:
            return None
        return ask_first(visit, store, "stock", data, TITLE, [named_by(form, one) for one in changes], points)

    return submit(
        visit,
        store,
        "stock",
        "settings",
        form,
        values,
        chosen=form.chosen,
        read=lambda: settings(read_store(visit.db, code)),
        write=lambda chosen: save_settings(visit.db, code, "stock", chosen),
        ask=ask,
    )
