"""BigCommerce's catalogue read into the temporary table `catalog_items`: whole, by its changes, or by SKU."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.connectors.readings import products_with_skus, read_product_changes
from bigcommerce.connectors.rows import chunks, joined
from bigcommerce.db.links import copy_catalog_items, create_catalog_items, find_concerned_skus, find_lost_skus
from bigcommerce.domain.link_changes import LinkWalk, count_deleted
from bigcommerce.domain.links import PRODUCT_FIELDS, CatalogItem, has_options, is_blank, product_item, variant_items

JSON = dict[str, Any]

# A change may show in the list a little after its date.
OVERLAP = timedelta(minutes=5)
IDS_A_LIST = 250


@dataclass(frozen=True)
class Walked:
    """A whole walk. read_until: BigCommerce's clock when it began, None where it did not say."""

    read_until: datetime | None
    product_count: int
    newest_product_id: int


class CatalogueReading:
    """What is read goes into `catalog_items` at once, each product once. without_sku: what nothing can link to."""

    def __init__(self, connection: psycopg.Connection, client: BigCommerceClient) -> None:
        self.connection, self.client = connection, client
        self.product_ids: set[int] = set()
        self.without_sku = 0
        create_catalog_items(connection)

    def walk(self) -> Walked:
        """Everything there is; only the ids' count is kept."""
        began_at, count, newest = None, 0, 0
        for products in self.client.product_pages(PRODUCT_FIELDS):
            began_at = began_at or self.client.read_at
            count, newest = count + len(products), int(products[-1]["id"])
            self.copy(products)
        return Walked(began_at or self.client.read_at, count, newest)

    def take_changes(self, before: LinkWalk) -> tuple[LinkWalk, int]:
        """Reads what was modified since; how far that reaches, and how many products are gone."""
        changes = read_product_changes(self.client, PRODUCT_FIELDS, before.read_until - OVERLAP)
        ids = [int(product["id"]) for product in changes.products]
        deleted = count_deleted(before, changes.total, ids)
        newest = max([before.newest_product_id, *ids])
        if not deleted:
            self.take(changes.products)
        return replace(
            before, read_until=changes.read_at, product_count=changes.total, newest_product_id=newest
        ), deleted

    def look_up(self, skus: Sequence[str]) -> None:
        """Every product and variant with one of these SKUs, whatever their case. Products are found by their own SKU,
        variants one by one; each product found is read whole, so that twins are seen. A blank SKU finds nothing:
        asked for, it would mean "all"."""
        asked = [sku for sku in skus if sku.strip()]
        found = set(products_with_skus(self.client, asked))
        found |= {variant["product_id"] for sku in asked for variant in self.client.variants_with_sku(sku)}
        for ids in chunks(sorted(found - self.product_ids), IDS_A_LIST):
            for products in self.client.product_pages(PRODUCT_FIELDS, **{"id:in": joined(ids)}):
                self.take(products)

    def concerned_skus(self, store: str) -> list[tuple[str, bool]]:
        return find_concerned_skus(self.connection, store, self.product_ids)

    def lost_skus(self, store: str) -> list[str]:
        return find_lost_skus(self.connection, store, self.product_ids)

    def take(self, products: Sequence[JSON]) -> None:
        """Products that were not taken yet: a second time, each would be its own twin."""
        self.product_ids |= {product["id"] for product in products}
        for part in chunks(products, IDS_A_LIST):
            self.copy(part)

    def copy(self, products: Sequence[JSON]) -> None:
        with_options = [product["id"] for product in products if has_options(product)]
        variants = list(self.client.variants_of(with_options)) if with_options else []
        items: list[CatalogItem] = [item for product in products if (item := product_item(product))]
        items += variant_items(products, variants)
        self.without_sku += sum(is_blank(row) for row in [*products, *variants])
        copy_catalog_items(self.connection, items)
