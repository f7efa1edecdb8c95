"""Amounts of money: always Decimal, in whatever type they came."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.money import amount, minor_unit, plain
from bigcommerce.errors import Invalid

AMOUNTS = st.decimals(Decimal("-99999999999999.9999"), Decimal("99999999999999.9999"), places=4)


@pytest.mark.parametrize("value", ["19.9500", Decimal("19.95"), " 19.95 ", "1995e-2"])
def test_an_amount_may_be_text_or_a_number(value: Any) -> None:
    assert amount(value, "total_inc_tax") == Decimal("19.95")


@pytest.mark.parametrize("value", [None, ""])
def test_an_absent_amount_is_nothing(value: Any) -> None:
    assert amount(value, "total_inc_tax") == 0


@pytest.mark.parametrize("value", ["NaN", "ten", "1e20", "-Infinity", True, {}, [], "1,5", "100000000000000"])
def test_what_is_no_amount_is_invalid_and_says_which_field(value: Any) -> None:
    with pytest.raises(Invalid, match="total_inc_tax") as refused:
        amount(value, "total_inc_tax")
    assert refused.value.field == "total_inc_tax"


@given(AMOUNTS)
def test_no_digit_is_lost_whichever_way_an_amount_comes(value: Decimal) -> None:
    assert amount(str(value), "x") == amount(value, "x") == value


@pytest.mark.parametrize(("currency", "unit"), [("AUD", "0.01"), ("JPY", "1"), ("KWD", "0.001"), ("CLF", "0.0001")])
def test_the_minor_unit_is_the_currencys(currency: str, unit: str) -> None:
    assert minor_unit(currency) == Decimal(unit)


@pytest.mark.parametrize(
    ("value", "said"), [("19.9500", "19.95"), ("19.9555", "19.9555"), ("0", "0.00"), ("24500.0000", "24500.00")]
)
def test_people_read_cents(value: str, said: str) -> None:
    assert plain(Decimal(value)) == said
