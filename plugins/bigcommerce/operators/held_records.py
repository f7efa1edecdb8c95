"""What BigCommerce's price lists hold now, read in bulk for a full export."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import psycopg

from bigcommerce.connectors.bigcommerce import IDS_A_REQUEST, BigCommerceClient
from bigcommerce.connectors.readings import price_record_pages
from bigcommerce.connectors.rows import chunks, joined
from bigcommerce.db import held_records as db
from bigcommerce.domain.prices import record_sale_price
from bigcommerce.errors import NotFound, UnexpectedAnswer, Unreachable

log = logging.getLogger(__name__)

Record = tuple[int, Decimal | None, Decimal | None]


def read_price_lists(
    connection: psycopg.Connection,
    client: BigCommerceClient,
    store: str,
    skus: Sequence[str] | None,
    currency: str,
) -> list[str]:
    """Every record of every mapped price list, of these SKUs (None: all) and the store's currency, page by page beside
    the catalogue's prices; the mapped lists that are not there, as targets."""
    mapped = db.mapped_lists(connection, store)
    variants = None if skus is None else db.variants_of(connection, store, skus)
    if not mapped or variants == []:
        return []
    there = {price_list["id"] for price_list in client.price_lists()}
    missing = []
    for list_id in mapped:
        target = f"price_list:{list_id}"
        try:
            if list_id in there:
                read_price_list(connection, client, list_id, target, variants, currency)
                continue
        except NotFound:
            # Deleted while it was read.
            db.begin_reading(connection, target)
        log.warning("price list %d is not there, so nothing of it is compared", list_id)
        missing.append(target)
    db.end_readings(connection)
    return missing


def read_price_list(
    connection: psycopg.Connection,
    client: BigCommerceClient,
    list_id: int,
    target: str,
    variants: Sequence[int] | None,
    currency: str,
) -> None:
    """What is read is counted, and read once more where something is missing: taken for gone, it would be sent."""
    for _ in range(2):
        expected = 0
        db.begin_reading(connection, target)
        for filters in filters_for(variants):
            total = 0
            for records, said in price_record_pages(client, list_id, currency, **filters):
                rows = [record_row(record) for record in records if is_in(record, currency)]
                total = said or 0
                # Counted in the total where the filter by currency should do nothing.
                expected -= len(records) - len(rows)
                db.copy_records(connection, target, rows)
            expected += total
        if db.count_records(connection, target) >= expected:
            return
    raise Unreachable(
        f"GET /v3/pricelists/{list_id}/records was read twice, and each time showed fewer records than it says it has."
    )


def filters_for(variants: Sequence[int] | None) -> Iterator[dict[str, str]]:
    if variants is None:
        yield {}
    else:
        yield from ({"variant_id:in": joined(part)} for part in chunks(variants, IDS_A_REQUEST))


def is_in(record: Mapping[str, Any], currency: str) -> bool:
    return str(record.get("currency", "")).lower() == currency.lower()


def record_row(record: Mapping[str, Any]) -> Record:
    """(variant id, price, sale price): of a record without a price of its own, None."""
    try:
        return int(record["variant_id"]), number(record.get("price")), number(record_sale_price(record))
    except (KeyError, TypeError, ValueError, InvalidOperation):
        raise UnexpectedAnswer("A price list was answered with a record that cannot be read.") from None


def number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
