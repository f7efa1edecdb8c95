"""Prices → BigCommerce's catalogue and price lists: only what differs from what it last accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import (
    PRICE_RECORDS_A_BATCH,
    PRODUCTS_A_BATCH,
    VARIANTS_A_BATCH,
    BigCommerceClient,
)
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.price_rollbacks import delete_rollbacks, end_rollbacks, keep_only_rollback
from bigcommerce.db.prices import guard_prices
from bigcommerce.db.stores import Store
from bigcommerce.domain.full import Reading
from bigcommerce.domain.money import MINOR_UNITS
from bigcommerce.domain.prices import cleared_variant_body, product_body, variant_body
from bigcommerce.errors import BadRequest, Rejected
from bigcommerce.operators.batches import Row
from bigcommerce.operators.exports import ExportOperator, Send
from bigcommerce.operators.held_records import read_price_lists
from bigcommerce.operators.price_lists import ListRecords, lists_to_write
from bigcommerce.operators.price_rollbacks import decide_rollback
from bigcommerce.operators.price_warnings import warn_of_hidden_prices


class ExportPrices(ExportOperator):
    """Products and variants, then price lists, in the biggest batches the API takes."""

    flow, kind, reserve = "prices", "price", 0.1
    currency: str
    skus: Sequence[str] | None
    rollback_run: str | None
    kept: str | None = None

    def reason_not_to(self, store: Store, params: Mapping[str, Any]) -> str | None:
        if params.get("what") == "stock":
            return "this run is for stock only"
        return "they are managed in BigCommerce" if store.prices_managed_in == "bigcommerce" else None

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        params = context["params"]
        if params.get("rollback_run") and (params.get("what") == "stock" or params.get("full")):
            raise BadRequest(
                "rollback_run restores prices alone: leave out what=stock and full, or leave out rollback_run."
            )
        super().sync(connection, store, run, context)

    def read_what_is_held(
        self,
        connection: psycopg.Connection,
        client: BigCommerceClient,
        run: SyncRun,
        skus: Sequence[str] | None,
        dry_run: bool,
    ) -> Reading | None:
        reading = super().read_what_is_held(connection, client, run, skus, dry_run)
        self.learn_currency(client)
        missing = read_price_lists(connection, client, run.store, skus, self.currency)
        return reading and replace(reading, missing=tuple(missing))

    def learn_currency(self, client: BigCommerceClient) -> None:
        if not hasattr(self, "currency"):
            self.currency = client.store()["currency"]

    def plan_parameters(self, client: BigCommerceClient) -> dict[str, Any]:
        self.learn_currency(client)
        return {"digits": MINOR_UNITS.get(self.currency, 2), "now": datetime.now(UTC), "kept": self.kept}

    def export(
        self, connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun, params: Mapping[str, Any]
    ) -> None:
        self.skus, self.rollback_run = params.get("skus") or None, params.get("rollback_run")
        self.looks_at_groups = bool(params.get("full"))
        if not self.rollback_run:
            super().export(connection, client, run, params)
        elif params.get("dry_run"):
            # Nothing decided for the sake of the plan outlives it, whatever happens.
            with connection.transaction():
                self.roll_back(connection, client, run, params, self.rollback_run)
                delete_rollbacks(connection, run)
        else:
            self.roll_back(connection, client, run, params, self.rollback_run)

    def roll_back(
        self,
        connection: psycopg.Connection,
        client: BigCommerceClient,
        run: SyncRun,
        params: Mapping[str, Any],
        rollback_run: str,
    ) -> None:
        parameters = self.plan_parameters(client)
        is_dry_run = bool(params.get("dry_run"))
        if is_dry_run:
            self.kept = "is_rolled_back and verdict <> 'unchanged'"
        if skus := decide_rollback(connection, run, rollback_run, self.skus, is_dry_run, parameters):
            self.skus = skus
            super().export(connection, client, run, {**params, "skus": skus})

    def note_plan(self, connection: psycopg.Connection, run: SyncRun) -> None:
        guard_prices(connection, run.store, self.skus)
        end_rollbacks(connection, run.store)
        if self.rollback_run:
            keep_only_rollback(connection, run)

    def send_plan(self, connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun) -> None:
        def send(statement: str, size: int, send: Send) -> None:
            self.send_batches(connection, run, statement, size, send, target="catalog")

        written = run.written
        send("prices/select_product_prices", PRODUCTS_A_BATCH, lambda rows: send_products(client, rows))
        send("prices/select_variant_prices", VARIANTS_A_BATCH, lambda rows: send_variants(client, rows))
        for list_id in lists_to_write(connection, client, run):
            records = ListRecords(client, list_id, self.currency)
            what, target = f"price on price list {list_id}", f"price_list:{list_id}"
            statement, size = "prices/select_list_prices", PRICE_RECORDS_A_BATCH
            self.send_batches(connection, run, statement, size, records.send, what=what, target=target)
        if run.written > written or self.looks_at_groups:
            warn_of_hidden_prices(connection, client, run, self.looks_at_groups)


def send_products(client: BigCommerceClient, rows: Sequence[Row]) -> dict[str, Any]:
    answer = client.update_products([product_body(row) for row in rows])
    raise_for_missing(answer, rows, "product_id")
    return {}


def send_variants(client: BigCommerceClient, rows: Sequence[Row]) -> dict[str, Any]:
    """A sale price is cleared one by one; the others go in one batch."""
    batched = [row for row in rows if not row["clears_sale_price"]]
    for row in rows:
        if row["clears_sale_price"]:
            client.update_variant(row["product_id"], row["variant_id"], cleared_variant_body(row))
    if batched:
        answer = client.update_variants([variant_body(row) for row in batched])
        raise_for_missing(answer, batched, "variant_id")
    return {}


def raise_for_missing(answer: Mapping[str, Any], rows: Sequence[Row], key: str) -> None:
    """207 is a success in part: what the answer's `data` does not name was not saved."""
    saved = {item["id"] for item in answer.get("data") or []}
    if missing := [row for row in rows if row[key] not in saved]:
        names = ", ".join(row["sku"] for row in missing)
        raise Rejected(
            f"BigCommerce did not save the price of {names}.", status=422, body=answer.get("errors") or answer
        )
