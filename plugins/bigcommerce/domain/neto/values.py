"""Single fields of a row that Neto answered: every scalar arrives as text, whatever its type.

Each function takes the row and the field's name; null, missing and "" are None. Raises Invalid, naming both.
Source: Neto "API data types".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bigcommerce.domain.fields import INT
from bigcommerce.domain.money import LIMIT
from bigcommerce.errors import Invalid

TRUE, FALSE = {"true", "yes", "y", "1"}, {"false", "no", "n", "0"}


def text_of(row: Mapping[str, Any], name: str) -> str | None:
    """As Neto sent it, spaces and case included."""
    value = row.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise invalid(row, name, "text")
    return value


def decimal_of(row: Mapping[str, Any], name: str) -> Decimal | None:
    """ "718.43" or "5.950", with as many decimals as Neto sent: who stores it rounds."""
    text = (text_of(row, name) or "").strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise invalid(row, name, "an amount") from None
    if not number.is_finite() or abs(number) >= LIMIT:
        raise invalid(row, name, "a possible amount")
    return number


def int_of(row: Mapping[str, Any], name: str, limit: int = INT) -> int | None:
    """ "2" or "2.000"; from `limit` on its column would not hold it."""
    number = decimal_of(row, name)
    if number is None:
        return None
    if number != number.to_integral_value() or abs(number) >= limit:
        raise invalid(row, name, "a whole number")
    return int(number)


def bool_of(row: Mapping[str, Any], name: str) -> bool | None:
    """ "True", "False", "y", "n", "Yes", "No", in any case."""
    text = (text_of(row, name) or "").strip().lower()
    if not text:
        return None
    if text not in TRUE | FALSE:
        raise invalid(row, name, "True or False")
    return text in TRUE


def time_of(row: Mapping[str, Any], name: str) -> datetime | None:
    """ "2026-03-02 07:30:10", which Neto says is UTC."""
    text = (text_of(row, name) or "").strip()
    if not text or text.startswith("0000-00-00"):
        return None
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(row, name, "a date") from None
    return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def invalid(row: Mapping[str, Any], name: str, wanted: str) -> Invalid:
    value = str(row.get(name))[:40]
    return Invalid(f"{name} is not {wanted}: {value!r}", field=name, value=value)
