"""Does an order add up? One minor unit a line is BigCommerce's rounding, more is not."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.money import minor_unit
from bigcommerce.domain.order_totals import quantities_tie, tie_out
from bigcommerce.domain.orders import read_order
from tests.domain.order_payloads import line, payload

CURRENCIES = st.sampled_from(["AUD", "JPY", "KWD"])


@given(units=st.integers(-4, 4), lines=st.integers(1, 4), currency=CURRENCIES, inclusive=st.booleans())
def test_one_minor_unit_a_line_is_tolerated_and_not_more(
    units: int, lines: int, currency: str, inclusive: bool
) -> None:
    side, price, shipping = ("inc_tax", 22, "5.5") if inclusive else ("ex_tax", 20, "5")
    items = [line(number) for number in range(1, lines + 1)]
    subtotal = price * lines + units * minor_unit(currency)
    said = {
        "default_currency_code": currency,
        "is_tax_inclusive_pricing": inclusive,
        f"subtotal_{side}": str(subtotal),
        f"total_{side}": str(subtotal + Decimal(shipping) - 2),
    }
    off = tie_out(read_order(payload(*items, **said)))
    assert set(off) == ({f"subtotal_{side}"} if abs(units) > lines else set())


@given(
    prices=st.lists(st.decimals(0, 1000, places=2), min_size=1, max_size=6),
    costs=st.tuples(*[st.decimals(0, 100, places=2)] * 6),
)
def test_every_part_of_a_total_is_in_the_sum(prices: list[Decimal], costs: tuple[Decimal, ...]) -> None:
    shipping, handling, wrapping, fee, discount, coupon = costs
    items = [line(n, total_inc_tax=str(price)) for n, price in enumerate(prices, 1)]
    total = sum(prices) + shipping + handling + wrapping + fee - discount - coupon
    said = {
        "subtotal_inc_tax": str(sum(prices)),
        "shipping_cost_inc_tax": str(shipping),
        "handling_cost_inc_tax": str(handling),
        "wrapping_cost_inc_tax": str(wrapping),
        "fees": [{"cost_inc_tax": str(fee)}],
        "discount_amount": str(discount),
        "coupon_discount": str(coupon),
        "total_inc_tax": str(total),
    }
    assert tie_out(read_order(payload(*items, **said))) == {}
    too_much = said | {"total_inc_tax": str(total + Decimal("0.01") * (len(items) + 1))}
    assert set(tie_out(read_order(payload(*items, **too_much)))) == {"total_inc_tax"}


def test_the_difference_is_named_in_cents() -> None:
    assert tie_out(read_order(payload(total_inc_tax="26.00"))) == {
        "total_inc_tax": "26.00, but its parts are 25.50 (difference 0.50)"
    }


def test_only_the_exact_side_is_compared() -> None:
    assert tie_out(read_order(payload(subtotal_ex_tax="1.0000", total_ex_tax="2.0000"))) == {}
    assert set(tie_out(read_order(payload(subtotal_inc_tax="1.0000")))) == {"subtotal_inc_tax", "total_inc_tax"}
    assert tie_out(read_order(payload(is_tax_inclusive_pricing=False, subtotal_ex_tax="1.0000")))


def test_quantities_tie_with_all_units_or_with_those_shipped() -> None:
    digital = line(2, order_address_id=0, total_inc_tax="0")
    assert tie_out(read_order(payload(line(), digital, items_total=4))) == {}
    assert tie_out(read_order(payload(line(), digital, items_total=2))) == {}
    assert set(tie_out(read_order(payload(line(), digital, items_total=3)))) == {"items_total"}


def test_an_order_without_lines_ties_at_nothing() -> None:
    empty = {"consignments": {}, "items_total": 0, "subtotal_inc_tax": "0", "total_inc_tax": "3.50"}
    assert quantities_tie(read_order(payload(**empty)))
    assert tie_out(read_order(payload(**empty))) == {}


def test_a_line_or_an_address_that_is_listed_twice_is_said() -> None:
    """requirement: the tables hold one of each, so such an order must be refused before it stops the others."""
    nothing = line(2, quantity=0, total_inc_tax="0")
    assert tie_out(read_order(payload(line(), nothing, nothing))) == {"ids": "listed twice: line 2"}
    doubled = payload()
    doubled["consignments"]["shipping"].append({"id": 9, "line_items": []})
    assert tie_out(read_order(doubled)) == {"ids": "listed twice: address 9"}
