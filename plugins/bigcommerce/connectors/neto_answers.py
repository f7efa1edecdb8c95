"""Neto's answers made regular, in this one place: every other module may take a list for a list and a date for a date.

What it makes regular, in the order of Neto's quirks: one-element collections that collapse to an object · collections
that are missing, null or "" · wrapper keys, also inside a list · scalars of any JSON type · empty and zero dates · a
body inside `{Action}Response` · `Ack: Error` with status 200 · the answer's own time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bigcommerce.connectors.answers import QUOTE, Answer
from bigcommerce.errors import NotAuthorised, Rejected, UnexpectedAnswer

JSON = dict[str, Any]

# Every collection by its name, with its wrapper key; None for those without. Source: the field tables of each action.
COLLECTIONS: dict[str, str | None] = {
    **dict.fromkeys(("Item", "Order", "Payment", "Customer", "Warehouse", "Error", "Warning")),
    **dict.fromkeys(("OrderLine", "OrderPayment", "WarehouseQuantity", "VariantInventoryIDs")),
    "PriceGroups": "PriceGroup",
    "MultilevelBands": "MultilevelBand",
    "SalesChannels": "SalesChannel",
    "KitComponents": "KitComponent",
    "Images": "Image",
    "Categories": "Category",
    "ItemSpecifics": "ItemSpecific",
    "ExtraOptions": "ExtraOption",
    "StickyNotes": "StickyNote",
    "PaymentMethods": "PaymentMethod",
    "ShippingMethods": "ShippingMethod",
}
# Collections that a row always has here, also where Neto left them out.
ALWAYS: dict[str, tuple[str, ...]] = {
    "Item": ("PriceGroups", "SalesChannels", "KitComponents", "WarehouseQuantity"),
    "Order": ("OrderLine", "OrderPayment", "StickyNotes"),
}
ZERO_DATE = "0000-00-00"
# "Invalid API Key" is also said where a user's key came without its user name.
WRONG_KEY = ("api key", "authentication", "not authorised", "not authorized")
# Further apart, and Neto's clock is taken to speak of another zone than UTC.
CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True)
class NetoAnswer:
    """body: regular, without its envelope. now: the answer's own time, UTC. warnings: Neto's words, one a row.

    is_clock_off: Neto's own time was not UTC, so the server's date stands in for it.
    """

    body: JSON
    warnings: list[str]
    now: datetime
    is_clock_off: bool = False

    def rows(self, name: str) -> list[JSON]:
        """The rows of a collection, each an object."""
        return [row for row in self.body.get(name) or [] if isinstance(row, dict)]


def read_neto_answer(answer: Answer, action: str, hint: str = "") -> NetoAnswer:
    """answer: status 2xx. hint: what to do about a wrong key.

    Raises NotAuthorised or Rejected for `Ack: Error`, UnexpectedAnswer for what is not Neto's envelope.
    """
    body = answer.body
    if isinstance(body, Mapping) and isinstance(body.get(f"{action}Response"), Mapping):
        body = body[f"{action}Response"]
    ack = body.get("Ack") if isinstance(body, Mapping) else None
    if ack not in ("Success", "Warning", "Error"):
        raise UnexpectedAnswer(
            f"{action} was answered without Neto's Ack. Check that the connection's host is the store's own address."
        )
    body = regular(body)
    messages = body.get("Messages")
    said = messages if isinstance(messages, Mapping) else {}
    if ack == "Error":
        raise error_of(action, words_of(said.get("Error")) or words_of(said.get("Warning")), hint)
    now, is_clock_off = time_of_answer(body.get("CurrentTime"), answer.date)
    if now is None:
        raise UnexpectedAnswer(f"{action} was answered without a time: {str(body.get('CurrentTime'))[:40]!r}.")
    content = {name: value for name, value in body.items() if name not in ("Ack", "CurrentTime", "Messages")}
    return NetoAnswer(content, words_of(said.get("Warning")), now, is_clock_off)


def error_of(action: str, words: list[str], hint: str) -> NotAuthorised | Rejected:
    said = "; ".join(words)[:QUOTE] or "no reason given"
    if any(word in said.lower() for word in WRONG_KEY):
        return NotAuthorised(f"{action} was refused: {said}. {hint}".strip())
    return Rejected(f"{action} was refused: {said}", status=200, body=words)


def words_of(messages: Any) -> list[str]:
    """Neto's sentences; a Description says more than its Message where there is one."""
    words = []
    for row in as_list(messages, None):
        if isinstance(row, Mapping):
            parts = [str(row[name]) for name in ("Message", "Description") if row.get(name)]
            words.append(": ".join(dict.fromkeys(parts)))
        else:
            words.append(str(row))
    return [word for word in words if word]


def regular(value: Any, name: str = "") -> Any:
    """The same value with every collection a list, every scalar text and every empty date None, at any depth.

    name: the key it was found under.
    """
    if name in COLLECTIONS:
        return [
            regular(row) if not isinstance(row, Mapping) else regular_row(row, name)
            for row in as_list(value, COLLECTIONS[name])
        ]
    if isinstance(value, Mapping):
        return regular_row(value, name)
    if isinstance(value, list):
        return [regular(item) for item in value]
    return scalar(value, name)


def regular_row(row: Mapping[str, Any], name: str) -> JSON:
    found = {key: regular(value, key) for key, value in row.items()}
    return found | {key: [] for key in ALWAYS.get(name, ()) if key not in found}


def as_list(value: Any, wrapper: str | None) -> list[Any]:
    """A collection's members: bare, wrapped, or wrapped inside a list; none for null, "" and {}."""
    return list(members(value, wrapper))


def members(value: Any, wrapper: str | None) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from members(item, wrapper)
    elif wrapper and isinstance(value, Mapping) and set(value) == {wrapper}:
        yield from members(value[wrapper], None)
    elif value is not None and value != "" and value != {}:
        yield value


def scalar(value: Any, name: str) -> str | None:
    if value is None:
        return None
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if text.startswith(ZERO_DATE) or (text == "" and is_date(name)):
        return None
    return text


def is_date(name: str) -> bool:
    return name.startswith("Date") or "Date" in name or name.endswith(("UTC", "Local"))


def time_of_answer(text: Any, date: datetime | None) -> tuple[datetime | None, bool]:
    """(UTC, whether the server's date stands in). Nobody documents the zone of Neto's own time."""
    try:
        said = datetime.fromisoformat(str(text))
    except ValueError:
        return date, False
    now = said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)
    if date is not None and abs(now - date) > CLOCK_TOLERANCE:
        return date, True
    return now, False
