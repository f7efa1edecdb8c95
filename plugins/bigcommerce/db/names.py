"""Names on the two sides: how often each occurs, and what people mapped it to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from bigcommerce.db import mappings
from bigcommerce.db.queries import sql


def count_payment_names(connection: psycopg.Connection, store: str, since: datetime) -> dict[str | None, int]:
    """{BigCommerce's payment method: how many orders placed since then}, the most frequent first. None: no name."""
    return dict(connection.execute(sql("mappings/count_payment_names"), {"store": store, "since": since}).fetchall())


def count_shipping_names(connection: psycopg.Connection, store: str, since: datetime) -> dict[str | None, int]:
    """The same for shipping methods. None: nothing to ship."""
    return dict(connection.execute(sql("mappings/count_shipping_names"), {"store": store, "since": since}).fetchall())


def count_statuses(connection: psycopg.Connection, store: str, since: datetime) -> dict[int, int]:
    """{status id: how many landed orders placed since then are in it now}."""
    return dict(connection.execute(sql("mappings/count_statuses"), {"store": store, "since": since}).fetchall())


def count_services(
    connection: psycopg.Connection, store: str, since: datetime, known: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """name (the back office's shipping service), consignments of orders placed since then, is_mapped; the most frequent
    first. known: services that are listed though no consignment has them."""
    parameters = {"store": store, "since": since, "known": list(known)}
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql("mappings/count_services"), parameters).fetchall()


def read_carriers(connection: psycopg.Connection, store: str) -> list[dict[str, str]]:
    """shipping_service, match_kind, tracking_carrier, shipping_provider (empty: none)."""
    rows = mappings.read_carriers(connection, store)
    return [{name: value for name, value in row.items() if name != "fingerprint"} for row in rows]


def save_names(connection: psycopg.Connection, store: str, kind: str, names: Mapping[str, str]) -> None:
    """kind: payment or shipping. names: {BigCommerce's: back office's}; an empty one takes the row away, names not
    given stay."""
    statement = {"payment": "mappings/save_payment_names", "shipping": "mappings/save_shipping_names"}[kind]
    connection.execute(sql(statement), {"store": store, "names": Jsonb(dict(names))})


def save_carriers(connection: psycopg.Connection, store: str, carriers: Sequence[Mapping[str, str]]) -> None:
    """carriers: as read_carriers gives them; an empty match_kind takes the row away, services not given stay."""
    rows = Jsonb([dict(carrier) for carrier in carriers])
    connection.execute(sql("mappings/save_carriers"), {"store": store, "carriers": rows})
