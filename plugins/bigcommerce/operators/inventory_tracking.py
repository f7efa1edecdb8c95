"""Inventory tracking switched on, once a product, for what is approved and could not be sent without."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import psycopg

from bigcommerce.connectors.bigcommerce import PRODUCTS_A_BATCH, BigCommerceClient
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.plans import refuse
from bigcommerce.db.problems import open_problems
from bigcommerce.db.stock import keep_tracking_switches, products_to_switch
from bigcommerce.operators.batches import Row, rejected, send_splitting
from bigcommerce.operators.stock_writers import not_saved, raise_for_unsaved

log = logging.getLogger(__name__)


def switch_tracking(connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun) -> bool:
    """Switch what the plan says; whether anything was. Numbers are sent afterwards, as for everything else."""
    is_any = False
    while batch := products_to_switch(connection, PRODUCTS_A_BATCH):
        failed = send_splitting(batch, lambda rows: update_tracking(client, rows), not_saved)
        bad = {row["product_id"] for row, _ in failed}
        good = [row["product_id"] for row in batch if row["product_id"] not in bad]
        problems = [rejected(sku, "tracking of stock", error) for row, error in failed for sku in row["skus"]]
        with connection.transaction():
            keep_tracking_switches(connection, run.store, run.dag_run_id, good)
            refuse(connection, "stock", run.store, [problem.item_key for problem in problems])
            open_problems(connection, run.store, run.flow, run.dag_run_id, problems)
            run.refused += len(problems)
            run.save(connection)
        is_any = is_any or bool(good)
        log.info("tracking of stock: switched on for %d products, refused for %d", len(good), len(bad))
    return is_any


def update_tracking(client: BigCommerceClient, rows: Sequence[Row]) -> None:
    answer = client.update_products([{"id": row["product_id"], "inventory_tracking": row["switch_to"]} for row in rows])
    raise_for_unsaved(answer, rows)
