"""The shipment whose answer was lost is recognised, and no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bigcommerce.domain.shipments import Intent, match_shipments, request_behind

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def intent(key: str = "C1", **changes: Any) -> Intent:
    request = {"order_address_id": 501, "tracking_number": "AB1", "items": [{"order_product_id": 11, "quantity": 2}]}
    return Intent((key, 1), request | changes, NOON)


def shipment(shipment_id: int = 7, created: datetime = NOON, **changes: Any) -> dict[str, Any]:
    body = {"id": shipment_id, "date_created": created.strftime("%a, %d %b %Y %H:%M:%S +0000")}
    items = [{"order_product_id": 11, "product_id": 5, "quantity": 2}]
    return body | {"order_address_id": 501, "tracking_number": "AB1", "items": items} | changes


def matched(*arguments: Any) -> dict[tuple[str, int], int]:
    return {key: found["id"] for key, found in match_shipments(*arguments).items()}


def test_the_shipment_that_a_lost_request_made_is_recognised() -> None:
    assert matched([intent()], [shipment()], set()) == {("C1", 1): 7}


@pytest.mark.parametrize(
    "other",
    [
        shipment(order_address_id=502),
        shipment(tracking_number="AB2"),
        shipment(items=[{"order_product_id": 11, "quantity": 1}]),
        shipment(items=[{"order_product_id": 12, "quantity": 2}]),
        shipment(created=NOON - timedelta(minutes=5)),
    ],
    ids=["address", "number", "quantity", "line", "older"],
)
def test_another_shipment_is_not_taken_for_it(other: dict[str, Any]) -> None:
    assert matched([intent()], [other], set()) == {}


def test_a_shipment_of_another_consignment_is_not_taken_for_it() -> None:
    assert matched([intent()], [shipment(7), shipment(8)], {7}) == {("C1", 1): 8}
    assert matched([intent()], [shipment(7)], {7}) == {}


def test_two_equal_intents_never_share_a_shipment() -> None:
    assert matched([intent("C1"), intent("C2")], [shipment(7)], set()) == {("C1", 1): 7}


def test_an_intent_that_does_not_say_its_items_is_matched_by_the_rest() -> None:
    assert matched([intent(items=None)], [shipment()], set()) == {("C1", 1): 7}


def test_a_shipment_tells_what_it_was_created_with() -> None:
    request = request_behind(shipment(tracking_carrier="star-track", comments="x"))
    assert request["items"] == [{"order_product_id": 11, "quantity": 2}]
    assert (request["tracking_number"], request["tracking_carrier"], request["tracking_link"]) == (
        *("AB1", "star-track", ""),
    )
