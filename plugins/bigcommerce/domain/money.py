"""Amounts of money: always Decimal, never float."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from bigcommerce.errors import Invalid

# numeric(18,4) holds fourteen digits before the point.
LIMIT = Decimal(10) ** 14

# ISO 4217 currencies whose minor unit is not a hundredth. Source: ISO 4217 table A.1, minor units.
MINOR_UNITS = {
    code: digits
    for digits, codes in {
        0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
        3: "BHD IQD JOD KWD LYD OMR TND",
        4: "CLF UYW",
    }.items()
    for code in codes.split()
}


def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01 for AUD, 1 for JPY. currency: ISO 4217 code."""
    return Decimal(1).scaleb(-MINOR_UNITS.get(currency, 2))


def amount(value: Any, field: str) -> Decimal:
    """A documented money field as Decimal; null, missing and "" are 0.

    value: "12.3400", 12.34 (as Decimal) or 12: V2 says "float, float-as-string or integer".
    Raises Invalid for anything else, NaN and amounts beyond fourteen digits included.
    """
    if value is None or value == "":
        return Decimal(0)
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise Invalid(f"{field} is not an amount: {str(value)[:40]!r}", field=field, value=str(value)[:40]) from None
    if not number.is_finite() or abs(number) >= LIMIT:
        raise Invalid(f"{field} is not a possible amount: {str(value)[:40]!r}", field=field, value=str(value)[:40])
    return number.quantize(Decimal("0.0001"))


def plain(value: Decimal) -> str:
    """For people: without trailing zeros beyond cents. Decimal("19.9500") → "19.95"."""
    short = value.normalize()
    exponent = short.as_tuple().exponent
    return f"{short:f}" if isinstance(exponent, int) and exponent < -2 else f"{value:.2f}"
