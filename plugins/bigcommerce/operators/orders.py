"""Order ingestion and backfill: which orders, in which walk, and how far that proves them complete."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.locks import scheduled_walk
from bigcommerce.db.order_receipts import complete_waiting_orders, read_name_maps
from bigcommerce.db.order_walks import SCHEDULE
from bigcommerce.db.orders import find_parked_payloads, lock_intake, move_watermark, read_proven_window, trim_payloads
from bigcommerce.db.problems import open_problems
from bigcommerce.db.stores import Store
from bigcommerce.domain.payloads import read_payload
from bigcommerce.domain.receipts import OrderRules, order_not_received
from bigcommerce.domain.windows import Window, requested_window, scheduled_window
from bigcommerce.operators.order_intake import OrderIntake, is_an_order
from bigcommerce.operators.order_walks import walk
from bigcommerce.operators.stores import StoreOperator, how_started

# Orders come first when the quota is short, a backfill last.
INGEST_RESERVE, BACKFILL_RESERVE = 0.02, 0.2


class IngestOrders(StoreOperator):
    """Orders → raw_orders → backoffice.orders: by watermark, or what the run's params name."""

    flow = "orders"

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        params = context["params"]
        window, order_ids = requested_window(params), params.get("order_ids") or None
        if not store.order_sync_enabled:
            self.log.info("order sync is switched off for store %s", store.store_code)
            self.outlets = []
            return
        client = self.client(store, run, reserve=INGEST_RESERVE)
        asked_for = order_ids is not None or (window is not None and window.by == "placed")
        intake = prepare_intake(connection, client, store, run, asked_for, by_number=order_ids is not None)
        if order_ids is not None:
            take_order_ids(intake, sorted(set(order_ids)))
        if window is not None:
            walk(intake, window, purpose_of(run))
        if order_ids is None and window is None:
            ingest(intake, store)
        # Nobody need look where nothing was received or changed.
        if not run.written:
            self.outlets = []


def ingest(intake: OrderIntake, store: Store) -> None:
    """From the watermark to BigCommerce's now. An unfinished walk of a run that died is gone on with first."""
    connection, is_resumed = intake.connection, True
    with scheduled_walk(connection, store.store_code) as is_alone:
        while is_resumed:
            proven = read_proven_window(connection, store.store_code)
            window = scheduled_window(proven.end if proven else None, store.orders_since)
            done = walk(intake, window, SCHEDULE if is_alone else purpose_of(intake.run))
            is_resumed = done.is_resumed
            assert done.began_at
            with connection.transaction():
                move_watermark(connection, store.store_code, window.start, done.began_at)
    if store.raw_order_retention_days:
        trim_payloads(connection, store.store_code, store.raw_order_retention_days)


class BackfillOrders(StoreOperator):
    """Walks again the orders placed in the run's data interval and receives what is missing."""

    flow = "orders"
    kind_of_runs = "partial"

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        if not store.order_sync_enabled:
            self.log.info("order sync is switched off for store %s", store.store_code)
            return
        dag_run = context["dag_run"]
        window = placed_in_interval(dag_run.data_interval_start, dag_run.data_interval_end)
        client = self.client(store, run, reserve=BACKFILL_RESERVE)
        by_a_person = how_started(context) != "scheduled"
        intake = prepare_intake(connection, client, store, run, asked_for=by_a_person)
        intake.proven = read_proven_window(connection, store.store_code)
        done = walk(intake, window, purpose_of(run))
        self.log.info(
            "placed from %s to %s: %d orders, of which %d were missing", window.start, window.end,
            done.counts["seen"], done.counts["missing"],
        )  # fmt: skip


def purpose_of(run: SyncRun) -> str:
    return f"{run.dag_id} {run.dag_run_id}"


def placed_in_interval(start: datetime | None, end: datetime | None) -> Window:
    """The run's interval; where a run has none (started by hand), the last whole day."""
    if start is None or end is None or start == end:
        end = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        start = end - timedelta(days=1)
    return Window("placed", start, end)


def prepare_intake(
    connection: psycopg.Connection,
    client: BigCommerceClient,
    store: Store,
    run: SyncRun,
    asked_for: bool,
    by_number: bool = False,
) -> OrderIntake:
    """First completes what waits for a name or a product: that needs no request."""
    maps = read_name_maps(connection, store.store_code)
    rules = OrderRules(
        statuses_to_sync=store.order_statuses_to_sync,
        received_status=store.received_order_status,
        orders_since=store.orders_since,
        unmapped_policy=store.unmapped_order_policy,
        payment_names=maps["payment"],
        shipping_names=maps["shipping"],
        default_payment_method=store.default_payment_method,
        default_shipping_service=store.default_shipping_service,
        asked_for=asked_for,
        asked_by_number=by_number,
        first_walk_is_done=read_proven_window(connection, store.store_code) is not None,
    )
    intake = OrderIntake(connection, client, run, rules)
    with connection.transaction():
        lock_intake(connection, store.store_code)
        run.written += complete_waiting_orders(connection, store.store_code).changed
    intake.take_parked(find_parked_payloads(connection, store.store_code))
    return intake


def take_order_ids(intake: OrderIntake, order_ids: list[int]) -> None:
    """Exactly these; one that cannot be received is said."""
    for order_id in order_ids:
        payload = intake.client.order(order_id)
        if payload is not None and is_an_order(payload):
            intake.run.read += 1
            intake.take([intake.reader.read(read_payload(payload))])
            continue
        reason = "BigCommerce has no such order" if payload is None else "it is incomplete or deleted"
        with intake.connection.transaction():
            problem = order_not_received(order_id, reason)
            open_problems(intake.connection, intake.run.store, "orders", intake.run.dag_run_id, [problem])
            intake.run.refused += 1
