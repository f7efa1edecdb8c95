"""A sandbox store's orders and the back office that receives them, one run of the flow at a time, without a DAG."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import psycopg

from bigcommerce.operators.orders import BackfillOrders, IngestOrders
from tests.conftest import SandboxStore

JSON = dict[str, Any]
STATUSES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]

# What is compared of two runs: everything but our own numbers and clocks. Each line is a row's text.
STATE = {
    "orders": """
        select to_jsonb(o) - '{order_id,received_at}'::text[] from backoffice.orders o order by bigcommerce_order_id
    """,
    "details": """
        select o.bigcommerce_order_id, d.* from backoffice.orders o cross join lateral (
            select 'line' as kind, to_jsonb(l) - 'order_id' as row from backoffice.order_lines l
            where l.order_id = o.order_id
            union all
            select 'address', to_jsonb(a) - 'order_id' from backoffice.order_shipping_addresses a
            where a.order_id = o.order_id
            union all
            select 'payment', to_jsonb(p) - 'order_id' from backoffice.order_payments p where p.order_id = o.order_id
            union all
            select 'change', to_jsonb(c) - '{order_id,change_id,noticed_at}'::text[] from backoffice.order_changes c
            where c.order_id = o.order_id
        ) d order by 1, 2, d.row::text
    """,
    "raw": "select bigcommerce_order_id, payload_hash, payload from bigcommerce.raw_orders order by 1, 2",
    "landed": "select to_jsonb(l) from bigcommerce.landed_orders l order by bigcommerce_order_id",
    "units": "select to_jsonb(u) from bigcommerce.order_units u order by bigcommerce_order_id, sku",
    "problems": """
        select item_key, code, message, resolved_at is null from bigcommerce.item_problems order by 1, 2, 3, 4
    """,
}


class OrderWorld:
    """One store, `default`, on both sides. Order ids are BigCommerce's."""

    def __init__(self, db: psycopg.Connection, sandbox: SandboxStore) -> None:
        self.db, self.sandbox = db, sandbox
        db.execute("insert into bigcommerce.stores (store_code, is_enabled) values ('default', true)")
        self.map("payment", "Credit Card", "Card")
        self.map("shipping", "Standard", "Parcel")

    # --- what happens --------------------------------------------------------------------------------------------
    def map(self, kind: str, name: str, ours: str | None) -> None:
        table = {"payment": "payment_method_map", "shipping": "shipping_method_map"}[kind]
        self.db.execute(f"insert into bigcommerce.{table} values ('default', %s, %s)", [name, ours])

    def set_store(self, **columns: Any) -> None:
        for column, value in columns.items():
            self.db.execute(f"update bigcommerce.stores set {column} = %s", [value])

    def place(self, **wish: Any) -> int:
        wish = {"lines": [{"name": "Tee", "price": "22.00"}], "status_id": 11} | wish
        return int(self.sandbox.control("POST", "orders", wish)["id"])

    def edit(self, order_id: int, **changes: Any) -> JSON:
        found: JSON = self.sandbox.control("PATCH", f"orders/{order_id}", changes)
        return found

    def ingest(self, **params: Any) -> JSON:
        """One run of the order ingest; its row in the ledger, and the requests by operation."""
        return self.run(IngestOrders(task_id="ingest", store="default"), params)

    def backfill(self, start: datetime, end: datetime, run_type: str = "backfill") -> JSON:
        dag_run = SimpleNamespace(data_interval_start=start, data_interval_end=end, run_type=run_type)
        return self.run(BackfillOrders(task_id="backfill", store="default"), {}, dag_run=dag_run)

    def run(self, operator: Any, params: JSON, run_id: str = "", **context: Any) -> JSON:
        run_id = run_id or f"test-{uuid.uuid4().hex}"
        self.sandbox.control("DELETE", "counts")
        ti = SimpleNamespace(dag_id=f"bigcommerce_{operator.task_id}", run_id=run_id)
        operator.execute({"ti": ti, "params": params, **context})
        row = self.db.execute(
            "select items_read, items_written, items_unchanged, items_refused, requests, writes"
            " from bigcommerce.sync_runs where dag_run_id = %s",
            [run_id],
        ).fetchone()
        assert row
        names = ("read", "written", "unchanged", "refused", "requests", "writes")
        return dict(zip(names, row, strict=True)) | {"operations": self.sandbox.counts()["by_operation"]}

    # --- what is there -------------------------------------------------------------------------------------------
    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        return self.db.execute(query, parameters).fetchall()

    def order(self, order_id: int) -> JSON:
        """The received order, with the columns as they are."""
        (row,) = self.rows(
            "select to_jsonb(o) from backoffice.orders o where bigcommerce_order_id = %s", order_id
        )  # fmt: skip
        found: JSON = row[0]
        return found

    def received(self) -> list[int]:
        return [row[0] for row in self.rows("select bigcommerce_order_id from backoffice.orders order by 1")]

    def changes(self, order_id: int) -> list[tuple[str, JSON]]:
        return self.rows(
            "select c.kind, c.details from backoffice.order_changes c join backoffice.orders o using (order_id)"
            " where o.bigcommerce_order_id = %s order by c.change_id",
            order_id,
        )

    def problems(self) -> list[tuple[int, str]]:
        """Open ones."""
        return self.rows(
            "select item_key::bigint, code from bigcommerce.item_problems where resolved_at is null order by 1, 2"
        )

    def state(self) -> dict[str, list[str]]:
        """Everything the flow left, without what differs from run to run."""
        return {
            name: [json.dumps(row, sort_keys=True, default=str) for row in self.rows(query)]
            for name, query in STATE.items()
        }

    def versions(self) -> list[tuple[Any, ...]]:
        """The transaction that wrote each row last: equal before and after means that no row was written."""
        tables = ("backoffice.orders", "backoffice.order_lines", "backoffice.order_shipping_addresses")
        tables += ("backoffice.order_payments", "backoffice.order_changes", "bigcommerce.raw_orders")
        query = "select count(*), md5(string_agg(ctid::text || xmin::text, ' ' order by ctid::text)) from {}"
        return [self.rows(query.format(table)) for table in tables]

    def forget(self) -> None:
        """Empties what the flow filled; settings and maps stay."""
        self.db.execute(
            "truncate backoffice.orders, bigcommerce.raw_orders, bigcommerce.landed_orders, bigcommerce.order_walks,"
            " bigcommerce.order_watermarks, bigcommerce.item_problems, bigcommerce.sync_runs restart identity cascade"
        )
