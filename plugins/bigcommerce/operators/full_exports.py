"""Full exports: what BigCommerce holds now is read in bulk and taken for the truth; what differs is listed."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.connectors.readings import stock_pages
from bigcommerce.db import full as db
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.stores import read_store
from bigcommerce.domain.full import Reading, full_export_day, seconds_to_settle
from bigcommerce.errors import NotAuthorised, UnexpectedAnswer, Unreachable
from bigcommerce.operators.links import read_prices
from bigcommerce.operators.stores import how_started

log = logging.getLogger(__name__)

sleep = time.sleep


def is_full(connection: psycopg.Connection, run: SyncRun, context: Mapping[str, Any]) -> bool:
    """Asked for, or the first scheduled run of the day. On a store's first day there is nothing to compare with."""
    if context["params"].get("full"):
        return True
    if how_started(context) != "scheduled":
        return False
    now, before = datetime.now(UTC), db.last_full_export(connection, run)
    if before is None:
        db.save_full_export(connection, run, now)
    return before is not None and full_export_day(before) < full_export_day(now)


def note_full_export(connection: psycopg.Connection, run: SyncRun, params: Mapping[str, Any]) -> None:
    """Only a complete one counts for the day."""
    if not params.get("skus") and not params.get("dry_run"):
        db.save_full_export(connection, run, datetime.now(UTC))


def read_what_is_held(
    connection: psycopg.Connection,
    client: BigCommerceClient,
    kind: str,
    run: SyncRun,
    skus: Sequence[str] | None,
    dry_run: bool,
) -> Reading | None:
    """Wait until our last sending shows, then read. None: it cannot be read."""
    now = client.time().date if kind == "stock" else None
    if seconds := seconds_to_settle(db.seconds_since_sending(connection, kind, run.store, now)):
        log.info("waiting %.0f s, so that the last sending shows", seconds)
        sleep(seconds)
    if kind == "stock":
        read_at = read_stock(connection, client, run)
        return Reading(read_at) if read_at else None
    began_at = datetime.now(UTC)
    read_prices(connection, client, run, skus, dry_run)
    db.keep_price_reading(connection)
    return Reading(began_at)


def read_stock(connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun) -> datetime | None:
    """Every inventory item of the store's location; when that began, by BigCommerce's clock. The list knows no key to
    walk by, so what is read is counted, and read once more where something is missing."""
    store = read_store(connection, run.store)
    if store.stock_api == "catalog":
        # The catalogue's own levels are no stock: its documents disagree on what they count.
        log.warning("the stock BigCommerce holds cannot be compared: Store Inventory: modify is needed")
        return None
    for _ in range(2):
        began_at, expected = None, None
        db.begin_stock_reading(connection)
        try:
            for rows, total in stock_pages(client, store.stock_location_id):
                began_at, expected = began_at or client.read_at, total
                db.copy_stock_reading(connection, [row for item in rows if (row := stock_row(item, store))])
        except NotAuthorised as error:
            log.warning("the stock BigCommerce holds cannot be compared: %s", error)
            return None
        if expected is None or db.count_stock_reading(connection) >= expected:
            return began_at or datetime.now(UTC)
    raise Unreachable("GET /v3/inventory/items was read twice, and each time showed fewer items than it says it has.")


def stock_row(item: Mapping[str, Any], store: Any) -> tuple[int, int | None, int]:
    """(product id, variant id, on hand at the store's location): an absolute adjustment sets what is on hand."""
    try:
        identity, locations = item["identity"], item["locations"]
        held = sum(
            int(place["total_inventory_onhand"])
            for place in locations
            if place["location_id"] == store.stock_location_id
        )
        return int(identity["product_id"]), identity.get("variant_id"), held
    except (KeyError, TypeError, ValueError):
        raise UnexpectedAnswer("GET /v3/inventory/items was answered with an item that cannot be read.") from None


def report_drift(connection: psycopg.Connection, run: SyncRun) -> None:
    found, repaired = db.count_drift(connection, run)
    log.info(
        "%s of %s: %d differ from what BigCommerce should hold, %d of them were put right; each is in "
        "bigcommerce.price_stock_drift",
        *(run.flow, run.store, found, repaired),
    )
