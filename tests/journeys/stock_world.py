"""Single runs of the stock export and the order ingest, without a DAG, and accounts with fewer scopes."""

from __future__ import annotations

import os
import uuid
from types import SimpleNamespace
from typing import Any

from bigcommerce.operators.orders import IngestOrders
from bigcommerce.operators.stock import ExportStock
from tests.journeys.shop_world import Shop

STOCK = "PUT /v3/inventory/adjustments/absolute"
PRODUCTS, VARIANTS = "PUT /v3/catalog/products", "PUT /v3/catalog/variants"
# What the guide's table of scopes grants; Store Inventory is not in it.
GUIDE = [
    *("store_v2_orders", "store_v2_transactions_read_only", "store_v2_products", "store_v2_customers_read_only"),
    "store_v2_information",
]
INVENTORY_ONLY = ["store_v2_orders", "store_v2_products_read_only", "store_inventory", "store_v2_information"]


def export_stock(shop: Shop, run_id: str = "", **params: Any) -> dict[str, int]:
    """One run; the requests it took, by operation."""
    shop.operations()
    run("bigcommerce_price_stock_export", ExportStock(task_id="stock", store="default"), run_id, params)
    return shop.operations()


def ingest_orders(shop: Shop) -> None:
    run("bigcommerce_order_ingest", IngestOrders(task_id="ingest", store="default"), "", {})


def run(dag_id: str, operator: Any, run_id: str, params: dict[str, Any]) -> None:
    ti = SimpleNamespace(dag_id=dag_id, run_id=run_id or f"test-{uuid.uuid4().hex}")
    operator.execute({"ti": ti, "params": params, "dag_run": SimpleNamespace(run_type="manual")})


def writes(operations: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in operations.items() if not name.startswith("GET")}


def use_account(shop: Shop, scopes: list[str]) -> None:
    """The store's connection has a token with these scopes from now on."""
    token = f"token-{uuid.uuid4().hex}"
    shop.sandbox.control("PUT", f"tokens/{token}", {"scopes": scopes})
    os.environ["AIRFLOW_CONN_BIGCOMMERCE_DEFAULT"] = shop.sandbox.connection(token)


def stock_api(shop: Shop) -> str | None:
    row = shop.db.execute("select stock_api from bigcommerce.stores").fetchone()
    assert row
    api: str | None = row[0]
    return api


def units(shop: Shop) -> dict[str, Any]:
    """{sku: units} that BigCommerce shows."""
    found: dict[str, Any] = shop.sandbox.control("GET", "state/inventory")
    return found
