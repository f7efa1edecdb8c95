"""Order ingestion and backfill: which orders, in which walk, and how far that proves them complete."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import BigCommerceClient, iso
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.orders import (
    complete_waiting_orders,
    find_parked_payloads,
    move_watermark,
    read_name_maps,
    read_watermark,
)
from bigcommerce.db.problems import open_problems
from bigcommerce.db.stores import Store
from bigcommerce.domain.fields import moment, storable
from bigcommerce.domain.receipts import OrderRules, order_not_received
from bigcommerce.domain.windows import Window, requested_window, scheduled_window
from bigcommerce.errors import Invalid, UnexpectedAnswer
from bigcommerce.operators.order_intake import OrderIntake, is_an_order
from bigcommerce.operators.stores import StoreOperator

# Whether BigCommerce includes its bounds is undocumented; it keeps whole seconds.
MARGIN = timedelta(seconds=1)
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
            return
        client = self.client(store, run, reserve=INGEST_RESERVE)
        asked_for = order_ids is not None or (window is not None and window.by == "placed")
        intake = prepare_intake(connection, client, store, run, asked_for, by_number=order_ids is not None)
        if order_ids is not None:
            take_order_ids(intake, sorted(set(order_ids)))
        if window is not None:
            walk(intake, window)
        if order_ids is None and window is None:
            watermark = read_watermark(connection, store.store_code)
            began = walk(intake, scheduled_window(watermark, store.orders_since))
            with connection.transaction():
                move_watermark(connection, store.store_code, began)


class BackfillOrders(StoreOperator):
    """Walks again the orders placed in the run's data interval and receives what is missing."""

    flow = "orders"

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        if not store.order_sync_enabled:
            self.log.info("order sync is switched off for store %s", store.store_code)
            return
        dag_run = context["dag_run"]
        window = placed_in_interval(dag_run.data_interval_start, dag_run.data_interval_end)
        client = self.client(store, run, reserve=BACKFILL_RESERVE)
        by_a_person = str(dag_run.run_type) != "scheduled"
        walk(prepare_intake(connection, client, store, run, asked_for=by_a_person), window)


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
        first_walk_is_done=read_watermark(connection, store.store_code) is not None,
    )
    intake = OrderIntake(connection, client, run, rules)
    with connection.transaction():
        run.written += complete_waiting_orders(connection, store.store_code)
    intake.take_parked(find_parked_payloads(connection, store.store_code))
    return intake


def take_order_ids(intake: OrderIntake, order_ids: list[int]) -> None:
    """Exactly these; one that cannot be received is said."""
    for order_id in order_ids:
        payload = intake.client.order(order_id)
        if payload is not None and is_an_order(payload):
            intake.run.read += 1
            intake.take([intake.read(storable(payload))])
            continue
        reason = "BigCommerce has no such order" if payload is None else "it is incomplete or deleted"
        with intake.connection.transaction():
            problem = order_not_received(order_id, reason)
            open_problems(intake.connection, intake.run.store, "orders", intake.run.dag_run_id, [problem])
            intake.run.refused += 1


def walk(intake: OrderIntake, window: Window) -> datetime:
    """Takes in every order of the window, and returns when the walk began by BigCommerce's own clock.

    No upper bound is sent: one that is edited meanwhile either comes up later in this walk or is in the next window.
    """
    column = {"modified": "date_modified", "placed": "date_created"}[window.by]
    bounds = {
        f"min_{column}": window.start and window.start - MARGIN,
        f"max_{column}": window.end and window.end + MARGIN,
    }
    filters = {name: iso(bound) for name, bound in bounds.items() if bound}
    intake.run.window_from, intake.run.window_to = window.start, window.end
    began: datetime | None = None
    for answer in intake.client.order_pages(**filters):
        began = began or answer.date
        intake.take_page([payload for payload in answer.body if in_window(payload, column, window)])
    if began is None:
        raise UnexpectedAnswer("BigCommerce's answer has no Date header, so how far the walk reaches is not known.")
    intake.run.window_to = window.end or began
    return began


def in_window(payload: dict[str, Any], column: str, window: Window) -> bool:
    """BigCommerce is asked for a little more, so the bounds are applied here. An unreadable date is said later."""
    try:
        when = moment(payload.get(column), column)
    except Invalid:
        return True
    return when is None or window.holds(when)
