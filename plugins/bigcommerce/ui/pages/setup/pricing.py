"""Step 3: which price goes up, in the catalogue and on price lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import FormData

from bigcommerce.connectors.offers import price_lists
from bigcommerce.db.setups import count_approved, read_price_groups, read_price_lists, save_price_lists, save_settings
from bigcommerce.db.stores import Store, read_store
from bigcommerce.domain.price_changes import changes_prices, price_points
from bigcommerce.ui.forms.pricing import PricingForm, columns, settings
from bigcommerce.ui.offers import Offers
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.setups import Difference, named_by, path_to, show_step, submit
from bigcommerce.ui.templates import shown
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/set-up/pricing")


def prepare(visit: Visit, store: Store, data: Any = None) -> tuple[PricingForm, dict[str, Any]]:
    """The form, and what else its page shows."""
    offers = Offers(store)
    names = offers.ask("price lists", price_lists, {})
    with_tax = offers.ask("own settings", lambda client: client.store().get("is_price_entered_with_tax"), None)
    lists = read_price_lists(visit.db, store.store_code)
    form = PricingForm.of(store, lists, names, read_price_groups(visit.db), data)
    return form, {
        "form": form,
        "missing": offers.missing,
        "names": {str(number): name for number, name in names.items()},
        "with_tax": with_tax,
    }


@router.get("")
def show(visit: InVisit, store: OfStore) -> Response:
    _, values = prepare(visit, store)
    return show_step(visit, store, "pricing", "pricing", **values)


@router.post("")
def save(visit: InVisit, store: OfStore, data: Posted) -> Response:
    form, values = prepare(visit, store, data)
    code = store.store_code

    def write(chosen: Mapping[str, Any]) -> None:
        save_settings(visit.db, code, "pricing", columns(chosen))
        save_price_lists(visit.db, code, form.price_lists())

    def ask(wanted: Mapping[str, Any], changes: list[Difference]) -> Response | None:
        is_live = store.is_enabled and store.setup_completed_at is not None
        if not is_live or data.get("sure") == "yes" or not changes_prices(wanted, {one.name for one in changes}):
            return None
        return ask_first(visit, store, data, wanted, [named_by(form, one) for one in changes])

    return submit(
        visit,
        store,
        "pricing",
        "pricing",
        form,
        values,
        chosen=form.chosen,
        read=lambda: settings(read_store(visit.db, code), read_price_lists(visit.db, code)),
        write=write,
        ask=ask,
    )


def ask_first(
    visit: Visit, store: Store, data: FormData, wanted: Mapping[str, Any], changes: list[Difference]
) -> Response:
    """What would be saved, and what then is sent. The form travels on, with the mark of what it showed."""
    path = path_to(store, "pricing")
    told = [f"{one.name}: {shown(one.saved)} becomes {shown(one.yours)}." for one in changes]
    return visit.show(
        "confirm.html", store=store, title=f"Change how the prices of store {store.store_code} are worked out?",
        question="The store is live.", points=told + price_points(wanted, count_approved(visit.db, store.store_code)),
        action=path, fields={name: data.getlist(name) for name in data}, button="Save it", back=path,
    )  # fmt: skip
