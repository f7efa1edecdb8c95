"""Neto's items as rows of the back office: a page is staged by COPY, and what differs is written set by set."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass, field
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from bigcommerce.db.queries import sql
from bigcommerce.domain.neto.items import DEFAULT_GROUP, CatalogueItem


@dataclass
class CatalogueReading:
    """The row of neto.catalogue_reading: how far Neto has been read, and what was learned."""

    read_until: datetime | None = None
    read_whole_at: datetime | None = None
    rules: dict[str, Any] | None = None
    sales_channel_id: str | None = None
    warehouses: list[str] = field(default_factory=list)
    price_groups: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PageChanges:
    """SKUs of a page. items: whose product, prices or stock changed; approvals: whose approval did."""

    items: frozenset[str]
    approvals: frozenset[str]


@dataclass(frozen=True)
class PageSource:
    """counted_at: the moment of the page's numbers. answered_at: the same by Neto's clock. changed_by: for approvals.

    silence_is_no: an item that Neto says nothing of is not approved.
    """

    store: str
    changed_by: str
    counted_at: datetime
    answered_at: datetime
    silence_is_no: bool


def read_reading(connection: psycopg.Connection) -> CatalogueReading:
    with connection.cursor(row_factory=class_row(CatalogueReading)) as cursor:
        return cursor.execute(sql("neto/select_catalogue_reading")).fetchone() or CatalogueReading()


def save_reading(connection: psycopg.Connection, reading: CatalogueReading) -> None:
    connection.execute(sql("neto/upsert_catalogue_reading"), vars(reading) | {"rules": Jsonb(reading.rules)})


def sold_skus(connection: psycopg.Connection, since: datetime) -> list[str]:
    """SKUs of orders that Neto accepted after it was last asked for their stock. since: all were counted after it."""
    return [sku for (sku,) in connection.execute(sql("neto/select_sold_skus"), {"since": since})]


def forget_approvals(connection: psycopg.Connection) -> None:
    """What Neto said of them was said of another sales channel or field."""
    connection.execute(sql("neto/forget_approvals"))


def begin_pages(connection: psycopg.Connection) -> None:
    """Empty temporary tables: nothing was seen yet."""
    connection.execute(sql("neto/create_catalogue_page"))


def save_page(
    connection: psycopg.Connection, items: Sequence[CatalogueItem], reading: CatalogueReading, source: PageSource
) -> PageChanges:
    """Write what the items say; each SKU once. In the caller's transaction. `reading` learns of new price groups."""
    stage_page(connection, items)
    learn_names(connection, items, reading)
    connection.execute(sql("neto/upsert_price_groups"), {"default_group": DEFAULT_GROUP})
    changed = skus_of(connection, "neto/upsert_products")
    changed |= skus_of(connection, "neto/upsert_prices")
    changed |= skus_of(connection, "neto/delete_prices", price_groups=reading.price_groups)
    connection.execute(sql("neto/drop_stock_of_parents"))
    changed |= skus_of(connection, "neto/select_changed_stock")
    connection.execute(sql("neto/upsert_stock"), {"counted_at": source.counted_at})
    changed |= skus_of(connection, "neto/delete_stock", warehouses=reading.warehouses)
    approvals = skus_of(connection, "neto/upsert_imported_approvals", **vars(source))
    connection.execute(sql("neto/upsert_items"), vars(source))
    return PageChanges(changed, approvals)


def stage_page(connection: psycopg.Connection, items: Sequence[CatalogueItem]) -> None:
    columns = "sku, name, parent_sku, is_active, rrp, is_tax_free, prices_include_tax, is_approved"
    names = columns.split(", ")
    connection.execute(sql("neto/empty_catalogue_page"))
    with connection.cursor() as cursor:
        with cursor.copy(f"copy neto_page_items ({columns}) from stdin") as copy:
            for item in items:
                copy.write_row([getattr(item, name) for name in names])
        with cursor.copy("copy neto_page_prices from stdin") as copy:
            for item in items:
                for price in item.prices:
                    copy.write_row((item.sku, *astuple(price)))
        with cursor.copy("copy neto_page_stock from stdin") as copy:
            for item in items:
                for warehouse, quantity in item.stock.items():
                    copy.write_row((item.sku, warehouse, quantity))


def learn_names(connection: psycopg.Connection, items: Sequence[CatalogueItem], reading: CatalogueReading) -> None:
    """Price groups and warehouses of Neto, so that rows of others are told from its own."""
    groups = {price.price_group for item in items for price in item.prices} - set(reading.price_groups)
    warehouses = {warehouse for item in items for warehouse in item.stock} - set(reading.warehouses)
    if groups or warehouses:
        reading.price_groups += sorted(groups)
        reading.warehouses += sorted(warehouses)
        save_reading(connection, reading)


def skus_of(connection: psycopg.Connection, statement: str, **parameters: Any) -> frozenset[str]:
    return frozenset(sku for (sku,) in connection.execute(sql(statement), parameters))


def note_seen(connection: psycopg.Connection, item_keys: Collection[str], *, is_bad: bool) -> None:
    connection.execute(sql("neto/insert_seen"), {"item_keys": list(item_keys), "is_bad": is_bad})


def unseen_skus(connection: psycopg.Connection, after: str, skus: Sequence[str] | None, how_many: int) -> list[str]:
    """The next SKUs that Neto had and that were not seen; skus: among these, None: all."""
    parameters = {"after": after, "skus": None if skus is None else list(skus), "how_many": how_many}
    return [sku for (sku,) in connection.execute(sql("neto/select_unseen_skus"), parameters)]


def retire_products(connection: psycopg.Connection, skus: Sequence[str]) -> list[str]:
    """Make products inactive that Neto has no more; those that were active."""
    return [sku for (sku,) in connection.execute(sql("neto/retire_products"), {"skus": list(skus)})]


def find_other_default_group(connection: psycopg.Connection) -> tuple[str, str] | None:
    """(code, name) of the default price group, where that is not Neto's."""
    return connection.execute(sql("neto/select_other_default_group"), {"default_group": DEFAULT_GROUP}).fetchone()


def close_unseen_problems(connection: psycopg.Connection, store: str) -> None:
    connection.execute(sql("neto/close_unseen_problems"), {"store": store})
