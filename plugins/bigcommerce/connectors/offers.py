"""The names that a store itself uses, for people to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bigcommerce.connectors.bigcommerce import BigCommerceClient
from bigcommerce.connectors.rows import PAGE, iso, rows_of

# Zones beyond these are for names that orders show anyway.
ZONES_ASKED = 20


@dataclass(frozen=True)
class OrderNames:
    """How many of some orders carry a status id, a payment method, a shipping method. None: it has no such name."""

    orders: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    payment_methods: Counter[str | None] = field(default_factory=Counter)
    shipping_methods: Counter[str | None] = field(default_factory=Counter)


def order_statuses(client: BigCommerceClient) -> dict[int, str]:
    """getOrderStatuses: {id: the merchant's own label}, in the order of the merchant's list."""
    rows = rows_of(client.get("/v2/order_statuses"), "/v2/order_statuses")
    rows.sort(key=lambda row: row.get("order") or 0)
    return {int(row["id"]): str(row.get("custom_label") or row["name"]) for row in rows}


def count_orders(client: BigCommerceClient, statuses: Collection[int], since: datetime | None) -> int:
    """getOrdersCount: how many are in these statuses now."""
    answer = client.get("/v2/orders/count", **({"min_date_created": iso(since)} if since else {}))
    return sum(int(row["count"]) for row in answer.body["statuses"] if row["id"] in statuses)


def entered_with_tax(client: BigCommerceClient) -> bool | None:
    """getStoreInformation: whether the store takes its catalogue prices as including tax."""
    found = client.store().get("is_price_entered_with_tax")
    return found if isinstance(found, bool) else None


def price_lists(client: BigCommerceClient) -> dict[int, str]:
    """getPriceLists: {id: name}."""
    return {int(row["id"]): str(row["name"]) for row in client.price_lists()}


def locations(client: BigCommerceClient) -> dict[int, str]:
    """getLocations: {id: label}; one that is switched off says so."""
    rows = client.rows("/v3/inventory/locations")
    return {int(row["id"]): str(row["label"]) + ("" if row.get("enabled") else " (switched off)") for row in rows}


def payment_methods(client: BigCommerceClient) -> list[str]:
    """getAllPaymentMethods: deprecated, and some providers are absent, so it only adds to what orders show."""
    return unique(row.get("name") for row in client.rows("/v2/payments/methods"))


def shipping_methods(client: BigCommerceClient) -> list[str]:
    """getShippingZoneMethods of every zone. What carriers quote live has other names, which only orders show."""
    zones = rows_of(client.get("/v2/shipping/zones"), "/v2/shipping/zones")[:ZONES_ASKED]
    paths = [f"/v2/shipping/zones/{int(zone['id'])}/methods" for zone in zones]
    return unique(row.get("name") for path in paths for row in rows_of(client.get(path), path))


def newest_orders(client: BigCommerceClient, since: datetime) -> OrderNames:
    """getOrders: one page of the newest, counted by their names; nothing else of them is kept."""
    answer = client.get(
        "/v2/orders",
        min_date_created=iso(since),
        sort="date_created:desc",
        limit=PAGE,
        include="consignments",
        consignment_structure="object",
    )
    orders = [order for order in rows_of(answer, "/v2/orders") if order.get("status_id") != 0]
    found = OrderNames(len(orders))
    for order in orders:
        found.statuses[order["status_id"]] += 1
        found.payment_methods[order.get("payment_method") or None] += 1
        shipping: list[dict[str, Any]] = (order.get("consignments") or {}).get("shipping") or []
        found.shipping_methods.update({row.get("shipping_method") or None for row in shipping} or {None})
    return found


def unique(names: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(str(name) for name in names if name))
