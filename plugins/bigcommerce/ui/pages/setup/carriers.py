"""Step 7: tracking, and the carrier that each shipping service means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from bigcommerce.db.names import count_services, read_carriers, save_carriers
from bigcommerce.db.order_receipts import read_name_maps
from bigcommerce.db.setups import read_backoffice_names, save_settings
from bigcommerce.db.stores import Store, read_store
from bigcommerce.domain.mappings import coverage
from bigcommerce.ui.forms.carriers import CARRIERS, PROVIDERS, CarriersForm, settings
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.seen import lately
from bigcommerce.ui.setups import show_step, submit
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/set-up/carriers")


def prepare(visit: Visit, store: Store, data: Any = None) -> tuple[CarriersForm, dict[str, Any]]:
    """The form, and what else its page shows."""
    saved = read_carriers(visit.db, store.store_code)
    mapped = sorted(filter(None, read_name_maps(visit.db, store.store_code)["shipping"].values()))
    known = [*read_backoffice_names(visit.db)["shipping"], *mapped, *(row["shipping_service"] for row in saved)]
    services = count_services(visit.db, store.store_code, lately(), known)
    form = CarriersForm.of(store, [row["name"] for row in services], saved, data)
    counts = {row["name"]: row["consignments"] for row in services}
    is_mapped = {row["name"]: row["name"] for row in services if row["is_mapped"]}
    return form, {
        "form": form,
        "counts": counts,
        "coverage": coverage(counts, is_mapped, None),
        "by_pattern": set(is_mapped) - {row["shipping_service"] for row in saved},
        "carriers": CARRIERS,
        "providers": PROVIDERS,
    }


@router.get("")
def show(visit: InVisit, store: OfStore) -> Response:
    _, values = prepare(visit, store)
    return show_step(visit, store, "carriers", "carriers", **values)


@router.post("")
def save(visit: InVisit, store: OfStore, data: Posted) -> Response:
    form, values = prepare(visit, store, data)
    code = store.store_code

    def write(chosen: Mapping[str, Any]) -> None:
        save_settings(visit.db, code, "carriers", chosen)
        save_carriers(visit.db, code, form.carriers())

    return submit(
        visit,
        store,
        "carriers",
        "carriers",
        form,
        values,
        chosen=form.chosen,
        read=lambda: settings(read_store(visit.db, code), read_carriers(visit.db, code)),
        write=write,
    )
