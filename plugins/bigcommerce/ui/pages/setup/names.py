"""Steps 5 and 6: what BigCommerce's payment and shipping methods are called in the back office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from bigcommerce.connectors import offers as offered
from bigcommerce.db.names import count_payment_names, count_shipping_names, save_names
from bigcommerce.db.order_receipts import read_name_maps
from bigcommerce.db.setups import read_backoffice_names
from bigcommerce.db.stores import Store
from bigcommerce.domain.mappings import coverage, near_misses
from bigcommerce.domain.setup_warnings import not_listed, said_of_unlisted
from bigcommerce.ui.forms.names import NamesForm
from bigcommerce.ui.offers import Offers
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.seen import lately, seen
from bigcommerce.ui.setups import show_step, submit
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter(prefix="/stores/{store_code}/set-up")
# A store with more names than these has them made up for each order: patterns of them are not mapped by hand.
MOST_NAMES = 500


@dataclass(frozen=True)
class Kind:
    """Either of the two kinds of names, with all that differs between them."""

    code: str
    step: str
    words: str
    count: Callable[..., dict[str | None, int]]
    ask: Callable[..., list[str]]
    default: str
    on_orders: str


PAYMENT = Kind(
    "payment",
    "payment-methods",
    "payment methods",
    count_payment_names,
    offered.payment_methods,
    "default_payment_method",
    "payment_methods",
)
SHIPPING = Kind(
    "shipping",
    "shipping-methods",
    "shipping methods",
    count_shipping_names,
    offered.shipping_methods,
    "default_shipping_service",
    "shipping_methods",
)


def mapped_names(visit: Visit, store: Store, kind: Kind) -> dict[str, str]:
    """{BigCommerce's: back office's}; a row with an empty name maps nothing."""
    names = read_name_maps(visit.db, store.store_code)[kind.code]
    return {theirs: ours for theirs, ours in sorted(names.items()) if ours}


def prepare(visit: Visit, store: Store, kind: Kind, data: Any = None) -> tuple[NamesForm, dict[str, Any]]:
    """The form, and what else its page shows."""
    offers = Offers(store)
    saved = mapped_names(visit, store, kind)
    on_orders = seen(
        offers,
        kind.count(visit.db, store.store_code, lately()),
        lambda found: getattr(found, kind.on_orders),
    )
    in_settings = offers.ask(kind.words, kind.ask, [])
    names = list(dict.fromkeys([*filter(None, on_orders.counts), *in_settings, *saved]))[:MOST_NAMES]
    choices = read_backoffice_names(visit.db)[kind.code]
    default = getattr(store, kind.default)
    form = NamesForm.of(names, saved, choices, data)
    return form, {
        "form": form,
        "missing": offers.missing,
        "kind": kind,
        "choices": choices,
        "seen": on_orders,
        "in_settings": set(in_settings),
        "coverage": coverage(on_orders.counts, saved, default),
        "default": default,
        "near": {name: near_misses(name, saved) for name in names if name not in saved},
    }


def show(visit: Visit, store: Store, kind: Kind) -> Response:
    _, values = prepare(visit, store, kind)
    return show_step(visit, store, kind.step, "names", **values)


def save(visit: Visit, store: Store, kind: Kind, data: Posted) -> Response:
    form, values = prepare(visit, store, kind, data)
    return submit(
        visit,
        store,
        kind.step,
        "names",
        form,
        values,
        chosen=form.chosen,
        read=lambda: mapped_names(visit, store, kind),
        write=lambda chosen: save_names(
            visit.db, store.store_code, kind.code, {name: value or "" for name, value in chosen.items()}
        ),
        remark=lambda chosen: said_of_unlisted(not_listed(chosen.values(), values["choices"])),
    )


@router.get("/payment-methods")
def show_payment_methods(visit: InVisit, store: OfStore) -> Response:
    return show(visit, store, PAYMENT)


@router.post("/payment-methods")
def save_payment_methods(visit: InVisit, store: OfStore, data: Posted) -> Response:
    return save(visit, store, PAYMENT, data)


@router.get("/shipping-methods")
def show_shipping_methods(visit: InVisit, store: OfStore) -> Response:
    return show(visit, store, SHIPPING)


@router.post("/shipping-methods")
def save_shipping_methods(visit: InVisit, store: OfStore, data: Posted) -> Response:
    return save(visit, store, SHIPPING, data)
