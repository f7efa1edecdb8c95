"""The two ways to write stock: adjustments of the inventory, or the catalogue's batches."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg

from bigcommerce.connectors.answers import Answer
from bigcommerce.connectors.bigcommerce import (
    PRODUCTS_A_BATCH,
    STOCK_ITEMS_A_BATCH,
    VARIANTS_A_BATCH,
    BigCommerceClient,
)
from bigcommerce.connectors.rows import joined
from bigcommerce.db.stock import keep_proof, proven_levels
from bigcommerce.domain.stock import catalog_item, identity, inventory_item, items_named, levels_held, requests_needed
from bigcommerce.errors import NeedsPerson, Rejected
from bigcommerce.operators.batches import Refused, Row

log = logging.getLogger(__name__)

# Without BigCommerce's aggregated stock, which it enables on request, storefronts sell from this location alone.
DEFAULT_LOCATION = 1
# Accepted is not applied: the first write is looked for after each of these seconds.
READ_BACK_AFTER = (0.5, 1.0, 2.0, 4.0, 8.0, 14.0)
BATCH_SIZES = {"product": PRODUCTS_A_BATCH, "variant": VARIANTS_A_BATCH}


def requests_saved(levels: Mapping[str, int]) -> int:
    """What the inventory would save over the catalogue. levels: {level: how many values}."""
    together = requests_needed({"any": sum(levels.values())}, {"any": STOCK_ITEMS_A_BATCH})
    return requests_needed(levels, BATCH_SIZES) - together


def sent_at(answer: Answer) -> dict[str, Any]:
    return {"sent_at": answer.date or datetime.now(UTC)}


def send_adjustment(client: BigCommerceClient, rows: Sequence[Row], reason: str) -> dict[str, Any]:
    return sent_at(client.set_stock([inventory_item(row) for row in rows], reason))


def title_of(error: Rejected) -> str:
    return str(error.body.get("title") or "") if isinstance(error.body, dict) else ""


def spoken_of(error: Rejected, rows: Sequence[Row]) -> Refused:
    """The rows that a refused adjustment names, each with BigCommerce's words about it."""
    words = items_named(title_of(error))
    return [
        (row, Rejected(str(error), status=error.status, body={"title": words[identity(row)]}))
        for row in rows
        if identity(row) in words
    ]


def not_saved(error: Rejected, rows: Sequence[Row]) -> Refused:
    """207 is a success in part: what the answer's `data` does not name was not saved."""
    saved = error.body.get("saved") if isinstance(error.body, dict) else None
    return [] if saved is None else [(row, error) for row in rows if identity(row)[1] not in saved]


@dataclass(frozen=True)
class Level:
    """How stock is written and read at the level that a product tracks. named: see `send_splitting`."""

    name: str
    size: int
    write: Callable[[list[dict[str, Any]]], Answer]
    read: Callable[[Sequence[Row]], dict[int, int]]
    named: Callable[[Rejected, Sequence[Row]], Refused]


class CatalogWriter:
    """Stock of the default location by the scope Products: modify alone.

    BigCommerce's documents disagree whether the catalogue still takes stock, so a store's first write at each level
    that moves something is read back before it counts as accepted.
    """

    def __init__(self, connection: psycopg.Connection, client: BigCommerceClient, store: str) -> None:
        self.connection, self.client, self.store = connection, client, store
        self.proven = proven_levels(connection, store)
        self.levels = (
            Level("product", PRODUCTS_A_BATCH, client.set_product_stock, self.read_products, not_saved),
            Level("variant", VARIANTS_A_BATCH, client.set_variant_stock, self.read_variants, lambda error, rows: []),
        )

    def read_products(self, rows: Sequence[Row]) -> dict[int, int]:
        ids = joined(row["product_id"] for row in rows)
        pages = self.client.product_pages(("inventory_level",), **{"id:in": ids})
        return levels_held([product for page in pages for product in page])

    def read_variants(self, rows: Sequence[Row]) -> dict[int, int]:
        return levels_held(list(self.client.variants_of(sorted({row["product_id"] for row in rows}))))

    def sender(self, level: Level) -> Callable[[Sequence[Row]], dict[str, Any]]:
        def send(rows: Sequence[Row]) -> dict[str, Any]:
            moving = [] if level.name in self.proven else self.moving(level, rows)
            answer = level.write([catalog_item(row) for row in rows])
            raise_for_unsaved(answer.body, rows)
            if moving:
                self.prove(level, moving)
            return sent_at(answer)

        return send

    def moving(self, level: Level, rows: Sequence[Row]) -> list[Row]:
        """What shows another number now: the rest would look the same whether the write takes or not."""
        held = level.read(rows)
        return [row for row in rows if identity(row)[1] in held and held[identity(row)[1]] != row["quantity"]]

    def prove(self, level: Level, moving: Sequence[Row]) -> None:
        for seconds in READ_BACK_AFTER:
            self.client.transport.pause(seconds)
            held = level.read(moving)
            # One is enough: a shopper may have bought another meanwhile.
            if any(held.get(identity(row)[1]) == row["quantity"] for row in moving):
                keep_proof(self.connection, self.store, level.name)
                self.proven.add(level.name)
                log.info("stock of %s written through the catalogue by %s was read back", self.store, level.name)
                return
        row = moving[0]
        raise NeedsPerson(
            f'Store Inventory: modify is needed: BigCommerce accepted the stock of SKU "{row["sku"]}" '
            f"({row['quantity']}) through the catalogue, but {sum(READ_BACK_AFTER):.0f} s later still shows "
            f"{held.get(identity(row)[1])}. Create an API account that also has this scope."
        )


def raise_for_unsaved(body: Any, rows: Sequence[Row]) -> None:
    body = body if isinstance(body, dict) else {}
    saved = {item["id"] for item in body.get("data") or []}
    if body.get("errors") or any(identity(row)[1] not in saved for row in rows):
        errors = body.get("errors") or {"title": "not saved"}
        names = saved if any(identity(row)[1] not in saved for row in rows) else None
        raise Rejected("BigCommerce did not save all of a batch of stock.", status=422, body={**errors, "saved": names})
