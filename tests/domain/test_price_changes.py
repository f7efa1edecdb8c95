"""Which changes of settings move a live store's prices, and what is said before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bigcommerce.domain.price_changes import changes_prices, price_points


@pytest.mark.parametrize(
    ("managed_in", "changed", "expected"),
    [
        ("backoffice", {"price_group"}, True),
        ("backoffice", {"Price list 7"}, True),
        ("backoffice", {"prices_managed_in"}, True),
        ("backoffice", {"max_price_change_percent"}, False),
        ("backoffice", {"max_price_change_percent", "tax_rate"}, True),
        ("backoffice", set(), False),
        ("bigcommerce", {"price_group"}, False),
    ],
)
def test_only_what_moves_prices_is_asked(managed_in: str, changed: set[str], expected: bool) -> None:
    assert changes_prices({"prices_managed_in": managed_in}, changed) is expected


def test_it_says_how_many_and_whether_a_limit_is_set() -> None:
    first, guard, *_ = price_points({"max_price_change_percent": Decimal("30.00")}, 1)
    assert first == "The next run sends new prices for up to 1 approved product."
    assert guard.startswith("A price that moves by more than 30 % waits for a person")
    first, guard, *_ = price_points({"max_price_change_percent": None}, 1_234)
    assert first == "The next run sends new prices for up to 1,234 approved products."
    assert guard.startswith("No limit is set")
    assert "No product is approved yet" in price_points({"max_price_change_percent": None}, 0)[0]
