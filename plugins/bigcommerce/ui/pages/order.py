"""One order: where it stands, its story with times and runs, what is in it, and its changes to acknowledge."""

from __future__ import annotations

import json
import logging

from fastapi import APIRouter, HTTPException
from fastapi.responses import Response

from bigcommerce.db.order_stories import acknowledge_changes, find_runs, read_facts
from bigcommerce.db.stores import Store
from bigcommerce.domain.order_searches import read_order_id
from bigcommerce.domain.order_standings import list_steps, list_totals, read_contents
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
    count, is_released = acknowledge_changes(visit.db, store.store_code, facts.order, wanted)
    log.info("%s acknowledged %d changes of order %s", visit.person.name, count, order_id)
    return visit.go(f"/stores/{store.store_code}/orders/{order_id}", said=said(count, is_released, facts))


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
        changes=[(change, differences(change, facts.lines)) for change in facts.open_changes],
        payload=None if payload is None else json.dumps(payload, indent=2, ensure_ascii=False),
        problem_titles=PROBLEM_TITLES,
        change_titles=CHANGE_TITLES,
        means=MEANS,
    )
