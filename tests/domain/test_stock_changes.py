"""Which changes of settings move a live store's stock, and what is said before."""

from __future__ import annotations

from typing import Any

import pytest

from bigcommerce.domain.stock_changes import stock_points

BEFORE: dict[str, Any] = {
    "stock_managed_in": "backoffice",
    "stock_sync_enabled": True,
    "stock_limit": None,
    "stock_buffer": 0,
    "stock_warehouses": None,
    "stock_location_id": 1,
    "stop_stock_when_orders_stale": False,
    "zero_stock_when_unapproved": False,
    "switch_on_inventory_tracking": False,
}
IN_BIGCOMMERCE = {"stock_managed_in": "bigcommerce"}


@pytest.mark.parametrize(
    ("before", "wanted", "first"),
    [
        ({}, {}, None),
        ({}, {"stop_stock_when_orders_stale": True}, None),
        ({"zero_stock_when_unapproved": True}, {"zero_stock_when_unapproved": False}, None),
        (IN_BIGCOMMERCE, {"stock_limit": 0}, None),
        ({}, {"stock_limit": 0}, "Every approved product becomes unavailable: with a limit of 0 the next run sends 0 "
         "for up to 1,234 approved products."),
        ({"stock_limit": 0}, {"stock_limit": 5}, "The next run sends new stock for up to 1,234 approved products."),
        ({}, {"stock_warehouses": ["west"]}, "The next run sends new stock for up to 1,234 approved products."),
        (IN_BIGCOMMERCE, {"stock_managed_in": "backoffice"}, "The next run sends new stock"),
        (IN_BIGCOMMERCE, {"stock_managed_in": "backoffice", "stock_limit": 0}, "Every approved product"),
        ({}, IN_BIGCOMMERCE, "No stock is sent any more"),
        ({}, {"stock_sync_enabled": False}, "No stock is sent any more"),
        ({}, {"zero_stock_when_unapproved": True}, "Products whose stock was sent before"),
        ({}, {"switch_on_inventory_tracking": True}, "Approved products that BigCommerce does not count"),
    ],
)  # fmt: skip
def test_what_moves_a_number_is_said(before: dict[str, Any], wanted: dict[str, Any], first: str | None) -> None:
    saved = BEFORE | before
    points = stock_points(saved, saved | wanted, 1_234)
    assert bool(points) is (first is not None), points
    assert first is None or points[0].startswith(first)


def test_a_buffer_and_a_location_say_what_they_do() -> None:
    points = stock_points(BEFORE, BEFORE | {"stock_buffer": 3, "stock_location_id": 2}, 1)
    assert points[0] == "The next run sends new stock for up to 1 approved product."
    assert points[1] == "A product with 3 or fewer left becomes unavailable."
    assert points[2].startswith("Stock goes to location 2.")
