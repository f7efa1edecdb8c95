"""Which of an order's shipments is the one whose answer was lost.

BigCommerce has no key to tell: a shipment is known by its address, number, items and time.
Source: Orders V2, getOrderShipments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bigcommerce.domain.fields import moment

JSON = dict[str, Any]

# Clocks of one second's resolution that may be stepped, and the time a request is under way.
CLOCK_SLACK = timedelta(minutes=2)
# What updateOrderShipment can change; the items it cannot.
TEXTS = ("tracking_number", "tracking_link", "tracking_carrier", "shipping_provider", "shipping_method")


@dataclass(frozen=True)
class Intent:
    """A shipment whose outcome is unknown. earliest: when it was intended, by BigCommerce's clock."""

    key: tuple[str, int]
    request: JSON
    earliest: datetime


def match_shipments(
    intents: Sequence[Intent], shipments: Iterable[JSON], taken: Collection[int]
) -> dict[tuple[str, int], JSON]:
    """{intent's key: the shipment that it became}; intents that became none are absent.

    shipments: of getOrderShipments, of the intents' own order; taken: ids that belong to another consignment already.
    """
    free = {int(shipment["id"]): shipment for shipment in shipments if int(shipment["id"]) not in taken}
    found: dict[tuple[str, int], JSON] = {}
    for intent in intents:
        for shipment_id in sorted(free):
            if is_same(intent, free[shipment_id]):
                found[intent.key] = free.pop(shipment_id)
                break
    return found


def is_same(intent: Intent, shipment: JSON) -> bool:
    request = intent.request
    created = moment(shipment.get("date_created"), "date_created")
    return (
        request.get("order_address_id") in (None, shipment.get("order_address_id"))
        and (shipment.get("tracking_number") or "").strip() == (request.get("tracking_number") or "").strip()
        and (request.get("items") is None or units_of(request["items"]) == units_of(shipment.get("items")))
        and (created is None or created >= intent.earliest - CLOCK_SLACK)
    )


def request_behind(shipment: JSON) -> JSON:
    """What a shipment of getOrderShipments was created with."""
    items = [{name: item[name] for name in ("order_product_id", "quantity")} for item in shipment.get("items") or []]
    texts = {name: shipment.get(name) or "" for name in TEXTS}
    return {"order_address_id": shipment.get("order_address_id"), **texts, "items": items}


def units_of(items: Iterable[JSON] | None) -> Counter[int]:
    units: Counter[int] = Counter()
    for item in items or []:
        units[int(item["order_product_id"])] += int(item["quantity"])
    return units
