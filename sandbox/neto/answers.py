"""What an action hands back, and how it says no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class Refused(Exception):
    """`Ack: Error`: nothing of the request was done."""

    def __init__(self, *messages: str) -> None:
        super().__init__("; ".join(messages))
        self.messages = list(messages)


@dataclass
class Result:
    """body: collections as lists of rows, see `shapes`. warnings: `Ack: Warning`, one sentence a row."""

    body: dict[str, Any]
    warnings: list[str] = field(default_factory=list)


def rows_in(body: Any, name: str) -> list[dict[str, Any]]:
    """The rows of a request: one object, or a list of them."""
    rows = body.get(name) if isinstance(body, Mapping) else None
    rows = [rows] if isinstance(rows, Mapping) else rows
    if not isinstance(rows, list) or not rows or not all(isinstance(row, Mapping) for row in rows):
        raise Refused(f"{name} is required.")
    if unknown := sorted(set(body) - {name}):
        raise Refused(f"Unknown field: {', '.join(unknown)}.")
    return [dict(row) for row in rows]


def listed(value: Any, wrapper: str | None = None) -> list[Any]:
    """A request's collection, bare, wrapped or alone."""
    if isinstance(value, Mapping) and wrapper and wrapper in value:
        return listed(value[wrapper])
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]


def text(value: Any) -> str:
    """A scalar of a request as it is kept."""
    if isinstance(value, bool):
        return "True" if value else "False"
    return "" if value is None else str(value)
