"""Prices → BigCommerce's price lists: records by variant and currency."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.db.ledger import SyncRun
from bigcommerce.db.prices import close_found_lists, planned_lists
from bigcommerce.db.problems import open_problems
from bigcommerce.domain.prices import NO_SALE, price_record
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import BadRequest, NotFound
from bigcommerce.operators.batches import Row

log = logging.getLogger(__name__)


class ListRecords:
    """Sends the records of one price list."""

    def __init__(self, client: BigCommerceClient, price_list_id: int, currency: str) -> None:
        self.client, self.price_list_id, self.currency = client, price_list_id, currency.lower()
        self.is_zero_checked, self.is_zero_no_sale = False, True

    def send(self, rows: Sequence[Row]) -> dict[str, Any]:
        self.upsert(rows)
        cleared = next((row for row in rows if row["sale_price"] is None and row["owns_sale_price"]), None)
        if cleared and not self.is_zero_checked:
            # Nothing documents that 0 clears a record's sale price; taken for a price, it would give goods away.
            self.is_zero_checked = True
            self.is_zero_no_sale = not self.is_given_away(cleared)
            if not self.is_zero_no_sale:
                log.warning(
                    "price list %d takes a sale price of 0 as it is: cleared ones get the price instead",
                    self.price_list_id,
                )
                self.upsert(rows)
        return {}

    def upsert(self, rows: Sequence[Row]) -> None:
        records = [price_record(row, self.currency, NO_SALE if self.is_zero_no_sale else row["price"]) for row in rows]
        try:
            self.client.upsert_price_records(self.price_list_id, records)
        except NotFound:
            raise BadRequest(f"Price list {self.price_list_id} was deleted while it was written to.") from None

    def is_given_away(self, row: Row) -> bool:
        found = self.client.price_records(self.price_list_id, [row["variant_id"]], self.currency)
        return any(record.get("calculated_price") == 0 for record in found)


def lists_to_write(connection: psycopg.Connection, client: BigCommerceClient, run: SyncRun) -> Collection[int]:
    """The price lists that the plan has records for; one that is not there becomes a problem."""
    planned = planned_lists(connection)
    known = {price_list["id"]: price_list for price_list in client.price_lists()} if planned else {}
    missing = {list_id: count for list_id, count in planned.items() if list_id not in known}
    with connection.transaction():
        close_found_lists(connection, run.store, list(known))
        open_problems(connection, run.store, run.flow, run.dag_run_id, [not_found(*each) for each in missing.items()])
        run.refused += sum(missing.values())
        run.save(connection)
    for list_id in planned:
        if list_id in known and not is_active(known[list_id]):
            log.warning("price list %d is not active: shoppers do not see its prices", list_id)
    return [list_id for list_id in planned if list_id in known]


def is_active(price_list: Mapping[str, Any]) -> bool:
    return bool(price_list.get("active", True))


def not_found(price_list_id: int, count: int) -> Problem:
    return Problem(
        f"price_list:{price_list_id}",
        "price_list_not_found",
        f"BigCommerce has no price list {price_list_id}: {count} prices were not sent. Create it there, or take it "
        "out of the set-up of pricing.",
    )
