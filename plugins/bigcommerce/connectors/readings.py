"""What BigCommerce holds now, asked for in as few requests as its lists allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from bigcommerce.connectors.answers import Answer
from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.connectors.rows import PAGE, iso, rows_of, total_of
from bigcommerce.errors import Rejected, UnexpectedAnswer, Unreachable

JSON = dict[str, Any]

# Documented maximum of a page of get-inventory-items.
STOCK_PAGE = 1_000
# As many price records as may be written at once; what a page takes at most is not documented.
RECORDS_PAGE = 1_000
# How a `limit` that is too high would be refused.
TOO_MUCH = frozenset({400, 413, 422})
# `:in` filters live in the URL, whose limit is undocumented: 4 kB in all are safe.
LONGEST_LIST = 3_000


@dataclass(frozen=True)
class ProductChanges:
    """products: modified at or after a moment. total: of the whole catalogue. read_at: BigCommerce's clock."""

    products: list[JSON]
    total: int
    read_at: datetime


def read_product_changes(client: BigCommerceClient, fields: Sequence[str], since: datetime) -> ProductChanges:
    """getProducts, newest change first: one request shows up to a page of changes and counts the catalogue.

    Beyond a page the filter by date is walked by id: pages of a list sorted by what moves would skip rows.
    """
    path = "/v3/catalog/products"
    shown = ",".join([*fields, "date_modified"])
    answer = client.get(path, sort="date_modified", direction="desc", limit=PAGE, include_fields=shown)
    rows, total, read_at = rows_of(answer, path), total_of(answer), client.read_at
    if total is None or read_at is None:
        raise UnexpectedAnswer(f"GET {path} was answered without a total or a Date header.")
    dates = [modified_at(row) for row in rows]
    changed = [row for row, date in zip(rows, dates, strict=True) if date >= since]
    if len(changed) == PAGE or dates != sorted(dates, reverse=True):
        walk = client.product_pages(fields, **{"date_modified:min": iso(since)})
        changed = [product for page in walk for product in page]
    return ProductChanges(changed, total, read_at)


def modified_at(product: JSON) -> datetime:
    try:
        return datetime.fromisoformat(product["date_modified"])
    except (KeyError, TypeError, ValueError):
        raise UnexpectedAnswer("GET /v3/catalog/products was answered without date_modified.") from None


def products_with_skus(client: BigCommerceClient, skus: Iterable[str]) -> Iterator[int]:
    """Ids of the products whose own SKU is one of these, compared without case: getProducts. A SKU with a comma cannot
    stand in a list, so it is asked for by itself."""
    skus = list(skus)
    filters = [{"sku": sku} for sku in skus if "," in sku]
    filters += [{"sku:in": ",".join(part)} for part in lists_that_fit(sku for sku in skus if "," not in sku)]
    for one in filters:
        for page in client.product_pages(["sku"], **one):
            yield from (product["id"] for product in page)


def lists_that_fit(values: Iterable[str]) -> Iterator[list[str]]:
    part: list[str] = []
    length = 0
    for value in values:
        size = len(quote(value, safe="")) + 3
        if part and length + size > LONGEST_LIST:
            yield part
            part, length = [], 0
        part.append(value)
        length += size
    if part:
        yield part


def stock_pages(client: BigCommerceClient, location_id: int, **filters: Any) -> Iterator[tuple[list[JSON], int | None]]:
    """get-inventory-items of one location: (rows, how many there are in all) of each page."""
    path = "/v3/inventory/items"
    return client.pages(path, limit=STOCK_PAGE, **{"location_id:in": location_id}, **filters)


def price_record_pages(
    client: BigCommerceClient, price_list_id: int, currency: str, **filters: Any
) -> Iterator[tuple[list[JSON], int | None]]:
    """getPriceListRecords of one currency: (rows, how many there are in all) of each page.

    Walked by cursor, and by page where no cursor is given. A page may be capped, so that only the total, or an empty
    page, ends the walk. Raises NotFound for a price list that is not there.
    """
    path = f"/v3/pricelists/{price_list_id}/records"
    limit, seen, page = RECORDS_PAGE, 0, 1
    position: JSON = {}
    total: int | None = None
    before: list[JSON] = []
    while True:
        try:
            answer = client.get(path, currency=currency.lower(), limit=limit, **position, **filters)
        except Rejected as error:
            if seen or limit == PAGE or error.status not in TOO_MUCH:
                raise
            limit = PAGE
            continue
        rows = rows_of(answer, path)
        if rows and rows == before:
            raise Unreachable(f"GET {path} showed the same page twice, after {seen} records.")
        total = total_of(answer) if total is None else total
        yield rows, total
        seen, page, before = seen + len(rows), page + 1, rows
        if not rows or (total is not None and seen >= total):
            return
        cursor = end_cursor_of(answer)
        position = {"after": cursor} if cursor else {"page": page}


def end_cursor_of(answer: Answer) -> str | None:
    """V3's `meta.cursor_pagination.end_cursor`."""
    meta = answer.body.get("meta") if isinstance(answer.body, dict) else None
    cursor = ((meta or {}).get("cursor_pagination") or {}).get("end_cursor")
    return cursor or None


def held_price(client: BigCommerceClient, product_id: int, variant_id: int | None) -> JSON | None:
    """{price, sale_price} of a product, or of one of its variants where its id is given; None: it is not there."""
    if variant_id is not None:
        return next(iter(client.rows("/v3/catalog/variants", id=variant_id)), None)
    pages = client.product_pages(["price", "sale_price"], **{"id:in": product_id})
    return next((product for page in pages for product in page), None)


def held_stock(client: BigCommerceClient, location_id: int, **identity: int) -> int | None:
    """What is on hand at the location; None: no such inventory item. identity: product_id or variant_id."""
    ((name, value),) = identity.items()
    for items, _ in stock_pages(client, location_id, **{f"{name}:in": value}):
        for item in items:
            for place in item.get("locations") or []:
                if place.get("location_id") == location_id:
                    return int(place["total_inventory_onhand"])
    return None
