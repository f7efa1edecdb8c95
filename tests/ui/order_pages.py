"""Stores and orders for tests of pages, and how a test posts to a page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import psycopg

from tests.db.order_rows import open_stores, take
from tests.domain.order_payloads import line, payload, rules

STORE = "/bigcommerce/stores/default"
UNMAPPED = rules(payment_names={}, shipping_names={})
PAYMENT_ONLY = rules(payment_names={})
PARKING = rules(payment_names={}, shipping_names={}, unmapped_policy="park")
FIRST = datetime(2026, 1, 20, 1, tzinfo=UTC)


def order(number: int = 100, hours: int = 0, first: str = "Jane", last: str = "Doe", **fields: Any) -> dict[str, Any]:
    """An order of two tees, placed so many hours after the first."""
    placed = f"{FIRST + timedelta(hours=hours):%a, %d %b %Y %H:%M:%S} +0000"
    buyer = {"first_name": first, "last_name": last, "email": f"{first}@example.com"}
    dates = {"date_created": placed, "date_modified": placed}
    return payload(line(), id=number, billing_address=buyer, **(dates | fields))


def open_shop(connection: psycopg.Connection) -> psycopg.Connection:
    open_stores(connection)
    connection.execute("update bigcommerce.stores set is_enabled = true where store_code = 'default'")
    return connection


def text_of(answer: Any) -> str:
    """A page's HTML with its entities written out, as a person reads it."""
    return unescape(answer.text)


def numbers_on(answer: Any) -> list[int]:
    """The orders of a list, in its order."""
    return [int(number) for number in re.findall(r'<th scope="row"><a href="[^"]*/orders/(\d+)">', answer.text)]


__all__ = [
    "FIRST",
    "PARKING",
    "PAYMENT_ONLY",
    "STORE",
    "UNMAPPED",
    "numbers_on",
    "open_shop",
    "order",
    "take",
    "text_of",
]
