"""What we say to BigCommerce: one method per operation, lists as iterators of pages.

Amounts that BigCommerce documents are kept as constants beside their one use; field names are BigCommerce's own.
Source: the REST API reference, operation names in each docstring.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from bigcommerce.connectors.answers import Answer
from bigcommerce.connectors.transport import Transport
from bigcommerce.errors import NotFound, UnexpectedAnswer, Unreachable

JSON = dict[str, Any]

# Documented maximum of a page (V2 and V3) and of the batches.
PAGE = 250
PRODUCTS_A_BATCH, VARIANTS_A_BATCH, PRICE_RECORDS_A_BATCH, STOCK_ITEMS_A_BATCH = 10, 50, 1_000, 2_000
# `:in` filters live in the URL; 250 ids of 12 digits stay under 4 kB.
IDS_A_REQUEST = 250
# Ids that surely fit into one page, bounds and all.
ORDERS_A_RANGE = PAGE - 2


class BigCommerceClient:
    """One store's API. transport: at https://api.bigcommerce.com/stores/{store_hash}."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport

    def get(self, path: str, **params: Any) -> Answer:
        return self.transport.request("GET", path, params=params or None)

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
    def order_pages(self, **filters: Any) -> Iterator[Answer]:
        """getOrders, walked by id: pages of whole orders with lines and fees. body: list of orders, never empty
        but for the first page (the caller reads its date).

        filters: min_/max_date_modified, min_/max_date_created (ISO 8601 with zone), max_id. By key and not by
        page, because orders that leave the filter meanwhile would shift the rest. Raises Unreachable for a page
        that repeats and UnexpectedAnswer for one out of order: to go on would lose orders silently.
        """
        last = 0
        while True:
            answer = self.get(
                "/v2/orders",
                min_id=last,
                sort="id:asc",
                limit=PAGE,
                include="consignments.line_items,fees",
                consignment_structure="object",
                **filters,
            )
            ids = order_ids(answer.body or [])
            # Whether the bound is included is undocumented: it may show the last order again, which is dropped.
            page = [order for order, order_id in zip(answer.body or [], ids, strict=True) if order_id > last]
            if page or last == 0:
                yield Answer(answer.status, page, answer.date)
            if len(ids) < PAGE:
                return
            if not page:
                raise Unreachable(f"GET /v2/orders showed the same page twice, before and after order {last}.")
            last = ids[-1]

    def orders_between(self, first_id: int, last_id: int) -> list[JSON]:
        """getOrders by id, both included and at most ORDERS_A_RANGE ids wide: one request. Archived orders are absent.

        Asked for one id wider on each side, because whether the bounds are included is undocumented.
        """
        answer = self.get(
            "/v2/orders",
            min_id=first_id - 1,
            max_id=last_id + 1,
            sort="id:asc",
            limit=PAGE,
            include="consignments.line_items",
            consignment_structure="object",
        )
        return [order for order in answer.body or [] if first_id <= order["id"] <= last_id]

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
        return list(self.v2_rows(f"/v2/orders/{order_id}/products"))

    def refunds(self, order_ids: Sequence[int]) -> Iterator[JSON]:
        """getOrdersRefunds of these orders."""
        for chunk in chunks(order_ids, IDS_A_REQUEST):
            yield from self.v3_rows("/v3/orders/payment_actions/refunds", **{"order_id:in": joined(chunk)})

    # --- shipments ---------------------------------------------------------------------------------------------
    def shipments(self, order_id: int) -> list[JSON]:
        """getOrderShipments."""
        return list(self.v2_rows(f"/v2/orders/{order_id}/shipments"))

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
            page = self.get(
                "/v3/catalog/products",
                sort="id",
                direction="asc",
                limit=PAGE,
                include_fields=",".join(fields),
                **{"id:greater": last},
                **filters,
            ).body["data"]
            page = [product for product in page if product["id"] > last]
            if not page:
                return
            yield page
            if len(page) < PAGE:
                return
            last = page[-1]["id"]

    def variants_of(self, product_ids: Sequence[int]) -> Iterator[JSON]:
        """getVariants of these products, base variants included. The list knows no key to walk by, so few
        products at a time."""
        for chunk in chunks(product_ids, IDS_A_REQUEST):
            yield from self.v3_rows("/v3/catalog/variants", **{"product_id:in": joined(chunk)})

    def variants_with_sku(self, sku: str) -> Iterator[JSON]:
        """getVariants with this SKU (BigCommerce compares without case)."""
        return self.v3_rows("/v3/catalog/variants", sku=sku)

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

    # --- inventory ---------------------------------------------------------------------------------------------
    def set_stock(self, items: list[JSON], reason: str) -> Answer:
        """put-absolute-adjustment, at most STOCK_ITEMS_A_BATCH of {location_id, quantity and exactly one of sku,
        variant_id, product_id}. Accepted is not applied: reads lag."""
        body = {"reason": reason, "items": items}
        return self.transport.request("PUT", "/v3/inventory/adjustments/absolute", body=body)

    # --- paging ------------------------------------------------------------------------------------------------
    def v2_rows(self, path: str) -> Iterator[JSON]:
        page = 1
        while True:
            rows = self.get(path, page=page, limit=PAGE).body or []
            yield from rows
            if len(rows) < PAGE:
                return
            page += 1

    def v3_rows(self, path: str, **filters: Any) -> Iterator[JSON]:
        page = 1
        while True:
            rows = self.get(path, page=page, limit=PAGE, **filters).body["data"]
            yield from rows
            if len(rows) < PAGE:
                return
            page += 1


def order_ids(orders: Any) -> list[int]:
    """Their ids, in the ascending order that was asked for."""
    try:
        ids = [int(order["id"]) for order in orders]
    except (KeyError, TypeError, ValueError):
        raise UnexpectedAnswer("GET /v2/orders was answered with something else than orders.") from None
    if ids != sorted(ids):
        raise UnexpectedAnswer("GET /v2/orders was answered out of order, so a walk by id would lose orders.")
    return ids


def chunks(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (values[start : start + size] for start in range(0, len(values), size))


def joined(values: Iterable[Any]) -> str:
    return ",".join(str(value) for value in values)


def iso(moment: datetime) -> str:
    """A date filter's value: full, with zone; a date alone would get the current time of day added."""
    return moment.isoformat(timespec="seconds")
