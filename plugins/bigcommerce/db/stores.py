"""The stores and what people chose for each: the table bigcommerce.stores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import psycopg
from psycopg.rows import class_row

from bigcommerce.db.queries import sql
from bigcommerce.errors import BadRequest


@dataclass(frozen=True)
class Store:
    """One row of bigcommerce.stores; every field is explained in the README's table of settings."""

    store_code: str
    connection_id: str
    is_enabled: bool
    setup_completed_at: datetime | None
    order_sync_enabled: bool
    order_statuses_to_sync: list[int]
    received_order_status: str
    orders_since: datetime | None
    unmapped_order_policy: str
    default_payment_method: str | None
    default_shipping_service: str | None
    orders_are_confirmed: bool
    consignment_sync_enabled: bool
    ship_without_tracking_number: bool
    prices_managed_in: str
    price_group: str | None
    empty_price_policy: str
    promotion_pricing_enabled: bool
    prices_include_tax: bool
    tax_rate: Decimal
    max_price_change_percent: Decimal | None
    stock_managed_in: str
    stock_sync_enabled: bool
    stock_limit: int | None
    stock_buffer: int
    stock_warehouses: list[str] | None
    stock_location_id: int
    stock_api: str | None
    stop_stock_when_orders_stale: bool
    zero_stock_when_unapproved: bool
    switch_on_inventory_tracking: bool
    raw_order_retention_days: int | None


def read_store(connection: psycopg.Connection, store_code: str) -> Store:
    """Raises BadRequest where there is no such store."""
    with connection.cursor(row_factory=class_row(Store)) as cursor:
        store = cursor.execute(sql("stores/select_store"), {"store": store_code}).fetchone()
    if store is None:
        raise BadRequest(f'There is no store "{store_code}".')
    return store


def list_stores(connection: psycopg.Connection) -> dict[str, bool]:
    """{store code: is it enabled}."""
    return dict(connection.execute(sql("stores/select_store_codes")).fetchall())


def connections_of_others(connection: psycopg.Connection, store_code: str) -> dict[str, str]:
    """{store code: connection id} of all other stores."""
    return dict(connection.execute(sql("stores/select_connections"), {"store": store_code}).fetchall())
