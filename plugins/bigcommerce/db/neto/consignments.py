"""Neto's dispatches as backoffice.consignments, and how far they were read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.json_rows import json_rows
from bigcommerce.db.queries import sql
from bigcommerce.domain.neto.consignments import Consignment
from bigcommerce.domain.neto.dispatches import OurLine, OurOrder
from bigcommerce.domain.problems import Problem

JSON = dict[str, Any]


@dataclass(frozen=True)
class OurOrders:
    """by_id: by BigCommerce's order id, of the store alone; by_name: by Neto's, of whichever store."""

    by_id: dict[int, OurOrder]
    by_name: dict[str, OurOrder]


def find_orders(connection: psycopg.Connection, store: str, ids: Collection[int], names: Collection[str]) -> OurOrders:
    found = OurOrders({}, {})
    arguments = {"store": store, "ids": list(ids), "names": list(names)}
    for order_id, number, name, is_of_store, lines in connection.execute(sql("neto/select_our_orders"), arguments):
        order = OurOrder(order_id, number, tuple(OurLine(*line) for line in lines or ()))
        if is_of_store:
            found.by_id[number] = order
        if name:
            found.by_name[name] = order
    return found


def find_consignments(connection: psycopg.Connection, names: Sequence[str]) -> dict[str, list[Consignment]]:
    """{Neto's order id: its consignments}."""
    found: dict[str, list[Consignment]] = defaultdict(list)
    with connection.cursor(row_factory=dict_row) as cursor:
        for row in cursor.execute(sql("neto/select_imported_consignments"), {"names": list(names)}):
            lines = {int(line_no): units for line_no, units in row.pop("lines").items()}
            consignment = Consignment(**row, lines=lines)
            found[consignment.neto_order_id].append(consignment)
    return found


def save_consignments(connection: psycopg.Connection, consignments: Sequence[Consignment]) -> None:
    """consignments: only those that are new or differ."""
    lines = [
        {"consignment_id": row.consignment_id, "line_no": line_no, "quantity": units}
        for row in consignments
        for line_no, units in row.lines.items()
    ]
    names = [row.consignment_id for row in consignments]
    connection.execute(sql("neto/upsert_consignments"), {"consignments": json_rows(consignments)})
    arguments = {"consignment_ids": names, "lines": json_rows(lines)}
    connection.execute(sql("neto/replace_consignment_lines"), arguments)


def read_window(connection: psycopg.Connection, store: str) -> tuple[datetime | None, datetime | None]:
    """(read until, first order received)."""
    row = connection.execute(sql("neto/select_dispatch_window"), {"store": store}).fetchone()
    assert row
    return row[0], row[1]


def move_watermark(connection: psycopg.Connection, store: str, read_until: datetime) -> None:
    connection.execute(sql("neto/move_dispatch_watermark"), {"store": store, "read_until": read_until})


def disputed_dispatches(connection: psycopg.Connection, store: str) -> list[str]:
    return [name for (name,) in connection.execute(sql("neto/select_disputed_dispatches"), {"store": store})]


def close_dispatch_problems(
    connection: psycopg.Connection, store: str, names: Sequence[str], found: Sequence[Problem]
) -> None:
    """names: of the orders that were read; found: what stands against them."""
    keys = [{"item_key": problem.item_key, "code": problem.code} for problem in found]
    arguments = {"store": store, "names": list(names), "keys": json_rows(keys)}
    connection.execute(sql("neto/close_dispatch_problems"), arguments)


def names_of_orders(connection: psycopg.Connection, store: str, ids: Sequence[int]) -> list[str]:
    rows = connection.execute(sql("neto/select_names_of_orders"), {"store": store, "ids": list(ids)})
    return [name for (name,) in rows]
