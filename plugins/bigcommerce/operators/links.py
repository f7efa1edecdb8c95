"""Links: which product and variant of BigCommerce a SKU is."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.links import copy_catalog_items, create_catalog_items, find_unlinked_skus, save_links
from bigcommerce.db.stores import Store
from bigcommerce.domain.links import JSON, PRODUCT_FIELDS, CatalogItem, has_options, product_item, variant_items
from bigcommerce.operators.stores import StoreOperator

log = logging.getLogger(__name__)

# Looking up a variant's SKU takes a request each; beyond this many a walk over the catalogue is cheaper for any
# store of up to some ten thousand products, and bounded for bigger ones.
MOST_SINGLE_LOOKUPS = 50


class RefreshLinks(StoreOperator):
    """Walks the catalogue and links every SKU, or looks up those that the run's params name."""

    flow = "links"

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        params = context["params"]
        skus = None if params.get("full") else params.get("skus") or None
        run.read, run.written, run.refused = refresh_links(connection, self.client(store, run), run, skus)
        run.unchanged = run.read - run.written


def refresh_links(
    connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun, skus: Sequence[str] | None
) -> tuple[int, int, int]:
    """Link these SKUs, None: all; (looked at, changed, not linked)."""
    create_catalog_items(connection)
    pages = walk_catalog(client) if skus is None or len(skus) > MOST_SINGLE_LOOKUPS else look_up(client, skus)
    for items in pages:
        copy_catalog_items(connection, items)
    counts = save_links(connection, run.store, run.dag_run_id, skus)
    log.info("links of %s: looked at %d, changed %d, not linked %d", run.store, *counts)
    return counts


def link_what_is_missing(
    connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun, skus: Sequence[str] | None
) -> None:
    """What an export does first: approved SKUs that were never looked up."""
    if missing := find_unlinked_skus(connection, run.store, skus):
        refresh_links(connection, client, run, missing)


def walk_catalog(client: BigCommerceClient) -> Iterator[list[CatalogItem]]:
    for products in client.product_pages(PRODUCT_FIELDS):
        yield [*own_items(products), *items_of_variants(client, products)]


def look_up(client: BigCommerceClient, skus: Sequence[str]) -> Iterator[list[CatalogItem]]:
    """The variant list finds base SKUs and variants' alike; what it names is read whole, so that twins are seen."""
    product_ids = {variant["product_id"] for sku in skus for variant in client.variants_with_sku(sku)}
    if product_ids:
        ids = ",".join(str(product_id) for product_id in sorted(product_ids))
        for products in client.product_pages(PRODUCT_FIELDS, **{"id:in": ids}):
            yield [*own_items(products), *items_of_variants(client, products)]


def own_items(products: Sequence[JSON]) -> Iterator[CatalogItem]:
    return (item for product in products if (item := product_item(product)))


def items_of_variants(client: BigCommerceClient, products: Sequence[JSON]) -> Iterator[CatalogItem]:
    with_options = [product["id"] for product in products if has_options(product)]
    return variant_items(products, client.variants_of(with_options)) if with_options else iter(())
