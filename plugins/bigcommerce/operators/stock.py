"""Stock → BigCommerce's inventory: only what differs from what it must hold by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import STOCK_ITEMS_A_BATCH, BigCommerceClient
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.locks import one_bulk_writer
from bigcommerce.db.plans import create_plan, planned_batches, record, refuse, say_problems
from bigcommerce.db.problems import open_problems
from bigcommerce.db.stores import Store
from bigcommerce.operators.batches import Row, rejected, send_splitting
from bigcommerce.operators.links import link_what_is_missing
from bigcommerce.operators.stores import StoreOperator

RESERVE = 0.05


class ExportStock(StoreOperator):
    """Plan → send absolute quantities → record. The next request goes out only after the previous answer."""

    flow = "stock"

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        params = context["params"]
        if params.get("what") == "prices":
            self.log.info("this run is for prices only")
            return
        if store.stock_managed_in == "bigcommerce" or not store.stock_sync_enabled:
            self.log.info("stock of store %s is not sent: switched off in its set-up", store.store_code)
            return
        client = self.client(store, run, reserve=RESERVE)
        with one_bulk_writer(connection, store.store_code):
            self.export(connection, client, run, params)

    def export(
        self, connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun, params: Mapping[str, Any]
    ) -> None:
        skus, dry_run = params.get("skus") or None, bool(params.get("dry_run"))
        if not dry_run:
            link_what_is_missing(connection, client, run, skus)
        order_placed = client.inventory_settings().get("update_stock_behavior") == "order_placed"
        counts = create_plan(connection, "stock", run.store, skus, order_placed=order_placed)
        self.log.info("plan for stock of %s: %s", run.store, counts)
        run.read, run.unchanged = counts["candidates"], counts["unchanged"]
        run.refused = run.read - run.unchanged - counts.get("send", 0)
        if dry_run:
            return
        with connection.transaction():
            say_problems(connection, "stock", run.store, skus, run.dag_run_id)
            run.save(connection)
        for batch in planned_batches(connection, "stock/select_stock_items", STOCK_ITEMS_A_BATCH):
            self.send(connection, client, run, batch)

    def send(
        self, connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun, batch: Sequence[Row]
    ) -> None:
        dates: list[datetime] = []

        def send(rows: Sequence[Row]) -> None:
            answer = client.set_stock([stock_item(row) for row in rows], f"{run.dag_id} {run.dag_run_id}"[:255])
            dates.append(answer.date or datetime.now(UTC))

        refused = send_splitting(batch, send)
        bad = {row["sku"] for row, _ in refused}
        good = [row["sku"] for row in batch if row["sku"] not in bad]
        with connection.transaction():
            # The earliest answer of a split batch: what was sold after it counts as sold since.
            if good:
                record(connection, "stock", run.store, good, sent_at=min(dates), dag_run_id=run.dag_run_id)
            refuse(connection, "stock", run.store, list(bad))
            problems = [rejected(row["sku"], "stock", error) for row, error in refused]
            open_problems(connection, run.store, "stock", run.dag_run_id, problems)
            run.written += len(good)
            run.refused += len(bad)
            run.save(connection)
        self.log.info("stock: sent %d, refused %d", len(good), len(bad))


def stock_item(row: Row) -> dict[str, Any]:
    """One item of put-absolute-adjustment, named at the level the product tracks."""
    key = f"{row['level']}_id"
    return {"location_id": row["location_id"], key: row[key], "quantity": int(row["quantity"])}
