"""How times, numbers, money and settings are written on a page."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bigcommerce.domain.setups import plain_number


def time(moment: datetime | None, empty: str = "never") -> str:
    """In UTC, and by static/panel.js in the reader's own zone; UTC then shows on hover."""
    if moment is None:
        return empty
    utc = moment.astimezone(UTC)
    written = f"{utc:%Y-%m-%d %H:%M} UTC"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(utc.isoformat(), written, written)


def number(value: Any, empty: str = "none") -> str:
    """12,345; decimals as they are."""
    return empty if value is None else f"{value:,}"


def money(value: Decimal | None, empty: str = "none") -> str:
    """At least two decimals, more only where they say something."""
    if value is None:
        return empty
    places = max(2, -int(value.normalize().as_tuple().exponent))
    return f"{value:,.{places}f}"


def seconds(value: Decimal | None, empty: str = "") -> str:
    """A span of waiting, rounded to what matters."""
    return empty if value is None else f"{value:,.1f} s" if 0 < value < 100 else f"{value:,.0f} s"


def at_most(count: int, most: int = 10_000) -> str:
    """A number that was counted only so far."""
    return f"more than {most:,}" if count > most else f"{count:,}"


def target(name: str) -> str:
    """Where a price goes; a stock location's number stays one."""
    return {"catalog": "Catalogue"}.get(name, name.replace("price_list:", "Price list "))


def ago(moment: datetime | None, now: datetime | None = None) -> str:
    """How long ago, in the biggest unit that fits."""
    if moment is None:
        return "never"
    seconds = int(((now or datetime.now(UTC)) - moment).total_seconds())
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if abs(seconds) >= size:
            count = abs(seconds) // size
            return f"{count:,} {unit}{'s' if count != 1 else ''} {'ago' if seconds > 0 else 'ahead'}"
    return "just now"


def shown(value: Any) -> str:
    """A setting's value for a person: on, off, nothing, a list, or as it is."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list | tuple | set):
        return ", ".join(map(str, value))
    return plain_number(value) if isinstance(value, Decimal) else str(value)
