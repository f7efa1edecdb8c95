"""Prices → BigCommerce's catalogue: only what differs from what it last accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import PRODUCTS_A_BATCH, VARIANTS_A_BATCH, BigCommerceClient
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.locks import one_bulk_writer
from bigcommerce.db.plans import create_plan, guard_prices, planned_batches, record, refuse, say_problems
from bigcommerce.db.problems import open_problems
from bigcommerce.db.stores import Store
from bigcommerce.domain.money import MINOR_UNITS
from bigcommerce.domain.prices import cleared_variant_body, product_body, variant_body
from bigcommerce.errors import Rejected
from bigcommerce.operators.batches import Row, rejected, send_splitting
from bigcommerce.operators.links import link_what_is_missing
from bigcommerce.operators.stores import StoreOperator

RESERVE = 0.1


class ExportPrices(StoreOperator):
    """Plan → look → send → record, products and variants in the biggest batches the API takes."""

    flow = "prices"

    def sync(self, connection: psycopg.Connection, store: Store, run: SyncRun, context: Mapping[str, Any]) -> None:
        params = context["params"]
        if params.get("what") == "stock":
            self.log.info("this run is for stock only")
            return
        if store.prices_managed_in == "bigcommerce":
            self.log.info("prices of store %s are managed in BigCommerce: nothing is sent", store.store_code)
            return
        client = self.client(store, run, reserve=RESERVE)
        with one_bulk_writer(connection, store.store_code):
            self.export(connection, client, run, params)

    def export(
        self, connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun, params: Mapping[str, Any]
    ) -> None:
        skus, dry_run = params.get("skus") or None, bool(params.get("dry_run"))
        if not dry_run:
            link_what_is_missing(connection, client, run, skus)
        digits = MINOR_UNITS.get(client.store()["currency"], 2)
        counts = create_plan(connection, "price", run.store, skus, digits=digits, now=datetime.now(UTC))
        self.log.info("plan for prices of %s: %s", run.store, counts)
        run.read, run.unchanged = counts["candidates"], counts["unchanged"]
        run.refused = run.read - run.unchanged - counts.get("send", 0)
        if dry_run:
            return
        with connection.transaction():
            say_problems(connection, "price", run.store, skus, run.dag_run_id)
            guard_prices(connection, run.store)
            run.save(connection)
        senders: list[tuple[str, int, Callable[[Sequence[Row]], None]]] = [
            ("prices/select_product_prices", PRODUCTS_A_BATCH, lambda rows: send_products(client, rows)),
            ("prices/select_variant_prices", VARIANTS_A_BATCH, lambda rows: send_variants(client, rows)),
        ]
        for statement, size, send in senders:
            for batch in planned_batches(connection, statement, size):
                self.send(connection, run, batch, send)

    def send(
        self, connection: psycopg.Connection, run: SyncRun, batch: Sequence[Row], send: Callable[[Sequence[Row]], None]
    ) -> None:
        refused = send_splitting(batch, send)
        bad = {row["sku"] for row, _ in refused}
        good = [row["sku"] for row in batch if row["sku"] not in bad]
        with connection.transaction():
            record(connection, "price", run.store, good, dag_run_id=run.dag_run_id)
            refuse(connection, "price", run.store, list(bad))
            problems = [rejected(row["sku"], "price", error) for row, error in refused]
            open_problems(connection, run.store, "prices", run.dag_run_id, problems)
            run.written += len(good)
            run.refused += len(bad)
            run.save(connection)
        self.log.info("prices: sent %d, refused %d", len(good), len(bad))


def send_products(client: BigCommerceClient, rows: Sequence[Row]) -> None:
    answer = client.update_products([product_body(row) for row in rows])
    raise_for_missing(answer, rows, "product_id")


def send_variants(client: BigCommerceClient, rows: Sequence[Row]) -> None:
    """A sale price is cleared one by one; the others go in one batch."""
    batched = [row for row in rows if not row["clears_sale_price"]]
    for row in rows:
        if row["clears_sale_price"]:
            client.update_variant(row["product_id"], row["variant_id"], cleared_variant_body(row))
    if batched:
        answer = client.update_variants([variant_body(row) for row in batched])
        raise_for_missing(answer, batched, "variant_id")


def raise_for_missing(answer: Mapping[str, Any], rows: Sequence[Row], key: str) -> None:
    """207 is a success in part: what the answer's `data` does not name was not saved."""
    saved = {item["id"] for item in answer.get("data") or []}
    if missing := [row for row in rows if row[key] not in saved]:
        names = ", ".join(row["sku"] for row in missing)
        raise Rejected(
            f"BigCommerce did not save the price of {names}.", status=422, body=answer.get("errors") or answer
        )
