"""Reads single fields of a document that promises one type and sends another."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import Any

from bigcommerce.errors import Invalid

# Below these are Postgres' int and bigint.
INT, BIGINT = 2**31, 2**63

# Postgres holds neither NUL nor half of a surrogate pair.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def text(value: Any) -> str | None:
    """A string as it came, or None for null, missing and ""."""
    return None if value is None or value == "" else str(value)


def storable(value: Any) -> Any:
    """The same JSON value with every string fit for Postgres."""
    if isinstance(value, str):
        return UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(name): storable(item) for name, item in value.items()}
    if isinstance(value, list):
        return [storable(item) for item in value]
    return value


def whole(value: Any, field: str, default: int | None = 0, limit: int = INT) -> int | None:
    """A whole number, also where it came as "3", "3.0" or 3.0; `default` for null, missing and "".

    Raises Invalid for anything else, and from `limit` on, which its column would not hold.
    """
    if value is None or value == "":
        return default
    try:
        number = Decimal(int(value) if isinstance(value, bool) else str(value).strip())
        is_whole = abs(number) < limit and number == int(number)
    except (InvalidOperation, ValueError):
        is_whole = False
    if not is_whole:
        raise Invalid(f"{field} is not a whole number: {str(value)[:40]!r}", field=field, value=str(value)[:40])
    return int(number)


def moment(value: Any, field: str) -> datetime | None:
    """A date as BigCommerce sends it (RFC 2822; V3: ISO 8601), in UTC; None for null, missing and ""."""
    if value is None or value == "":
        return None
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            parsed = parse(str(value))
            # "-0000" is how RFC 2822 says UTC without a place.
            return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    raise Invalid(f"{field} is not a date: {str(value)[:40]!r}", field=field, value=str(value)[:40])
