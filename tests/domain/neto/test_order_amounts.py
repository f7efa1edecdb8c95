"""Whatever an order costs, Neto's lines, shipping and rounding add up to it."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.neto.order_amounts import TOLERANCE, Amounts, Part, share_out, spread, value

CENT = Decimal("0.01")
LINES = st.lists(st.tuples(st.integers(1, 2000), st.integers(0, 10_000_00)), min_size=1, max_size=12)


def shared(lines: list[tuple[int, int]], total: Decimal, costs: Decimal, most: int = 255) -> Amounts:
    return share_out([units for units, _ in lines], [cents * CENT for _, cents in lines], total, costs, CENT, most)


def test_a_price_that_divides_is_sent_as_it_is() -> None:
    amounts = shared([(2, 2000), (1, 999)], Decimal("35.49"), Decimal("5.5"))
    assert amounts == Amounts((Part(0, 2, Decimal(10)), Part(1, 1, Decimal("9.99"))), Decimal("5.5"), Decimal(0))


def test_a_cent_that_does_not_divide_is_rounding() -> None:
    amounts = shared([(3, 2000)], Decimal(20), Decimal(0))
    assert amounts == Amounts((Part(0, 3, Decimal("6.67")),), Decimal(0), Decimal("-0.01"))


def test_more_than_rounding_takes_becomes_two_prices_a_cent_apart() -> None:
    amounts = shared([(100, 1050)], Decimal("10.5"), Decimal(0))
    assert amounts == Amounts((Part(0, 50, Decimal("0.1")), Part(0, 50, Decimal("0.11"))), Decimal(0), Decimal(0))


def test_where_neto_holds_no_more_lines_rounding_takes_it_all() -> None:
    amounts = shared([(100, 1050)], Decimal("10.5"), Decimal(0), most=1)
    assert amounts == Amounts((Part(0, 100, Decimal("0.11")),), Decimal(0), Decimal("-0.5"))


def test_a_discount_that_no_line_carries_is_spread_by_value() -> None:
    amounts = shared([(1, 3000), (1, 1000)], Decimal(30), Decimal(0))
    assert [part.unit_price for part in amounts.parts] == [Decimal("22.5"), Decimal("7.5")]


def test_a_discount_beyond_the_goods_takes_from_the_delivery() -> None:
    amounts = shared([(1, 1000)], Decimal(3), Decimal(5))
    assert amounts == Amounts((Part(0, 1, Decimal(0)),), Decimal(3), Decimal(0))


def test_goods_that_were_free_share_by_units() -> None:
    amounts = shared([(1, 0), (3, 0)], Decimal(8), Decimal(0))
    assert [part.unit_price for part in amounts.parts] == [Decimal(2), Decimal(2)]


@given(LINES, st.integers(0, 200_00), st.integers(-300, 300))
def test_it_adds_up_and_every_unit_is_there(lines: list[tuple[int, int]], costs: int, off: int) -> None:
    total = max(sum(cents for _, cents in lines) + costs + off, 0) * CENT
    amounts = shared(lines, total, costs * CENT)
    assert value(amounts.parts) + amounts.shipping + amounts.rounding == total
    assert abs(amounts.rounding) <= TOLERANCE
    for number, (units, _) in enumerate(lines):
        assert sum(part.quantity for part in amounts.parts if part.line == number) == units
    assert all(part.unit_price >= 0 and part.unit_price % CENT == 0 for part in amounts.parts)
    assert amounts.shipping >= 0


@given(LINES)
def test_what_lines_say_they_cost_is_what_they_cost(lines: list[tuple[int, int]]) -> None:
    amounts = shared(lines, sum(cents for _, cents in lines) * CENT, Decimal(0))
    for number, (units, cents) in enumerate(lines):
        mine = [part for part in amounts.parts if part.line == number]
        assert abs(value(mine) - cents * CENT) <= max(TOLERANCE * len(lines), units * CENT / 2)


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**6).map(Decimal), min_size=1, max_size=20).filter(any))
def test_spreading_loses_no_cent(total: int, weights: list[Decimal]) -> None:
    shares = spread(total * CENT, weights, CENT)
    assert sum(shares) == total * CENT
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - total * CENT * weight / sum(weights)) <= CENT
