"""Step 2: which orders come down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from bigcommerce.connectors.offers import order_statuses
from bigcommerce.db.names import count_statuses
from bigcommerce.db.setups import count_set_aside, read_backoffice_names, save_settings
from bigcommerce.db.stores import Store, read_store
from bigcommerce.domain.intake_changes import order_points
from bigcommerce.domain.setup_warnings import not_listed, said_of_unlisted
from bigcommerce.ui.forms.orders import OrdersForm, settings
from bigcommerce.ui.offers import Offers
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.seen import lately, seen
from bigcommerce.ui.setup_questions import ask_first
from bigcommerce.ui.setups import Difference, named_by, show_step, submit
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/set-up/orders")
TITLE = "Change which orders store {} receives?"


def prepare(visit: Visit, store: Store, data: Any = None) -> tuple[OrdersForm, dict[str, Any]]:
    """The form, and what else its page shows."""
    offers = Offers(store)
    labels = offers.ask("order statuses", order_statuses, {})
    statuses = seen(offers, count_statuses(visit.db, store.store_code, lately()), lambda found: found.statuses)
    names = read_backoffice_names(visit.db)
    form = OrdersForm.of(store, labels, statuses.counts, names, data)
    note = f"In brackets: how many of {statuses.where} are in it." if statuses.counts else None
    return form, {"form": form, "missing": offers.missing, "note": note, "names": names}


def unlisted_defaults(chosen: Mapping[str, Any], names: Mapping[str, list[str]]) -> list[str]:
    return [
        *not_listed([chosen["default_payment_method"]], names["payment"]),
        *not_listed([chosen["default_shipping_service"]], names["shipping"]),
    ]


@router.get("")
def show(visit: InVisit, store: OfStore) -> Response:
    _, values = prepare(visit, store)
    return show_step(visit, store, "orders", "settings", **values)


@router.post("")
def save(visit: InVisit, store: OfStore, data: Posted) -> Response:
    form, values = prepare(visit, store, data)
    code = store.store_code

    def ask(wanted: Mapping[str, Any], changes: list[Difference]) -> Response | None:
        if not store.is_enabled:
            return None
        before = {**wanted, **{one.name: one.saved for one in changes}}
        aside = count_set_aside(visit.db, code, wanted["order_statuses_to_sync"], wanted["orders_since"])
        stops_stock = store.stop_stock_when_orders_stale
        if not (points := order_points(before, wanted, aside, stops_stock)):
            return None
        return ask_first(visit, store, "orders", data, TITLE, [named_by(form, one) for one in changes], points)

    return submit(
        visit,
        store,
        "orders",
        "settings",
        form,
        values,
        chosen=lambda: form.chosen(store),
        read=lambda: settings(read_store(visit.db, code)),
        write=lambda chosen: save_settings(visit.db, code, "orders", chosen),
        ask=ask,
        remark=lambda chosen: said_of_unlisted(unlisted_defaults(chosen, values["names"])),
    )
