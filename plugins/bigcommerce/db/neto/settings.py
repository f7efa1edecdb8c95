"""How Neto is connected: the one row of neto.settings."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg
from psycopg.rows import class_row

from bigcommerce.db.queries import sql


@dataclass(frozen=True)
class NetoSettings:
    """The row of neto.settings; every field is explained in docs/neto.md."""

    connection_id: str
    store_code: str
    sales_channel: str
    approvals_live_in: str
    approval_misc_field: str | None
    warehouses: list[str] | None
    order_id_prefix: str
    full_import_every_hours: int


def read_settings(connection: psycopg.Connection) -> NetoSettings | None:
    """None where Neto is not switched on."""
    with connection.cursor(row_factory=class_row(NetoSettings)) as cursor:
        return cursor.execute(sql("neto/select_settings")).fetchone()
