"""Step 3: which price goes up, in the catalogue and on price lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from bigcommerce.connectors.offers import entered_with_tax, price_lists
from bigcommerce.db.setups import count_approved, read_price_groups, read_price_lists, save_price_lists, save_settings
from bigcommerce.db.stores import Store, read_store
from bigcommerce.domain.price_changes import changes_prices, price_points
from bigcommerce.domain.setup_warnings import wrong_tax
from bigcommerce.ui.forms.pricing import PricingForm, columns, settings
from bigcommerce.ui.offers import Offers
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.setup_questions import ask_first
from bigcommerce.ui.setups import Difference, named_by, show_step, submit
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/set-up/pricing")
TITLE = "Change how the prices of store {} are worked out?"

NOT_MEANT = "Go back and choose what the store's own setting says, unless you know better."


def wrong_tax_of(wanted: Mapping[str, Any], with_tax: bool | None) -> str | None:
    if wanted["prices_managed_in"] != "backoffice":
        return None
    new = columns(wanted)
    return wrong_tax(new["prices_include_tax"], new["tax_rate"], with_tax)


def prepare(visit: Visit, store: Store, data: Any = None) -> tuple[PricingForm, dict[str, Any]]:
    """The form, and what else its page shows."""
    offers = Offers(store)
    names = offers.ask("price lists", price_lists, {})
    with_tax = offers.ask("own settings", entered_with_tax, None)
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
        points = []
        if wrong := wrong_tax_of(wanted, values["with_tax"]):
            points = [wrong, NOT_MEANT]
        if store.is_enabled and changes_prices(wanted, {one.name for one in changes}):
            points += price_points(wanted, count_approved(visit.db, code))
        named = [named_by(form, one) for one in changes]
        return ask_first(visit, store, "pricing", data, TITLE, named, points) if points else None

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
