"""Stock → BigCommerce: only what differs from what it must hold by now, by the way the store's account allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import STOCK_ITEMS_A_BATCH, BigCommerceClient
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.problems import open_problems, resolve_problems
from bigcommerce.db.stock import (
    count_values_to_write,
    order_freshness,
    save_stock_api,
)
from bigcommerce.db.stores import Store, read_store
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import NeedsPerson, NotAuthorised
from bigcommerce.operators.batches import Row
from bigcommerce.operators.exports import ExportOperator
from bigcommerce.operators.inventory_tracking import switch_tracking
from bigcommerce.operators.stock_writers import (
    DEFAULT_LOCATION,
    CatalogWriter,
    requests_saved,
    send_adjustment,
    spoken_of,
)

OTHER = {"inventory": "catalog", "catalog": "inventory"}


class ExportStock(ExportOperator):
    """Absolute quantities. The next request goes out only after the previous answer."""

    flow, kind, reserve = "stock", "stock", 0.05

    def reason_not_to(self, store: Store, params: Mapping[str, Any]) -> str | None:
        if params.get("what") == "prices" or params.get("rollback_run"):
            return "this run is for prices only"
        if store.stock_managed_in == "bigcommerce":
            return "it is managed in BigCommerce"
        return None if store.stock_sync_enabled else "stock sync is switched off"

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        params = context["params"]
        if not self.reason_not_to(store, params) and self.must_wait_for_orders(connection, store, run, params):
            return
        super().sync(connection, store, run, context)

    def must_wait_for_orders(
        self, connection: psycopg.Connection, store: Store, run: SyncRun, params: Mapping[str, Any]
    ) -> bool:
        """What was sold and never landed is not reserved, so an old watermark is said; the setting stops for it."""
        complete_until, is_stale = order_freshness(connection, run.store)
        if not is_stale:
            resolve_problems(connection, run.store, self.flow, [run.store], ["orders_stale"])
            return False
        since = f"complete only until {complete_until:%Y-%m-%d %H:%M %Z}" if complete_until else "not complete yet"
        message = f"The orders of store {run.store} are {since}, so units sold meanwhile are not reserved."
        if params.get("dry_run") or not store.stop_stock_when_orders_stale:
            self.log.warning("%s Run bigcommerce_order_ingest.", message)
            return False
        message += " No stock is sent before bigcommerce_order_ingest has caught up."
        self.log.warning(message)
        with connection.transaction():
            problem = Problem(run.store, "orders_stale", message, {})
            open_problems(connection, run.store, self.flow, run.dag_run_id, [problem])
        return True

    def plan_parameters(self, client: BigCommerceClient) -> dict[str, Any]:
        try:
            settings = client.inventory_settings()
        except NotAuthorised as error:
            if error.status != 403:
                raise
            self.log.warning("every item with an order since it was sent is sent again: %s", error)
            settings = {}
        return {"order_placed": settings.get("update_stock_behavior") == "order_placed"}

    def send_plan(self, connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun) -> None:
        self.send_values(connection, client, run)
        if switch_tracking(connection, client, run):
            self.send_values(connection, client, run)

    def send_values(self, connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun) -> None:
        """By inventory adjustments or through the catalogue; a 403 on either decides for the other."""
        levels = count_values_to_write(connection)
        if not levels:
            return
        store = read_store(connection, run.store)
        way = self.way_to_write(connection, client, store)
        try:
            self.send_by(way, levels, connection, client, run)
        except NotAuthorised as error:
            if error.status != 403:
                raise
            self.log.warning("%s Going on by way of the %s.", error, OTHER[way])
            way = OTHER[way]
            save_stock_api(connection, run.store, way)
            refuse_other_locations(store, way)
            self.send_by(way, count_values_to_write(connection), connection, client, run)

    def way_to_write(self, connection: psycopg.Connection, client: BigCommerceClient, store: Store) -> str:
        """What was found out before, else one cheap reading. A store whose stock is kept at another location has only
        one way, so that is asked for again each time."""
        if store.stock_api == "inventory" or (store.stock_api and store.stock_location_id == DEFAULT_LOCATION):
            return store.stock_api
        way = "inventory" if client.may_read_inventory() else "catalog"
        save_stock_api(connection, store.store_code, way)
        refuse_other_locations(store, way)
        return way

    def send_by(
        self,
        way: str,
        levels: Mapping[str, int],
        connection: psycopg.Connection,
        client: BigCommerceClient,
        run: SyncRun,
    ) -> None:
        if way == "inventory":
            reason = f"{run.dag_id} {run.dag_run_id}"[:255]

            def send(rows: Sequence[Row]) -> dict[str, Any]:
                return send_adjustment(client, rows, reason)

            self.send_batches(connection, run, "stock/select_stock_items", STOCK_ITEMS_A_BATCH, send, spoken_of)
            return
        saved = requests_saved(levels)
        self.log.info(
            "stock of %s goes through the catalogue; with the scope Store Inventory: modify it would take %d requests "
            "less (once the account has it, empty stock_api in bigcommerce.stores)",
            run.store,
            saved,
        )
        writer = CatalogWriter(connection, client, run.store)
        for level in writer.levels:
            self.send_batches(
                connection, run, f"stock/select_{level.name}_stock", level.size, writer.sender(level), level.named
            )


def refuse_other_locations(store: Store, way: str) -> None:
    if way == "catalog" and store.stock_location_id != DEFAULT_LOCATION:
        raise NeedsPerson(
            f"Store Inventory: modify is needed: store {store.store_code} keeps its stock at location "
            f"{store.stock_location_id}, and without that scope only location {DEFAULT_LOCATION} can be written. "
            "Create an API account with the scope, or choose location 1 in the set-up of stock."
        )
