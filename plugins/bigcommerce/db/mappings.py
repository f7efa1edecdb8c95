"""The maps of a store, changed one row at a time by a person, and the orders that wait for a row.

kind: payment or shipping. A change is made only where the row still has the fingerprint that it was read with.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.order_receipts import Completion, complete_waiting_orders
from bigcommerce.db.orders import lock_intake
from bigcommerce.db.queries import sql

Row = dict[str, Any]

CODES = {"payment": "unmapped_payment_method", "shipping": "unmapped_shipping_method"}
# So many consignments of a service are counted, the newest.
MOST_CONSIGNMENTS = 1_000


def read_names(connection: psycopg.Connection, store: str, kind: str) -> list[Row]:
    return select(connection, "mappings/select_names", {"store": store, "kind": kind})


def find_missing_names(connection: psycopg.Connection, store: str, kind: str) -> list[Row]:
    """Names that orders wait for: name, orders, parked (of those), since."""
    return select(connection, "mappings/select_missing_names", {"store": store, "kind": kind, "code": CODES[kind]})


def list_offered_names(connection: psycopg.Connection, kind: str) -> list[str]:
    """The back office's own."""
    return [name for (name,) in connection.execute(sql("mappings/select_offered_names"), {"kind": kind})]


def add_name(
    connection: psycopg.Connection, store: str, kind: str, bigcommerce_name: str, backoffice_name: str, person: str
) -> Completion | None:
    """Add a row and complete at once what waited for it; None: the name is mapped already."""
    row = {"bigcommerce_name": bigcommerce_name, "backoffice_name": backoffice_name}
    return save_name(connection, "mappings/insert_name", {"store": store, "kind": kind} | row, person)


def change_name(
    connection: psycopg.Connection,
    store: str,
    kind: str,
    bigcommerce_name: str,
    backoffice_name: str,
    fingerprint: str,
    person: str,
) -> Completion | None:
    """Change a row and complete at once what waited for it; None: the row is another by now."""
    row = {"bigcommerce_name": bigcommerce_name, "backoffice_name": backoffice_name, "fingerprint": fingerprint}
    return save_name(connection, "mappings/update_name", {"store": store, "kind": kind} | row, person)


def save_name(connection: psycopg.Connection, statement: str, row: Row, person: str) -> Completion | None:
    with connection.transaction():
        if connection.execute(sql(statement), row).fetchone() is None:
            return None
        lock_intake(connection, row["store"])
        return complete_waiting_orders(connection, row["store"], person)


def delete_name(connection: psycopg.Connection, store: str, kind: str, bigcommerce_name: str, fingerprint: str) -> bool:
    """Orders that have the name keep it. False: the row is another by now."""
    row = {"store": store, "kind": kind, "bigcommerce_name": bigcommerce_name, "fingerprint": fingerprint}
    return connection.execute(sql("mappings/delete_name"), row).fetchone() is not None


def read_carriers(connection: psycopg.Connection, store: str) -> list[Row]:
    return select(connection, "mappings/select_carriers", {"store": store})


def find_missing_services(connection: psycopg.Connection, store: str) -> list[Row]:
    """Shipping services of consignments without a row: name, consignments, is_more."""
    return select(connection, "mappings/select_missing_services", {"store": store, "most": MOST_CONSIGNMENTS})


def add_carrier(connection: psycopg.Connection, store: str, row: Row) -> bool:
    """row: the columns of carrier_map. False: the service has a row already."""
    return connection.execute(sql("mappings/insert_carrier"), {"store": store} | row).rowcount == 1


def change_carrier(connection: psycopg.Connection, store: str, row: Row, fingerprint: str) -> bool:
    """False: the row is another by now."""
    parameters = {"store": store, "fingerprint": fingerprint} | row
    return connection.execute(sql("mappings/update_carrier"), parameters).rowcount == 1


def delete_carrier(connection: psycopg.Connection, store: str, shipping_service: str, fingerprint: str) -> bool:
    """False: the row is another by now."""
    parameters = {"store": store, "shipping_service": shipping_service, "fingerprint": fingerprint}
    return connection.execute(sql("mappings/delete_carrier"), parameters).rowcount == 1


def select(connection: psycopg.Connection, statement: str, parameters: Row) -> list[Row]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql(statement), parameters).fetchall()
