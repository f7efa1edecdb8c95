"""One item's trouble, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """item_key: BigCommerce order id, SKU or consignment id, as text. code: one of the README's problem codes.

    message: what, which item, what to do next; one sentence for a person.
    """

    item_key: str
    code: str
    message: str
    details: dict[str, Any] = field(default_factory=dict)
