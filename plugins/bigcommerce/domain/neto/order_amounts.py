"""What each line of an order costs at Neto, so that everything adds up to what the shopper paid.

Neto says nowhere whether a line's discount counts for the unit or for the line, so prices are sent after discounts:
they mean the same either way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# What OrderRounding takes, and what a total may differ by before a person is asked.
TOLERANCE = Decimal("0.05")


@dataclass(frozen=True)
class Part:
    """Units of one line at one price. line: its place in the order's lines."""

    line: int
    quantity: int
    unit_price: Decimal


@dataclass(frozen=True)
class Amounts:
    """Σ parts + shipping + rounding = the order's total."""

    parts: tuple[Part, ...]
    shipping: Decimal
    rounding: Decimal


def share_out(
    units: Sequence[int], paid: Sequence[Decimal], total: Decimal, costs: Decimal, minor: Decimal, most_parts: int
) -> Amounts:
    """units and paid: of each line, positive, and what was paid for all its units. total: the order's; costs: what of
    it is for no line; minor: the currency's smallest amount.

    A line whose price has no whole number of cents a unit is rounded; where that is more than OrderRounding takes,
    such lines become two with a cent between them, as long as the order holds at most `most_parts`.
    """
    # A discount beyond the goods' value went to the delivery.
    goods, shipping = max(total - costs, Decimal(0)), costs + min(total - costs, Decimal(0))
    if abs(goods - sum(paid)) > TOLERANCE:
        paid = spread(goods, paid if any(paid) else [Decimal(number) for number in units], minor)
    rounded = [whole(amount / number, minor) for amount, number in zip(paid, units, strict=True)]
    parts = [Part(line, number, price) for line, (number, price) in enumerate(zip(units, rounded, strict=True))]
    rounding = total - shipping - value(parts)
    if abs(rounding) > TOLERANCE:
        exact = [part for line, number in enumerate(units) for part in split(line, number, paid[line], minor)]
        if len(exact) <= most_parts:
            parts, rounding = exact, total - shipping - value(exact)
    return Amounts(tuple(parts), shipping, rounding)


def spread(total: Decimal, weights: Sequence[Decimal], minor: Decimal) -> list[Decimal]:
    """The total by weight, each share a multiple of `minor`; none is left over but what `minor` does not divide."""
    whole_weight, shares, given = sum(weights), [], Decimal(0)
    passed = Decimal(0)
    for weight in weights:
        passed += weight
        until = whole(total * passed / whole_weight, minor) if whole_weight else Decimal(0)
        shares.append(until - given)
        given = until
    return shares


def split(line: int, number: int, paid: Decimal, minor: Decimal) -> list[Part]:
    """The same units at two prices, `minor` apart, that add up to what was paid."""
    each, dearer = divmod(int(whole(paid, minor) / minor), number)
    parts = [Part(line, number - dearer, each * minor), Part(line, dearer, (each + 1) * minor)]
    return [part for part in parts if part.quantity]


def value(parts: Sequence[Part]) -> Decimal:
    return sum((part.quantity * part.unit_price for part in parts), Decimal(0))


def whole(amount: Decimal, minor: Decimal) -> Decimal:
    return (amount / minor).quantize(Decimal(1), ROUND_HALF_UP) * minor
