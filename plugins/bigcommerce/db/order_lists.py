"""Lists of orders, newest first and page by page: all, those that wait, those that changed, those of a buyer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.queries import sql
from bigcommerce.domain.money import amount
from bigcommerce.domain.order_searches import OrderSearch, starts_with
from bigcommerce.errors import Invalid

UNKNOWN_DATE = "-infinity"


@dataclass(frozen=True)
class Place:
    """Before which order a page begins. before_at: when that was placed, as Postgres writes it."""

    before_at: str = "infinity"
    before_id: int = 2**63 - 1


START = Place()


def read_place(after: str) -> Place:
    """after: of the last row of the page before; empty: the start. Raises Invalid."""
    if not after:
        return START
    before_at, _, before_id = after.rpartition(" ")
    try:
        if before_at != UNKNOWN_DATE:
            datetime.fromisoformat(before_at)
        if not 0 <= int(before_id) < 2**63:
            raise ValueError
    except ValueError:
        raise Invalid("There is no such page of the list.", field="after", value=after[:40]) from None
    return Place(before_at, int(before_id))


def list_orders(
    connection: psycopg.Connection, store: str, which: str, place: Place, size: int
) -> list[dict[str, Any]]:
    """which: newest (all), waiting, on_hold or changed. Each row has `after`, the place where the next page begins."""
    statement = {
        "newest": "order_lists/select_newest",
        "waiting": "order_lists/select_waiting",
        "on_hold": "order_lists/select_on_hold",
        "changed": "order_lists/select_changed",
    }[which]
    return read_page(connection, statement, {"store": store, "size": size} | vars(place))


def search_orders(
    connection: psycopg.Connection, store: str, search: OrderSearch, place: Place, size: int
) -> list[dict[str, Any]]:
    """By e-mail address or name; rows as of list_orders."""
    parameters = {"store": store, "size": size} | vars(place)
    if search.kind == "email":
        return read_page(connection, "order_lists/select_by_email", parameters | {"email": search.text})
    head, rest = map(starts_with, search.words) if search.words else (None, None)
    names = {"whole": starts_with(search.text), "head": head, "rest": rest}
    return read_page(connection, "order_lists/select_by_name", parameters | names)


def read_page(connection: psycopg.Connection, statement: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """First which orders, from an index alone; then what is shown of them."""
    places: dict[int, str] = dict(connection.execute(sql(statement), parameters).fetchall())
    rows = read_rows(connection, parameters["store"], list(places))
    return [row | {"after": places[row["bigcommerce_order_id"]]} for row in rows]


def read_rows(connection: psycopg.Connection, store: str, order_ids: Sequence[int]) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        parameters = {"store": store, "order_ids": list(order_ids)}
        rows = cursor.execute(sql("order_lists/select_rows"), parameters).fetchall()
    return [row | {"total": total_of(row)} for row in rows]


def total_of(row: dict[str, Any]) -> Decimal | None:
    """What only landed has its total in the payload, where it may be anything."""
    if row["order_id"] is not None or row["payload_total"] is None:
        return row["total_inc_tax"]
    try:
        return amount(row["payload_total"], "total_inc_tax")
    except Invalid:
        return None
