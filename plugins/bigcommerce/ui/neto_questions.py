"""What a person is asked before Neto is switched on for a store, and told after."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response

from bigcommerce.db.neto.setups import count_waiting_orders
from bigcommerce.domain.standings import counted
from bigcommerce.ui.forms.neto import OldOrdersForm
from bigcommerce.ui.neto_offers import Found
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.visit import Visit

# The fields that answer a question, beside the settings themselves.
ANSWERS = ("asked", "sure", "old-before")


def said_of(store_code: str, is_new: bool, was_confirmed: bool, marked: int) -> list[str]:
    said = [f"Neto is switched on for store {store_code}." if is_new else "Neto's settings are saved."]
    if not was_confirmed:
        said.append("My back office confirms orders is switched on for it.")
    if marked:
        said.append(f"{counted(marked, 'older order', 'older orders')} will not be sent to Neto.")
    return said


def left_behind(store_code: str) -> str:
    """What is left to do for a store that Neto has just left."""
    return (
        f"My back office confirms orders stays on for store {store_code}: if no other system confirms them, switch it "
        "off in the set-up's step Orders, or the units of its new orders stay reserved."
    )


def ask_about_move(visit: Visit, data: Posted, former: str, store_code: str, found: Found) -> Response:
    silence = (
        "" if found.answers else f" Neto does not answer now: {' '.join(found.missing)} Its runs fail until it does."
    )
    return visit.ask(
        "Connect Neto with another store",
        f"Neto is connected with store {former}. Connected with store {store_code} instead, no order of store {former} "
        f"is sent to Neto any more, and no change or payment of those that are there. {left_behind(former)}{silence}",
        action="/neto/settings",
        fields={name: data.getlist(name) for name in data if name not in (*ANSWERS, "moved")} | {"moved": "yes"},
        button=f"Connect Neto with store {store_code}",
        back="/neto",
    )


def ask_about_orders(
    visit: Visit,
    data: Posted,
    store_code: str,
    waiting: dict[str, Any],
    form: OldOrdersForm,
    found: Found,
    status: int,
) -> Response:
    fields = {name: data.getlist(name) for name in data if name not in ANSWERS}
    return visit.show(
        "neto_orders.html",
        status,
        store_code_of_neto=store_code,
        waiting=waiting,
        form=form,
        fields=fields,
        unanswered=[] if found.answers else found.missing,
    )


def ask_unanswered(visit: Visit, data: Posted, store_code: str, found: Found) -> Response:
    return visit.ask(
        "Switch Neto on",
        f"Neto does not answer now, so nobody knows whether its address and key are right. {' '.join(found.missing)} "
        f"Switched on all the same for store {store_code}, its runs fail until Neto answers.",
        action="/neto/settings",
        fields={name: data.getlist(name) for name in data if name != "sure"},
        button="Switch Neto on all the same",
        back="/neto",
    )


def ask_about_marks(visit: Visit, data: Posted, store_code: str, before: Any, waiting: int) -> Response:
    count = count_waiting_orders(visit.db, store_code, before)["orders"]
    which = f"placed before {before:%Y-%m-%d} 00:00 UTC"
    return visit.ask(
        "Switch Neto on",
        f"{counted(count, 'order', 'orders')} of store {store_code}, {which}, will count as accepted by the back "
        "office from now on. Neto is never sent them, and their units count as taken off Neto's stock from its next "
        "import on. This cannot be undone here. Then Neto is switched on, and all later orders that wait are sent.",
        action="/neto/settings",
        fields={name: data.getlist(name) for name in data if name != "sure"},
        button=f"Switch Neto on, leave out {count:,} and send {counted(waiting - count, 'order', 'orders')}",
        back="/neto",
    )
