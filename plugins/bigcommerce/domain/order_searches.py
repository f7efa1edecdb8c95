"""What a person types to find orders → what is looked for: a number, an e-mail address or the start of a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bigcommerce.domain.fields import storable
from bigcommerce.errors import Invalid

# What Airflow's params take: above it JSON's own numbers are not exact any more.
LARGEST_ORDER_ID = 2**53 - 1
ORDERS_AT_ONCE = 200
SHORTEST_NAME = 2
# Of an e-mail address (RFC 5321), and longer than the names that BigCommerce keeps.
LONGEST = 254


@dataclass(frozen=True)
class OrderSearch:
    """kind: number, email or name. words: of a name, the first and the others; one of one word has no others."""

    kind: str
    text: str
    order_id: int | None = None

    @property
    def words(self) -> tuple[str, str] | None:
        head, _, rest = self.text.partition(" ")
        return (head, rest) if rest else None


def read_search(typed: str) -> OrderSearch:
    """Raises Invalid with a sentence for a person."""
    text = " ".join(str(storable(typed)).split())
    if len(text) > LONGEST:
        raise Invalid(f"Type at most {LONGEST} characters.", field="search")
    digits = text.removeprefix("#").strip()
    if digits.isascii() and digits.isdigit():
        return OrderSearch("number", digits, read_order_id(digits))
    if "@" in text:
        return OrderSearch("email", text)
    if len(text) < SHORTEST_NAME:
        raise Invalid("Type an order number, an e-mail address, or at least two letters of a name.", field="search")
    return OrderSearch("name", text)


def read_order_id(digits: str) -> int:
    """Raises Invalid."""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 16 and 0 < int(digits) <= LARGEST_ORDER_ID):
        raise Invalid(f"{digits[:40]} is no order number.", field="order_ids", value=digits[:40])
    return int(digits)


def read_order_ids(typed: str) -> list[int]:
    """Several numbers, apart by commas, spaces or lines, each once, in the order typed. Raises Invalid."""
    words = [word.removeprefix("#") for word in re.split(r"[\s,;]+", typed) if word]
    if not words:
        raise Invalid("Type at least one order number.", field="order_ids")
    order_ids = list(dict.fromkeys(read_order_id(word) for word in words))
    if len(order_ids) > ORDERS_AT_ONCE:
        raise Invalid(
            f"These are {len(order_ids)} orders. At most {ORDERS_AT_ONCE} are fetched at once: for more, backfill the "
            "days they were placed on.",
            field="order_ids",
        )
    return order_ids


def starts_with(text: str) -> str:
    r"""The LIKE pattern of what begins so: 50% → 50\%%."""
    return re.sub(r"([\\%_])", r"\\\1", text) + "%"
