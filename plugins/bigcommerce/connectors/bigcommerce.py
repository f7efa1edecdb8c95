"""What we say to BigCommerce: one method per operation, lists as iterators of pages.

Amounts that BigCommerce documents are kept as constants beside their one use; field names are BigCommerce's own.
Source: the REST API reference, operation names in each docstring.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from bigcommerce.connectors.answers import Answer
from bigcommerce.connectors.rows import PAGE, chunks, joined, rows_after, rows_of, total_of
from bigcommerce.connectors.transport import ATTEMPTS, Transport
from bigcommerce.errors import NotAuthorised, NotFound, Unreachable

JSON = dict[str, Any]

# Documented maximum of the batches.
PRODUCTS_A_BATCH, VARIANTS_A_BATCH, PRICE_RECORDS_A_BATCH, STOCK_ITEMS_A_BATCH = 10, 50, 1_000, 2_000
# `:in` filters live in the URL; 250 ids of 12 digits stay under 4 kB.
IDS_A_REQUEST = 250
# A page of orders that is too heavy for the store is halved down to this.
SMALLEST_PAGE = 10
# Ids that surely fit into one page, bounds and all.
ORDERS_A_RANGE = PAGE - 2


class BigCommerceClient:
    """One store's API. transport: at https://api.bigcommerce.com/stores/{store_hash}."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        # BigCommerce's clock at the newest reading; None where it did not say.
        self.read_at: datetime | None = None

    def get(self, path: str, **params: Any) -> Answer:
        answer = self.transport.request("GET", path, params=params or None)
        self.read_at = answer.date or self.read_at
        return answer

    # --- store -------------------------------------------------------------------------------------------------
    def time(self) -> Answer:
        """getSystemTimestamp: proves host and token; needs no scope worth naming."""
        return self.get("/v2/time")

    def store(self) -> JSON:
        """getStoreInformation: currency, decimal_places, is_price_entered_with_tax, timezone…"""
        return self.get("/v2/store").body

    def inventory_settings(self) -> JSON:
        """getSettingsInventory: when stock moves (`update_stock_behavior`)."""
        return self.get("/v3/settings/inventory").body["data"]

    # --- orders ------------------------------------------------------------------------------------------------
    def order_pages(self, after: int = 0, **filters: Any) -> Iterator[Answer]:
        """getOrders, walked by id: pages of whole orders with lines and fees. body: list of orders, never empty
        but for the first page (the caller reads its date).

        after: only orders with a higher id. filters: min_/max_date_modified, min_/max_date_created (ISO 8601 with
        zone), max_id. By key and not by page, because orders that leave the filter meanwhile would shift the rest.
        Raises Unreachable for a page that repeats and UnexpectedAnswer for one out of order: to go on would lose
        orders silently.
        """
        last, limit, is_first = after, PAGE, True
        while True:
            try:
                answer = self.orders_after(last, limit, ATTEMPTS if limit == PAGE else 1, **filters)
            except Unreachable as error:
                # It was answered badly or not in time: perhaps the page is too heavy, and half of it is not.
                if not error.maybe_done or limit <= SMALLEST_PAGE:
                    raise
                limit //= 2
                continue
            rows = rows_of(answer, "/v2/orders")
            # Whether the bound is included is undocumented: it may show the last order again, which is dropped.
            page = rows_after(last, rows, "/v2/orders", limit)
            if page or is_first:
                yield Answer(answer.status, page, answer.date)
            if len(rows) < limit:
                return
            last, limit, is_first = int(page[-1]["id"]), min(2 * limit, PAGE), False

    def orders_after(self, order_id: int, limit: int, attempts: int, **filters: Any) -> Answer:
        """getOrders: one page of whole orders by id, the named one perhaps included."""
        params = {
            "min_id": order_id,
            "sort": "id:asc",
            "limit": limit,
            "include": "consignments.line_items,fees",
            "consignment_structure": "object",
            **filters,
        }
        return self.transport.request("GET", "/v2/orders", params=params, attempts=attempts)

    def orders_between(self, first_id: int, last_id: int, attempts: int = ATTEMPTS) -> list[JSON]:
        """getOrders by id, both included and at most ORDERS_A_RANGE ids wide: one request, or its halves where it is
        too heavy. Archived orders are absent.

        Asked for one id wider on each side, because whether the bounds are included is undocumented.
        """
        params = {
            "min_id": first_id - 1,
            "max_id": last_id + 1,
            "sort": "id:asc",
            "limit": PAGE,
            "include": "consignments.line_items",
            "consignment_structure": "object",
        }
        try:
            answer = self.transport.request("GET", "/v2/orders", params=params, attempts=attempts)
        except Unreachable as error:
            middle = (first_id + last_id) // 2
            if not error.maybe_done or last_id - first_id < SMALLEST_PAGE:
                raise
            return [*self.orders_between(first_id, middle, 1), *self.orders_between(middle + 1, last_id, 1)]
        rows = rows_after(0, rows_of(answer, "/v2/orders"), "/v2/orders", PAGE)
        return [order for order in rows if first_id <= int(order["id"]) <= last_id]

    def order(self, order_id: int) -> JSON | None:
        """getOrder, or None where there is none."""
        try:
            return self.get(
                f"/v2/orders/{order_id}",
                include="consignments.line_items,fees",
                consignment_structure="object",
            ).body
        except NotFound:
            return None

    def order_products(self, order_id: int) -> list[JSON]:
        """getOrderProducts: every line, also beyond the 50 a consignment of the list shows."""
        return list(self.rows(f"/v2/orders/{order_id}/products"))

    def refunds(self, order_ids: Sequence[int]) -> Iterator[JSON]:
        """getOrdersRefunds of these orders."""
        for chunk in chunks(order_ids, IDS_A_REQUEST):
            yield from self.rows("/v3/orders/payment_actions/refunds", **{"order_id:in": joined(chunk)})

    def transactions(self, order_id: int) -> list[JSON]:
        """getOrderTransactions: all at once, the operation has no pages. Needs a scope of its own."""
        path = f"/v3/orders/{order_id}/transactions"
        return rows_of(self.get(path), path)

    # --- shipments ---------------------------------------------------------------------------------------------
    def shipments(self, order_id: int) -> list[JSON]:
        """getOrderShipments."""
        return list(self.rows(f"/v2/orders/{order_id}/shipments"))

    def create_shipment(self, order_id: int, shipment: JSON) -> JSON:
        """createOrderShipments. Mails the shopper and knows no idempotency key, so it is never repeated blindly:
        raises Unreachable(maybe_done=True) where the end is unclear."""
        path = f"/v2/orders/{order_id}/shipments"
        return self.transport.request("POST", path, body=shipment, repeatable=False).body

    def update_shipment(self, order_id: int, shipment_id: int, changes: JSON) -> JSON:
        """updateOrderShipment: number, link, carrier; never the items."""
        return self.transport.request("PUT", f"/v2/orders/{order_id}/shipments/{shipment_id}", body=changes).body

    # --- catalogue ---------------------------------------------------------------------------------------------
    def product_pages(self, fields: Iterable[str], **filters: Any) -> Iterator[list[JSON]]:
        """getProducts, walked by id. fields: what to include besides the id."""
        last = 0
        while True:
            answer = self.get(
                "/v3/catalog/products",
                sort="id",
                direction="asc",
                limit=PAGE,
                include_fields=",".join(fields),
                **{"id:greater": last},
                **filters,
            )
            rows = rows_of(answer, "/v3/catalog/products")
            page = rows_after(last, rows, "/v3/catalog/products", PAGE)
            if page:
                yield page
            if len(rows) < PAGE:
                return
            last = int(page[-1]["id"])

    def variants_of(self, product_ids: Sequence[int]) -> Iterator[JSON]:
        """getVariants of these products, base variants included. The list knows no key to walk by, so few
        products at a time."""
        for chunk in chunks(product_ids, IDS_A_REQUEST):
            yield from self.counted_rows("/v3/catalog/variants", **{"product_id:in": joined(chunk)})

    def variants_with_sku(self, sku: str) -> Iterator[JSON]:
        """getVariants with this SKU (BigCommerce compares without case)."""
        return self.rows("/v3/catalog/variants", sku=sku)

    def update_products(self, products: list[JSON]) -> JSON:
        """updateProducts, at most PRODUCTS_A_BATCH. The answer's `data` names those that were saved."""
        return self.transport.request("PUT", "/v3/catalog/products", body=products).body

    def update_variants(self, variants: list[JSON]) -> JSON:
        """updateVariantsBatch, at most VARIANTS_A_BATCH."""
        return self.transport.request("PUT", "/v3/catalog/variants", body=variants).body

    def update_variant(self, product_id: int, variant_id: int, changes: JSON) -> JSON:
        """updateProductVariant: the only documented way to set a price to null (inherit again)."""
        path = f"/v3/catalog/products/{product_id}/variants/{variant_id}"
        return self.transport.request("PUT", path, body=changes).body

    # --- price lists -------------------------------------------------------------------------------------------
    def price_lists(self) -> Iterator[JSON]:
        """getPriceLists: id, name, active."""
        return self.rows("/v3/pricelists")

    def price_records(self, price_list_id: int, variant_ids: Sequence[int], currency: str) -> Iterator[JSON]:
        """getPriceListRecords of these variants, at most IDS_A_REQUEST."""
        filters = {"variant_id:in": joined(variant_ids), "currency": currency}
        return self.rows(f"/v3/pricelists/{price_list_id}/records", **filters)

    def upsert_price_records(self, price_list_id: int, records: list[JSON]) -> None:
        """upsertPriceListRecords, at most PRICE_RECORDS_A_BATCH, one request a store at a time. Rejected with
        `batch_errors` names the refused ones; the others may have been saved."""
        self.transport.request("PUT", f"/v3/pricelists/{price_list_id}/records", body=records)

    def customer_groups(self) -> Iterator[JSON]:
        """getCustomerGroups: name, discount_rules. Needs Customers: read-only."""
        return self.rows("/v2/customer_groups")

    # --- inventory ---------------------------------------------------------------------------------------------
    def set_stock(self, items: list[JSON], reason: str) -> Answer:
        """put-absolute-adjustment, at most STOCK_ITEMS_A_BATCH of {location_id, quantity and exactly one of sku,
        variant_id, product_id}. Accepted is not applied: reads lag."""
        body = {"reason": reason, "items": items}
        return self.transport.request("PUT", "/v3/inventory/adjustments/absolute", body=body)

    def may_read_inventory(self) -> bool:
        """get-inventory-items, one row: whether the account has the Store Inventory scope at all."""
        try:
            self.get("/v3/inventory/items", limit=1)
        except NotAuthorised as error:
            if error.status != 403:
                raise
            return False
        return True

    def set_product_stock(self, products: list[JSON]) -> Answer:
        """updateProducts with {id, inventory_level}, at most PRODUCTS_A_BATCH: the default location's stock."""
        return self.transport.request("PUT", "/v3/catalog/products", body=products)

    def set_variant_stock(self, variants: list[JSON]) -> Answer:
        """updateVariantsBatch with {id, inventory_level}, at most VARIANTS_A_BATCH: the default location's stock."""
        return self.transport.request("PUT", "/v3/catalog/variants", body=variants)

    # --- paging ------------------------------------------------------------------------------------------------
    def rows(self, path: str, **filters: Any) -> Iterator[JSON]:
        """Every row of a list that knows no key to walk by."""
        for rows, _ in self.pages(path, **filters):
            yield from rows

    def pages(self, path: str, limit: int = PAGE, **filters: Any) -> Iterator[tuple[list[JSON], int | None]]:
        """(rows, how many the list says it has in all) of each page. Raises Unreachable for a page that repeats, as
        it would for ever."""
        page, before = 1, None
        while True:
            answer = self.get(path, page=page, limit=limit, **filters)
            rows = rows_of(answer, path)
            if len(rows) >= limit and rows == before:
                raise Unreachable(f"GET {path} showed the same page twice, as page {page - 1} and {page}.")
            yield rows, total_of(answer)
            if len(rows) < limit:
                return
            page, before = page + 1, rows

    def counted_rows(self, path: str, **filters: Any) -> list[JSON]:
        """Every row once. A list that moves while it is read shows rows twice or not at all, so they are counted
        against its total, and read once more where that differs. Raises Unreachable where some are missing still."""
        found: dict[int, JSON] = {}
        missing = 0
        for _ in range(2):
            read: dict[int, JSON] = {}
            total = None
            for rows, said in self.pages(path, **filters):
                total = said
                read.update((row["id"], row) for row in rows)
            if total is None or len(read) == total:
                return list(read.values())
            found |= read
            missing = total - len(found)
        if missing > 0:
            raise Unreachable(f"GET {path} was read twice, and each time showed fewer rows than it says it has.")
        return list(found.values())
