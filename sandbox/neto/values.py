"""Scalars of a request, checked and brought to the text that is kept."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from sandbox.neto.answers import Refused, text

TRUE, FALSE = ("true", "y", "yes", "1"), ("false", "n", "no", "0", "")


def truth_of(name: str, value: Any) -> str:
    word = text(value).lower()
    if word not in (*TRUE, *FALSE):
        raise Refused(f"{name} is True or False, not {word[:40]}.")
    return "True" if word in TRUE else "False"


def decimal_of(name: str, value: Any) -> str:
    """A number as it was written; "" is 0."""
    written = text(value).strip() or "0"
    try:
        number = Decimal(written)
    except InvalidOperation as error:
        raise Refused(f"{name} is not a number: {written[:40]}.") from error
    if not number.is_finite():
        raise Refused(f"{name} is not a number: {written[:40]}.")
    return written


def count_of(name: str, value: Any) -> int:
    number = Decimal(decimal_of(name, value))
    if number != int(number) or number < 0:
        raise Refused(f"{name} is not a whole number: {text(value)[:40]}.")
    return int(number)


def cents(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP)
