"""How the price and the stock of a SKU came about: the rules themselves, run for it, with all their steps."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import set_json_loads

from bigcommerce.db.plans import FOLDER, ORDINARY, create_reading, rule_parts
from bigcommerce.db.queries import sql

Row = dict[str, Any]
exactly: Callable[[str | bytes], Any] = partial(json.loads, parse_float=Decimal)


def read_facts(connection: psycopg.Connection, store: str, sku: str) -> Row | None:
    """What is known of the SKU beside the rules; None: there is no such store."""
    rows = read(connection, "explanations/select_facts", {"store": store, "sku": sku})
    return rows[0] if rows else None


def read_warehouses(connection: psycopg.Connection, store: str, sku: str) -> list[Row]:
    return read(connection, "explanations/select_warehouses", {"store": store, "sku": sku})


def read_lists(connection: psycopg.Connection, store: str, sku: str) -> list[Row]:
    """What stands in for the facts of the catalogue on each mapped price list."""
    return read(connection, "explanations/select_lists", {"store": store, "sku": sku})


def explain_prices(connection: psycopg.Connection, store: str, sku: str, **parameters: Any) -> dict[str, Row]:
    """{target: the price rule's row of this SKU, every step in it}, of the targets that the rule looks at; what is not
    approved as if it were.

    parameters: digits, now.
    """
    return {row["target"]: row for row in explain(connection, "price", store, [sku], parameters)}


def explain_stock(connection: psycopg.Connection, store: str, sku: str, **parameters: Any) -> Row | None:
    """The stock rule's row, likewise; None: the rule does not look at the SKU. parameters: order_placed."""
    return next(iter(explain(connection, "stock", store, [sku], parameters)), None)


def explain(connection: psycopg.Connection, kind: str, store: str, skus: Sequence[str], parameters: Row) -> list[Row]:
    """The rule's rows of these SKUs, likewise; kind: price or stock. As many statements for many SKUs as for one."""
    create_reading(connection, kind)
    these = ORDINARY | {"explain": True, "as_if_approved": True, "store": store, "skus": list(skus)} | parameters
    rule = f"{FOLDER[kind]}/{kind}_rule"
    # What is no longer approved is told as if it still were, not as what then becomes 0.
    parts = [part for part in rule_parts(connection, kind, store) if part.get("is_approved", True)]
    return [row["workings"] | row for part in parts for row in read(connection, rule, these | part)]


def read(connection: psycopg.Connection, statement: str, parameters: Row) -> list[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        set_json_loads(exactly, cursor)
        return cursor.execute(sql(statement), parameters).fetchall()
