"""What approving many would change is said in sums, and what is not known is said too."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bigcommerce.domain.approval_sums import link_sums, price_sums, stock_sums
from tests.domain.test_approval_effects import SEEN
from tests.domain.test_explanations import PRICE, STOCK


def price(sku: str, now: Any, then: Any, verdict: str = "send", **more: Any) -> dict[str, Any]:
    row = PRICE | SEEN | {"sku": sku, "target": "catalog", "verdict": verdict, "price": then and Decimal(then)}
    return row | {"compare_price": None if now is None else Decimal(now)} | more


def stock(sku: str, quantity: int | None, verdict: str = "send") -> dict[str, Any]:
    return STOCK | {"sku": sku, "quantity": quantity, "verdict": verdict}


def test_prices_that_would_be_sent_with_how_far_they_move() -> None:
    rows = [
        price("SAME", 10, 10),
        price("UP", 10, 11),
        price("FAR-UP", 10, 14),
        price("DOWN", "10", "8.95"),
        price("FREE", 0, 5),
        price("NEVER-READ", None, 5),
        price("AS-IT-IS", 10, 10, "unchanged"),
    ]
    assert price_sums(rows) == [
        "The price of 6 products would be sent. 4 of them differ from the last price known at BigCommerce, 3 by more "
        "than 10 %; BigCommerce was not asked for this.",
        "BigCommerce's own price of 1 product was never read, so how far it would move is not known.",
        'The biggest rise: SKU "FAR-UP" from 10.00 to 14.00, +40.00 %.',
        'The biggest fall: SKU "DOWN" from 10.00 to 8.95, -10.50 %.',
    ]


def test_ten_percent_is_not_more_than_ten_percent() -> None:
    assert "0 by more than 10 %" in price_sums([price("A", 10, 11), price("B", 10, 9)])[0]
    assert "2 by more than 10 %" in price_sums([price("A", 10, "11.01"), price("B", 10, "8.99")])[0]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "No price would be sent."),
        ([price("A", 9, 99, "price_change_too_large")], "1 price moves further than the store allows: a person has to"),
        ([price("A", 9, 99, "price_change_too_large")], 'The biggest rise: SKU "A" from 9.00 to 99.00, +1000.00 %.'),
        (
            [price("A", 9, None, "empty_price"), price("B", 9, 9, "refused")],
            "2 products have no price that can be sent.",
        ),
        ([price("A", 9, 9, sale_price=Decimal(4))], "1 product would be on sale."),
        ([price("A", None, 9, target="price_list:7")], "Besides, 1 price would be sent to price lists"),
        ([price("A", None, 9, target="price_list:7")], "No price would be sent."),
    ],
)
def test_what_else_is_said_of_prices(rows: list[dict[str, Any]], sentence: str) -> None:
    assert any(said.startswith(sentence) for said in price_sums(rows)), price_sums(rows)


def test_nothing_moves_and_nothing_is_said_to() -> None:
    assert not any("biggest" in said for said in price_sums([price("A", 10, 10), price("B", None, 9)]))


def test_stock_that_would_be_sent_and_what_falls_to_0() -> None:
    rows = [stock("A", 5), stock("B", 0), stock("C", 0, "unchanged"), stock("D", None, "stock_missing")]
    assert stock_sums(rows) == [
        "The stock of 2 products would be sent.",
        "1 product would be offered with stock 0, so shoppers cannot buy it: B.",
        "1 product has no stock that can be sent.",
    ]
    many = stock_sums([stock(f"S{number}", 0) for number in range(7)])
    assert many[1].endswith("so shoppers cannot buy them: S0, S1, S2, S3, S4 ….")
    assert stock_sums([]) == ["No stock would be sent."]


def test_what_is_managed_elsewhere_is_said() -> None:
    assert "managed in BigCommerce" in price_sums(None)[0] and "managed in BigCommerce" in stock_sums(None)[0]


def test_what_is_not_known_and_what_is_not_there() -> None:
    assert link_sums({"A": "linked"}) == []
    unknown, absent = link_sums({"A": "linked", "B": None, "C": "missing", "D": "ambiguous"})
    assert unknown.startswith(
        "1 product was not looked up in BigCommerce yet, so what it would change there is not known"
    )
    assert absent == "2 products were not found in BigCommerce, or found twice: nothing would be sent."
