"""May this order be received, and under which names?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bigcommerce.domain.orders import read_order
from bigcommerce.domain.receipts import ON_HOLD, Receipt, decide_receipt
from tests.domain.order_payloads import RULES, line, payload, rules

LATER = datetime(2026, 2, 1, tzinfo=UTC)


def decide(order: dict[str, Any], is_received: bool = False, unknown: tuple[str, ...] = (), **changes: Any) -> Receipt:
    return decide_receipt(read_order(order), rules(**changes), is_received, unknown)


def codes(receipt: Receipt) -> list[str]:
    return [problem.code for problem in receipt.problems]


def test_a_mapped_order_is_received_under_our_names() -> None:
    receipt = decide(payload())
    assert (receipt.outcome, receipt.status, receipt.payment_method) == ("received", "New", "Card")
    assert receipt.shipping_services == {9: "Parcel"} and not receipt.needs_attention


@pytest.mark.parametrize("status_id", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14])
def test_only_a_status_to_sync_is_received(status_id: int) -> None:
    assert decide(payload(status_id=status_id)).outcome == "not_synced"
    assert decide(payload(status_id=status_id), statuses_to_sync=[status_id]).outcome == "received"


@pytest.mark.parametrize("status_id", [2, 4, 5, 12])
def test_a_received_order_stays_received_whatever_its_status(status_id: int) -> None:
    assert decide(payload(status_id=status_id), is_received=True, orders_since=LATER).outcome == "received"


def test_an_order_from_before_is_received_only_where_somebody_asks_for_it() -> None:
    assert decide(payload(), orders_since=LATER).outcome == "not_synced"
    assert decide(payload(), orders_since=datetime(2026, 1, 20, 1, tzinfo=UTC)).outcome == "received"
    assert decide(payload(), orders_since=LATER, asked_for=True).outcome == "received"


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"payment_method": "Zip Pay"}, "unmapped_payment_method"),
        (
            {"consignments": {"shipping": [{"id": 9, "shipping_method": "Drone", "line_items": [line()]}]}},
            "unmapped_shipping_method",
        ),
    ],
)
def test_an_unmapped_order_is_held_or_parked_and_completed_by_a_default(order: dict[str, Any], code: str) -> None:
    held = decide(payload(**order))
    assert (held.outcome, held.status, held.needs_attention, codes(held)) == ("received", ON_HOLD, True, [code])
    parked = decide(payload(**order), unmapped_policy="park")
    assert (parked.outcome, codes(parked)) == ("parked", [code])
    assert decide(payload(**order), is_received=True, unmapped_policy="park").outcome == "received"
    named = decide(payload(**order), default_payment_method="Other", default_shipping_service="Other")
    assert (named.status, codes(named)) == ("New", [])


def test_a_problem_names_what_is_missing_and_what_may_have_been_meant() -> None:
    (problem,) = decide(payload(payment_method="credit card")).problems
    assert problem.item_key == "100" and '"credit card"' in problem.message
    assert problem.details == {"names": ["credit card"], "near_misses": ["Credit Card"]}


def test_nothing_to_pay_and_nothing_to_ship_need_no_name() -> None:
    digital = {"downloads": [{"line_items": [line(order_address_id=0)]}]}
    receipt = decide(payload(payment_method="", consignments=digital))
    assert (receipt.status, receipt.payment_method, receipt.problems) == ("New", None, ())


def test_an_unknown_sku_is_said_and_a_line_without_one_or_with_no_units_is_not() -> None:
    receipt = decide(payload(line(1), line(2, sku=""), line(3, quantity=0)), unknown=("SKU-1", "SKU-3", ""))
    assert codes(receipt) == ["sku_not_in_back_office"]
    assert receipt.problems[0].details == {"skus": ["SKU-1"]}
    assert (receipt.outcome, receipt.status, receipt.needs_attention) == ("received", "New", True)


@pytest.mark.parametrize("status_id", [2, 3, 10])
def test_an_order_shipped_before_it_could_be_received_is_said_after_the_first_walk(status_id: int) -> None:
    order = payload(status_id=status_id)
    assert codes(decide(order)) == []
    assert codes(decide(order, first_walk_is_done=True)) == ["order_not_received"]
    assert codes(decide(order, first_walk_is_done=True, orders_since=LATER)) == []
    assert codes(decide(order, first_walk_is_done=True, is_received=True)) == []


def test_an_order_asked_for_by_its_number_is_said_with_the_reason_and_others_of_a_window_are_not() -> None:
    cancelled = payload(status_id=5, status="Cancelled")
    (problem,) = decide(cancelled, asked_for=True, asked_by_number=True).problems
    assert problem.code == "order_not_received" and "5 Cancelled" in problem.message
    assert codes(decide(cancelled, asked_for=True, first_walk_is_done=True)) == []


def test_the_rules_of_these_tests_are_a_stores_defaults() -> None:
    assert (RULES.unmapped_policy, RULES.received_status, list(RULES.statuses_to_sync)) == ("on_hold", "New", [11])
