"""A consignment and its order become shipments, or a reason."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.shipments import units_of
from bigcommerce.domain.tracking import (
    GONE,
    OrderLine,
    OrderState,
    changed_after_export,
    id_ranges,
    is_cut,
    plan_for,
    plan_shipments,
    read_order_state,
    why_not_shippable,
)

# Lines 1 and 2 go to one address, 3 to another, 4 is a download.
LINES = (OrderLine(1, 11, 1, 501), OrderLine(2, 12, 1, 501), OrderLine(3, 13, 2, 502), OrderLine(4, 14, None, None))
TEXTS = {
    "tracking_number": "AB 1",
    "tracking_link": "",
    "tracking_carrier": "star-track",
    "shipping_provider": "",
    "shipping_method": "Express",
}


def state(status_id: int = 11, **left: int) -> OrderState:
    units = {11: 3, 12: 1, 13: 2, 14: 1} | {int(key[1:]): value for key, value in left.items()}
    return OrderState(status_id, False, dict(units), dict(units), {11: 501, 12: 501, 13: 502, 14: 0})


def plan(asked: dict[int, int] | None, order: OrderState | None = None, accepted: Any = ()) -> Any:
    return plan_shipments(asked, LINES, order or state(), TEXTS, accepted)


def items(shipment: Any) -> dict[int, int]:
    return dict(units_of(shipment.request["items"]))


def value(**changes: Any) -> dict[str, Any]:
    texts = {"tracking_number": "AB1", "tracking_url": "", "shipping_service": "Express", "shipping_provider": ""}
    rest = {"lines": None, "tracking_carrier": "star-track", "is_mapped": True, "is_cancelled": False, "order_id": 100}
    return texts | rest | changes


def codes(findings: Any) -> list[str]:
    return [finding.code for finding in findings]


# --- what goes into which shipment ---------------------------------------------------------------------------------
def test_a_consignment_without_lines_ships_what_is_left_one_shipment_an_address_and_no_download() -> None:
    shipments, findings = plan(None, state(_11=2, _12=0))
    assert findings == []
    assert [(s.shipping_address_no, items(s)) for s in shipments] == [(1, {11: 2}), (2, {13: 2})]
    assert [s.request["order_address_id"] for s in shipments] == [501, 502]


def test_a_consignment_with_lines_ships_exactly_those() -> None:
    shipments, _ = plan({1: 2, 4: 1})
    assert [items(s) for s in shipments] == [{11: 2}]


def test_an_address_that_has_its_shipment_already_is_left_alone() -> None:
    shipments, _ = plan(None, accepted=[1])
    assert [s.shipping_address_no for s in shipments] == [2]


def test_an_address_our_tables_do_not_know_is_taken_from_the_order() -> None:
    shipments, _ = plan_shipments(None, [OrderLine(1, 11, 1, None)], state(), TEXTS)
    assert shipments[0].request["order_address_id"] == 501


def test_an_empty_provider_and_carrier_are_said_because_left_out_means_custom() -> None:
    shipments, _ = plan_shipments(None, LINES, state(), TEXTS | {"tracking_carrier": ""})
    assert shipments[0].request["shipping_provider"] == "" and shipments[0].request["tracking_carrier"] == ""
    assert "tracking_link" not in shipments[0].request


@pytest.mark.parametrize("asked", [{1: 4}, {1: 1, 9: 1}, {4: 1}, {1: 0, 4: 1}], ids=str)
def test_more_than_is_left_unknown_lines_and_nothing_at_all_are_a_problem_and_nothing_is_sent(
    asked: dict[int, int],
) -> None:
    shipments, findings = plan(asked)
    assert shipments == [] and codes(findings) == ["quantity_exceeds_order"]


def test_a_negative_quantity_is_a_problem() -> None:
    assert codes(plan({1: -1})[1]) == ["invalid_quantity"]


def test_lines_of_nothing_are_said_to_be_that() -> None:
    shipments, (finding,) = plan({1: 0, 2: 0})
    assert (shipments, finding.code) == ([], "invalid_quantity")
    assert finding.message.startswith("Its lines have quantity 0.")


@given(
    st.one_of(st.none(), st.dictionaries(st.integers(1, 5), st.integers(-1, 6))),
    st.lists(st.integers(-2, 6), min_size=4, max_size=4),
    st.sets(st.integers(1, 2)),
)
def test_never_more_is_planned_than_is_left(asked: dict[int, int] | None, left: list[int], accepted: set[int]) -> None:
    order = state(**{f"_{11 + n}": units for n, units in enumerate(left)})
    shipments, findings = plan(asked, order, accepted)
    assert bool(shipments) != bool(findings)
    planned: Counter[int] = Counter()
    for shipment in shipments:
        planned += units_of(shipment.request["items"])
        assert shipment.shipping_address_no not in accepted
    assert 14 not in planned
    assert all(0 < units <= order.left[key] for key, units in planned.items())


@given(st.sets(st.integers(1, 200)), st.integers(1, 50))
def test_ranges_hold_every_order_once_and_are_as_few_as_can_be(ids: set[int], width: int) -> None:
    ranges = id_ranges(ids, width)
    assert [order_id for part in ranges for order_id in part] == sorted(ids)
    assert all(part[-1] - part[0] < width for part in ranges)
    # Two ranges that start less than a width apart could have been one.
    assert all(right[0] - left[0] >= width for left, right in pairwise(ranges))


# --- orders --------------------------------------------------------------------------------------------------------
def test_what_was_shipped_and_refunded_is_not_left() -> None:
    line = {"id": 11, "quantity": 5, "quantity_shipped": 2, "quantity_refunded": 1, "order_address_id": 501}
    payload = {"status_id": 3, "consignments": {"shipping": [{"line_items": [line]}]}}
    read = read_order_state(payload)
    assert (read.left, read.shippable, read.status_id) == ({11: 2}, {11: 4}, 3)
    assert read_order_state(payload, [line | {"quantity": 9}]).left == {11: 6}


def test_a_consignment_the_list_cut_at_fifty_lines_is_noticed() -> None:
    whole = {"consignments": {"shipping": [{"line_items": [{"id": 1}]}]}}
    assert not is_cut(whole)
    assert is_cut({"consignments": {"shipping": [{"line_items": [{"id": 1}, {"__warning__": "50"}]}]}})


@pytest.mark.parametrize("status_id", [0, 4, 5, 6, 10])
def test_closed_orders_are_not_shippable(status_id: int) -> None:
    finding = why_not_shippable(state(status_id), {})
    assert finding and finding.code == "order_not_shippable"


@pytest.mark.parametrize("status_id", [1, 3, 7, 8, 9, 11, 12, 13, 14])
def test_open_orders_are_shippable(status_id: int) -> None:
    assert why_not_shippable(state(status_id), {}) is None


def test_a_shipped_order_is_shippable_only_where_our_own_shipments_explain_it() -> None:
    ours = {11: 3, 12: 1, 13: 2}
    assert why_not_shippable(state(2), ours) is None
    finding = why_not_shippable(state(2), ours | {13: 1})
    assert finding and finding.code == "order_not_shippable"


def test_an_order_that_is_gone_is_not_shippable() -> None:
    assert why_not_shippable(OrderState(11, True, {}, {}, {}), {}) == GONE


@pytest.mark.parametrize("order", [GONE, OrderState(5, False, {11: 3}, {11: 3}, {11: 501})], ids=["gone", "cancelled"])
def test_nothing_is_planned_for_an_order_that_cannot_be_shipped(order: Any) -> None:
    shipments, findings = plan_for(None, LINES, order, {}, TEXTS, ())
    assert shipments == [] and codes(findings) == ["order_not_shippable"]


# --- after export --------------------------------------------------------------------------------------------------
SENT = [{"items": [{"order_product_id": 11, "quantity": 3}, {"order_product_id": 12, "quantity": 1}]}]


def test_changed_lines_another_order_and_cancelling_after_export_are_for_a_person() -> None:
    old = value(lines={"1": 3})
    changes = (value(lines={"1": 2}), value(lines=None), value(lines={"1": 3}, is_cancelled=True))
    for new in (*changes, value(lines={"1": 3}, order_id=101)):
        finding = changed_after_export(old, new, LINES, SENT)
        assert finding and finding.code == "consignment_changed_after_export"


def test_lines_that_spell_out_what_was_sent_are_no_change() -> None:
    assert changed_after_export(value(), value(lines={"1": 3, "2": 1}), LINES, SENT) is None
    assert changed_after_export(value(), value(lines={"1": 3}), LINES, SENT) is not None


def test_a_new_number_alone_is_no_change_of_lines() -> None:
    assert changed_after_export(value(), value(tracking_number="CD2"), LINES, SENT) is None
