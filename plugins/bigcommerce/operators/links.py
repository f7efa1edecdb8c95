"""Links: which product and variant of BigCommerce a SKU is."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg

from bigcommerce.catalogue import CatalogueReading
from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.links import are_changes_due, find_unlinked_skus, read_link_walk, save_link_walk, save_links
from bigcommerce.db.stores import Store
from bigcommerce.domain.link_changes import LinkWalk
from bigcommerce.operators.stores import StoreOperator, how_started

log = logging.getLogger(__name__)

# Looking up a variant's SKU takes a request each; beyond this many a walk over the catalogue is cheaper for any
# store of up to some ten thousand products, and bounded for bigger ones.
MOST_SINGLE_LOOKUPS = 50
Counts = tuple[int, int, int]


class RefreshLinks(StoreOperator):
    """Walks the catalogue by night or when asked to; else reads what changed since, or the SKUs that are named."""

    flow = "links"

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        params, client = context["params"], self.client(store, run)
        if params.get("full") or how_started(context) == "scheduled":
            counts = refresh_links(connection, client, run, None)
        elif skus := params.get("skus"):
            counts = refresh_links(connection, client, run, skus)
        else:
            counts = refresh_changed_links(connection, client, run)
        run.read, run.written, run.refused = counts
        run.unchanged = run.read - run.written
        # Whoever approved a SKU that had its link all the time waits for the export just the same.
        if not run.written and how_started(context) != "asset_triggered":
            self.outlets = []


def refresh_links(
    connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun, skus: Sequence[str] | None
) -> Counts:
    """Link these SKUs, None or too many: all; (looked at, changed, not linked)."""
    reading = CatalogueReading(connection, client)
    if skus is None or len(skus) > MOST_SINGLE_LOOKUPS:
        return save_walk(reading, run)
    reading.look_up(skus)
    # A product that was found may have had another SKU: that one's link would send to a stranger.
    known = set(skus)
    while lost := [sku for sku in reading.lost_skus(run.store) if sku not in known]:
        known |= set(lost)
        if len(known) > MOST_SINGLE_LOOKUPS:
            return save_walk(CatalogueReading(connection, client), run)
        reading.look_up(lost)
    return save(reading, run, sorted(known))


def refresh_changed_links(connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun) -> Counts:
    """The same for what changed since the catalogue was read last; a product that is gone shows in no list of changes,
    only in the count, and then the catalogue is walked."""
    before = read_link_walk(connection, run.store)
    if before is None:
        return save_walk(CatalogueReading(connection, client), run)
    reading = CatalogueReading(connection, client)
    now, deleted = reading.take_changes(before)
    if deleted:
        log.info("links of %s: %d products are gone, so the whole catalogue is walked", run.store, deleted)
        return save_walk(CatalogueReading(connection, client), run, now.product_count)
    concerned = reading.concerned_skus(run.store)
    to_look_up = [sku for sku, must_be_looked_up in concerned if must_be_looked_up]
    if len(to_look_up) > MOST_SINGLE_LOOKUPS:
        return save_walk(CatalogueReading(connection, client), run)
    reading.look_up(to_look_up)
    counts = save(reading, run, [sku for sku, _ in concerned])
    save_link_walk(connection, run.store, now, is_whole=False)
    return counts


def link_what_is_missing(
    connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun, skus: Sequence[str] | None
) -> None:
    """What an export does first: approved SKUs that were never looked up, and once an hour, where some were not found,
    what changed in the catalogue."""
    if missing := find_unlinked_skus(connection, run.store, skus):
        refresh_links(connection, client, run, missing)
    if not skus and are_changes_due(connection, run.store):
        refresh_changed_links(connection, client, run)


def read_prices(
    connection: psycopg.Connection,
    client: BigCommerceClient,
    run: SyncRun,
    skus: Sequence[str] | None,
    dry_run: bool,
) -> None:
    """What a full export does first: the catalogue as it is now, in `catalog_items`, and the links as it says."""
    if not dry_run:
        refresh_links(connection, client, run, skus)
        return
    reading = CatalogueReading(connection, client)
    if skus is None or len(skus) > MOST_SINGLE_LOOKUPS:
        reading.walk()
    else:
        reading.look_up(skus)


def save_walk(reading: CatalogueReading, run: SyncRun, product_count: int | None = None) -> Counts:
    """Walk the whole catalogue and link everything. product_count: as the catalogue itself counts."""
    walk = reading.walk()
    counts = save(reading, run, None)
    if walk.read_until is not None:
        counted = walk.product_count if product_count is None else product_count
        known = LinkWalk(walk.read_until, counted, walk.newest_product_id)
        save_link_walk(reading.connection, run.store, known, is_whole=True)
    return counts


def save(reading: CatalogueReading, run: SyncRun, skus: Sequence[str] | None) -> Counts:
    counts = save_links(reading.connection, run.store, run.dag_run_id, skus)
    log.info("links of %s: looked at %d, changed %d, not linked %d", run.store, *counts)
    if reading.without_sku:
        log.info("%d products or variants that were read have no SKU, so nothing links to them", reading.without_sku)
    return counts
