"""Rows the stock rule reads, and what it plans of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.plans import create_plan

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def add_store(connection: psycopg.Connection, code: str, **settings: Any) -> None:
    connection.execute("insert into bigcommerce.stores (store_code, is_enabled) values (%s, true)", [code])
    for name, value in settings.items():
        connection.execute(f"update bigcommerce.stores set {name} = %s where store_code = %s", [value, code])


def set_store(connection: psycopg.Connection, **settings: Any) -> None:
    for name, value in settings.items():
        connection.execute(f"update bigcommerce.stores set {name} = %s where store_code = 'default'", [value])


def add_sku(
    connection: psycopg.Connection,
    sku: str,
    units: int | None = 10,
    stores: tuple[str, ...] = ("default",),
    **link: Any,
) -> None:
    """An approved, linked, simple product tracked by product; units None: no stock row."""
    columns = {"product_id": 7, "variant_id": 70, "is_base_variant": True, "inventory_tracking": "product"} | link
    connection.execute("insert into backoffice.products (sku) values (%s)", [sku])
    if units is not None:
        set_units(connection, sku, units)
    for store in stores:
        connection.execute(
            "insert into bigcommerce.product_approvals (store_code, sku, is_approved) values (%s, %s, true)",
            [store, sku],
        )
        connection.execute(
            f"insert into bigcommerce.product_links (store_code, sku, state, {', '.join(columns)})"
            " values (%s, %s, 'linked', %s, %s, %s, %s)",
            [store, sku, *columns.values()],
        )


def set_units(connection: psycopg.Connection, sku: str, units: int, warehouse: str = "main") -> None:
    connection.execute(
        "insert into backoffice.stock (sku, warehouse, available_quantity, counted_at) values (%s, %s, %s, %s)"
        " on conflict (sku, warehouse) do update set available_quantity = excluded.available_quantity,"
        " counted_at = excluded.counted_at",
        [sku, warehouse, units, NOW],
    )


def place(
    connection: psycopg.Connection,
    order_id: int,
    units: dict[str, int],
    placed_at: datetime | None,
    store: str = "default",
    *,
    status_id: int | None = 11,
    modified_at: datetime | None = None,
    units_changed_at: datetime | None = None,
    refunded: int = 0,
) -> None:
    connection.execute(
        "insert into bigcommerce.landed_orders (store_code, bigcommerce_order_id, status_id, placed_at, modified_at,"
        " units_changed_at, outcome) values (%s, %s, %s, %s, %s, %s, 'not_synced')",
        [store, order_id, status_id, placed_at, modified_at or placed_at, units_changed_at],
    )
    for sku, quantity in units.items():
        connection.execute(
            "insert into bigcommerce.order_units values (%s, %s, %s, %s, %s)",
            [store, order_id, sku, quantity, refunded],
        )


def receive(
    connection: psycopg.Connection,
    order_id: int,
    received_at: datetime | None,
    store: str = "default",
    accepted_at: datetime | None = None,
) -> None:
    connection.execute(
        "insert into backoffice.orders (store_code, bigcommerce_order_id, received_at, accepted_at)"
        " values (%s, %s, %s, %s)",
        [store, order_id, received_at, accepted_at],
    )


def accept(connection: psycopg.Connection, sku: str, quantity: int, sent_at: datetime = NOW, location: int = 1) -> None:
    """What BigCommerce last accepted."""
    connection.execute(
        "insert into bigcommerce.stock_exports (store_code, location_id, sku, quantity, sent_at)"
        " values ('default', %s, %s, %s, %s) on conflict (store_code, location_id, sku) do update set"
        " quantity = excluded.quantity, sent_at = excluded.sent_at",
        [location, sku, quantity, sent_at],
    )


def planned(
    connection: psycopg.Connection, store: str = "default", skus: list[str] | None = None, *, order_placed: bool = True
) -> dict[str, dict[str, Any]]:
    """{sku: its row of the plan}; what is unchanged has none."""
    counts = create_plan(connection, "stock", store, skus, order_placed=order_placed)
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute("select * from stock_plan").fetchall()
    assert counts["unchanged"] >= 0 and counts["candidates"] - counts["unchanged"] == len(rows)
    return {row["sku"]: row for row in rows}


def sent(plan: dict[str, dict[str, Any]]) -> dict[str, int]:
    return {sku: int(row["quantity"]) for sku, row in plan.items() if row["verdict"] == "send"}


def verdicts(plan: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {sku: row["verdict"] for sku, row in plan.items()}
