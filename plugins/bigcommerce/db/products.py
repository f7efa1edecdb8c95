"""Products as one store sees them, a page at a time: an index is walked from a key on, and nothing is counted.

Which index: the one that is likely to meet the fewest that do not match. A walk looks at so many rows and no more, so
that a page costs the same however many products there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import psycopg
from psycopg.rows import dict_row

from bigcommerce.db.queries import sql
from bigcommerce.domain.product_filters import ProductFilter

# A rare match may be further on: then the page says how far it looked.
LOOKED = 2_000
# It sorts after whatever follows a beginning.
LAST = "\U0010ffff"
ENTRIES = 50


class Place(NamedTuple):
    """The row a page begins after. name: only where the list goes by small letters, of names or SKUs."""

    name: str = ""
    sku: str = ""


START = Place()


@dataclass(frozen=True)
class Walk:
    statement: str
    order: str = "l.sku"


WALKS = {
    "products": Walk("products/walk_products"),
    "skus": Walk("products/walk_skus", "l.sort_name, l.sku"),
    "names": Walk("products/walk_names", "l.sort_name, l.sku"),
    "approvals": Walk("products/walk_approvals"),
    "links": Walk("products/walk_links"),
    "problems": Walk("products/walk_problems"),
    "parents": Walk("products/walk_parents"),
}


@dataclass(frozen=True)
class Found:
    """rows: of the page, in order. after: the next page begins after it; None: there is no more.
    is_partial: the page is short because the walk looked no further, so more may match."""

    rows: list[dict[str, Any]]
    after: Place | None
    is_partial: bool


def find_products(
    connection: psycopg.Connection,
    store: str,
    wanted: ProductFilter,
    after: Place,
    size: int,
    looked: int | None = LOOKED,
) -> Found:
    """looked: None looks through all the rest."""
    walk = WALKS[choose_walk(wanted)]
    parameters = parameters_of(store, wanted, after) | {"looked": looked, "limit": size + 1}
    places = [Place(name, sku) for sku, name in connection.execute(find(walk), parameters).fetchall()]
    rows = read_rows(connection, store, [place.sku for place in places[:size]])
    if len(places) > size:
        return Found(rows, places[size - 1], False)
    end = None if looked is None else look_ahead(connection, walk, parameters, looked)
    return Found(rows, end, end is not None)


def choose_walk(wanted: ProductFilter) -> str:
    if wanted.name_prefix is not None:
        return "names"
    if wanted.sku_prefix and wanted.is_any_case:
        return "skus"
    if wanted.has_problem:
        return "problems"
    if wanted.link_state in ("missing", "ambiguous"):
        return "links"
    if wanted.is_parent:
        return "parents"
    if wanted.is_approved:
        return "approvals"
    return "links" if wanted.link_state == "linked" else "products"


def find(walk: Walk) -> str:
    return (
        f"select l.sku, l.sort_name from (\n{sql(walk.statement)}) l\nwhere {sql('products/match_filter')}"
        f"order by {walk.order} limit %(limit)s"
    )


def look_ahead(connection: psycopg.Connection, walk: Walk, parameters: dict[str, Any], looked: int) -> Place | None:
    """The last row that was looked at; None: there were fewer."""
    statement = f"{sql(walk.statement)}offset %(skip)s"
    row = connection.execute(statement, parameters | {"looked": 1, "skip": looked - 1}).fetchone()
    return None if row is None else Place(row[1], row[0])


def parameters_of(store: str, wanted: ProductFilter, after: Place) -> dict[str, Any]:
    prefix, name = wanted.sku_prefix or "", wanted.name_prefix
    return {
        "store": store,
        "is_approved": wanted.is_approved,
        "link_state": wanted.link_state,
        "has_problem": wanted.has_problem,
        "is_parent": wanted.is_parent,
        "sku_prefix": prefix,
        "sku_end": prefix + LAST if prefix else None,
        "name_prefix": name,
        "name_end": None if name is None else name + LAST,
        "after_name": after.name,
        "after_sku": after.sku,
    }


def read_rows(connection: psycopg.Connection, store: str, skus: Sequence[str]) -> list[dict[str, Any]]:
    """In the order of the SKUs; one that is no product has no row."""
    found = {row["sku"]: row for row in read(connection, "products/select_rows", store, skus=list(skus))}
    return [found[sku] for sku in skus if sku in found]


def read_product(connection: psycopg.Connection, store: str, sku: str) -> dict[str, Any] | None:
    return next(iter(read_rows(connection, store, [sku])), None)


def read_approval_history(connection: psycopg.Connection, store: str, sku: str) -> list[dict[str, Any]]:
    return read(connection, "products/select_approval_history", store, sku=sku, limit=ENTRIES)


def read_price_history(connection: psycopg.Connection, store: str, sku: str) -> list[dict[str, Any]]:
    return read(connection, "products/select_price_history", store, sku=sku, limit=ENTRIES)


def read_sku_problems(connection: psycopg.Connection, store: str, sku: str) -> list[dict[str, Any]]:
    return read(connection, "products/select_problems", store, sku=sku, limit=ENTRIES)


def read(connection: psycopg.Connection, statement: str, store: str, **parameters: Any) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(sql(statement), parameters | {"store": store}).fetchall()
