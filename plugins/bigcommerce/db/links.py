"""SKU ↔ product and variant of one store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields

import psycopg
from psycopg.rows import class_row

from bigcommerce.db.queries import sql
from bigcommerce.domain.link_changes import LinkWalk
from bigcommerce.domain.links import CatalogItem

COLUMNS = ", ".join(field.name for field in fields(CatalogItem))


def create_catalog_items(connection: psycopg.Connection) -> None:
    """An empty temporary table for what the catalogue holds."""
    connection.execute("drop table if exists catalog_items")
    connection.execute(sql("links/create_catalog_items"))


def copy_catalog_items(connection: psycopg.Connection, items: Iterable[CatalogItem]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy catalog_items ({COLUMNS}) from stdin") as copy:
        for item in items:
            copy.write_row(astuple(item))


def save_links(
    connection: psycopg.Connection, store: str, dag_run_id: str, skus: Sequence[str] | None
) -> tuple[int, int, int]:
    """Judge these SKUs (None: all) by the copied catalogue; (looked at, changed, not linked)."""
    parameters = {"store": store, "skus": None if skus is None else list(skus), "dag_run_id": dag_run_id}
    connection.execute(sql("links/index_catalog_items"))
    with connection.transaction():
        changed = connection.execute(sql("links/upsert_links"), parameters).rowcount
        connection.execute(sql("links/close_link_problems"), parameters)
        connection.execute(sql("links/open_link_problems"), parameters)
        row = connection.execute(sql("links/count_links"), parameters).fetchone()
    looked_at, not_linked = row or (0, 0)
    return looked_at, changed, not_linked


def find_unlinked_skus(connection: psycopg.Connection, store: str, skus: Sequence[str] | None) -> list[str]:
    parameters = {"store": store, "skus": None if skus is None else list(skus)}
    return [sku for (sku,) in connection.execute(sql("links/select_unlinked_skus"), parameters)]


def find_lost_skus(connection: psycopg.Connection, store: str, product_ids: Iterable[int]) -> list[str]:
    """SKUs that link to one of these products and are not found there any more; their items are copied."""
    parameters = {"store": store, "product_ids": list(product_ids)}
    return [sku for (sku,) in connection.execute(sql("links/select_lost_skus"), parameters)]


def read_link_walk(connection: psycopg.Connection, store: str) -> LinkWalk | None:
    """How far the store's catalogue has been read; None: not yet."""
    with connection.cursor(row_factory=class_row(LinkWalk)) as cursor:
        return cursor.execute(sql("links/select_link_walk"), {"store": store}).fetchone()


def save_link_walk(connection: psycopg.Connection, store: str, walk: LinkWalk, *, is_whole: bool) -> None:
    connection.execute(sql("links/upsert_link_walk"), vars(walk) | {"store": store, "is_whole": is_whole})


def are_changes_due(connection: psycopg.Connection, store: str) -> bool:
    row = connection.execute(sql("links/select_changes_due"), {"store": store}).fetchone()
    return row is not None and row[0]


def find_concerned_skus(
    connection: psycopg.Connection, store: str, product_ids: Iterable[int]
) -> list[tuple[str, bool]]:
    """(SKU, must it be looked up) of what the changes of these products may concern; their items are copied."""
    parameters = {"store": store, "product_ids": list(product_ids)}
    return connection.execute(sql("links/select_concerned_skus"), parameters).fetchall()
