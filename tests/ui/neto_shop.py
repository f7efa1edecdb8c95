"""Two stores and a Neto account whose key is entered; orders that were received."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.neto_account import NetoAccount
from tests.ui.panel_rows import insert, insert_store


@pytest.fixture
def neto(commerce: psycopg.Connection, neto_sandbox: NetoAccount) -> NetoAccount:
    """Its account is entered, and there are two stores; nothing is switched on."""
    insert_store(commerce)
    insert_store(commerce, "outlet")
    neto_sandbox.put(
        {
            "SKU": "TEE-1",
            "SalesChannels": [{"SalesChannelName": "BigCommerce", "IsApproved": "True"}],
            "PriceGroups": [{"Group": "Wholesale", "Price": "9.00"}],
        }
    )
    return neto_sandbox


def saved(commerce: psycopg.Connection) -> Any:
    return commerce.execute(
        "select store_code, sales_channel, approvals_live_in, approval_misc_field, warehouses, order_id_prefix,"
        " full_import_every_hours, connection_id from neto.settings"
    ).fetchone()


def place(commerce: psycopg.Connection, number: int, days_ago: int, **values: Any) -> None:
    """A received order."""
    placed = commerce.execute("select now() - %s * interval '1 day'", [days_ago]).fetchone()
    assert placed
    row = {"store_code": "default", "bigcommerce_order_id": number, "status": "New", "placed_at": placed[0]}
    insert(commerce, "backoffice.orders", **(row | values))


def accepted(commerce: psycopg.Connection) -> list[int]:
    rows = commerce.execute(
        "select bigcommerce_order_id from backoffice.orders where accepted_at is not null order by 1"
    ).fetchall()
    return [number for (number,) in rows]
