"""One order: where it stands, its story with times and runs, what is in it, and its changes to acknowledge."""

from __future__ import annotations

import json
import logging

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from bigcommerce.db.order_stories import accept_by_hand, acknowledge_changes, find_runs, read_facts
from bigcommerce.db.stores import Store
from bigcommerce.domain.order_searches import read_order_id
from bigcommerce.domain.order_standings import list_steps, list_totals, may_be_entered_by_hand, read_contents
from bigcommerce.domain.order_stories import CHANGE_TITLES, MEANS, PROBLEM_TITLES, Facts, differences, list_events
from bigcommerce.errors import Invalid
from bigcommerce.ui.posted import Posted
from bigcommerce.ui.visit import InVisit, OfStore, Visit

router = APIRouter()
log = logging.getLogger(__name__)


@router.get("/stores/{store_code}/orders/{order_id}")
def order(visit: InVisit, store: OfStore, order_id: str) -> Response:
    number = number_of(order_id)
    facts = read_facts(visit.db, store.store_code, number)
    if facts is None:
        return visit.show("order_unknown.html", 404, store=store, number=number)
    return show_order(visit, store, facts)


@router.post("/stores/{store_code}/orders/{order_id}/acknowledge")
def acknowledge(visit: InVisit, store: OfStore, order_id: str, posted: Posted) -> Response:
    """The changes that were shown, or one of them: what was noticed since is not among them."""
    facts = read_facts(visit.db, store.store_code, number_of(order_id))
    if facts is None or not facts.is_received:
        raise HTTPException(404, f"Store {store.store_code} has received no order {order_id}.")
    shown = set(posted.getlist("change_id"))
    wanted = [change["change_id"] for change in facts.open_changes if str(change["change_id"]) in shown]
    count, is_released = acknowledge_changes(visit.db, store.store_code, facts.order, wanted, visit.person.name)
    log.info("%s acknowledged %d changes of order %s", visit.person.name, count, order_id)
    return visit.go(f"/stores/{store.store_code}/orders/{order_id}", said=said(count, is_released, facts))


@router.post("/stores/{store_code}/orders/{order_id}/entered")
def entered(visit: InVisit, store: OfStore, order_id: str, posted: Posted) -> Response:
    """A person has entered at Neto by hand what could not be sent."""
    facts = read_facts(visit.db, store.store_code, number_of(order_id))
    path = f"/stores/{store.store_code}/orders/{order_id}"
    if facts is None or not may_be_entered_by_hand(facts):
        return visit.go(path, said="Nothing keeps this order from Neto any more: see where it stands.")
    if posted.get("sure") != "yes":
        return visit.ask(
            "Entered at Neto by hand",
            f"Order {order_id} will count as accepted by the back office: it is not sent to Neto any more, also where "
            "its SKUs are added there later, and its units count as taken off Neto's stock from the next import on. "
            "Its payment is not entered either. This cannot be undone here.",
            action=f"{path}/entered",
            fields={},
            button="It is entered at Neto",
            back=path,
            store=store,
        )
    if not accept_by_hand(visit.db, store.store_code, facts.order, visit.person.name):
        return visit.go(path, said="It was sent or cancelled meanwhile: see where it stands.")
    log.info("%s entered order %s of store %s at Neto by hand", visit.person.name, order_id, store.store_code)
    return visit.go(path, said="The order counts as accepted by the back office, and is not sent to Neto.")


def said(count: int, is_released: bool, facts: Facts) -> str:
    if not count:
        return "These changes were acknowledged already."
    done = "The change is acknowledged." if count == 1 else f"{count} changes are acknowledged."
    if is_released:
        return f"{done} Nothing is left open, so the order needs no attention any more."
    return f"{done} The order still needs attention: see what is open." if facts.order["needs_attention"] else done


def number_of(order_id: str) -> int:
    try:
        return read_order_id(order_id)
    except Invalid as error:
        raise HTTPException(404, f"{error} Look for the order on the page of orders.") from None


def show_order(visit: Visit, store: Store, facts: Facts) -> Response:
    events = list_events(facts)
    contents = read_contents(facts)
    payload = facts.order["payload"]
    return visit.show(
        "order.html",
        store=store,
        facts=facts,
        order=facts.order,
        steps=list_steps(facts),
        events=events,
        runs=find_runs(
            visit.db, store.store_code, [(event.flow, event.at) for event in events if event.flow and event.at]
        ),
        contents=contents,
        totals=list_totals(contents.amounts),
        may_be_entered=may_be_entered_by_hand(facts),
        changes=[(change, differences(change, facts.lines)) for change in facts.open_changes],
        payload=None if payload is None else json.dumps(payload, indent=2, ensure_ascii=False),
        problem_titles=PROBLEM_TITLES,
        change_titles=CHANGE_TITLES,
        means=MEANS,
    )
