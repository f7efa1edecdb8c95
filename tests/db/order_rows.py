"""Takes orders in as a run does, only without BigCommerce, and reads back what the database keeps of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.order_receipts import find_unknown_skus, receive_orders
from bigcommerce.db.orders import Landing, find_landed, land_orders
from bigcommerce.db.problems import open_problems
from bigcommerce.domain.orders import read_order
from bigcommerce.domain.payloads import read_payload
from bigcommerce.domain.payments import list_payments
from bigcommerce.domain.receipts import OrderRules, Receipt, decide_receipt
from tests.domain.order_payloads import RULES

TABLES = (
    *("backoffice.orders", "backoffice.order_lines", "backoffice.order_shipping_addresses"),
    *("backoffice.order_payments", "bigcommerce.raw_orders", "bigcommerce.landed_orders", "bigcommerce.order_units"),
)


def open_stores(connection: psycopg.Connection) -> psycopg.Connection:
    """Two stores without maps, and a back office that knows three SKUs."""
    connection.execute("insert into bigcommerce.stores (store_code) values ('default'), ('other')")
    connection.execute("insert into backoffice.products (sku) values ('SKU-1'), ('SKU-2'), ('SKU-3')")
    return connection


def read(
    connection: psycopg.Connection,
    document: dict[str, Any],
    rules: OrderRules = RULES,
    store: str = "default",
    refunds: Sequence[dict[str, Any]] = (),
) -> Landing:
    order = read_order(document)
    landed = find_landed(connection, store, [order.bigcommerce_order_id]).get(order.bigcommerce_order_id)
    unknown = find_unknown_skus(connection, {line.sku for line in order.lines if line.sku})
    receipt = decide_receipt(order, rules, landed is not None and landed.is_received, unknown)
    payments = list_payments(order, refunds)
    return Landing(order.bigcommerce_order_id, read_payload(document), order, receipt, payments)


def unreadable(document: dict[str, Any]) -> Landing:
    return Landing(document["id"], read_payload(document), None, Receipt("invalid"))


def take(
    connection: psycopg.Connection,
    *documents: dict[str, Any],
    rules: OrderRules = RULES,
    store: str = "default",
    refunds: Sequence[dict[str, Any]] = (),
) -> None:
    """One page of orders, all with the same refunds."""
    keep(connection, [read(connection, document, rules, store, refunds) for document in documents], store)


def keep(connection: psycopg.Connection, landings: Sequence[Landing], store: str = "default") -> None:
    land_orders(connection, store, landings)
    receive_orders(connection, store, landings)
    open_problems(connection, store, "orders", "run", [p for item in landings for p in item.receipt.problems])


def rows(connection: psycopg.Connection, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    return connection.execute(query, parameters).fetchall()


def records(connection: psycopg.Connection, query: str) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query).fetchall()


def the_order(connection: psycopg.Connection) -> dict[str, Any]:
    (row,) = records(connection, "select * from backoffice.orders")
    return row


def lines(connection: psycopg.Connection) -> dict[int, tuple[int, int]]:
    """{line_no: (BigCommerce's id, units)}."""
    query = "select line_no, bigcommerce_order_product_id, quantity from backoffice.order_lines order by line_no"
    return {line_no: (product_id, quantity) for line_no, product_id, quantity in rows(connection, query)}


def everything(connection: psycopg.Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {table: rows(connection, f"select t.* from {table} t order by t::text") for table in TABLES}
