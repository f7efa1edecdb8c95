"""The names that Neto itself uses, for people to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bigcommerce.connectors.neto import NetoClient
from bigcommerce.connectors.neto_answers import JSON
from bigcommerce.connectors.offers import unique

# No action lists sales channels and price groups: a page of items names those in use.
ITEMS_LOOKED_AT = 200
NO = ("n", "no", "false", "0")


@dataclass(frozen=True)
class ItemNames:
    """What some items name. channels: names of sales channels; price_groups: {number: name}."""

    items: int = 0
    channels: list[str] = field(default_factory=list)
    price_groups: dict[str, str] = field(default_factory=dict)


def payment_methods(client: NetoClient) -> list[str]:
    """GetPaymentMethods: those in use."""
    return unique(row.get("name") for row in client.payment_methods() if is_used(row.get("active")))


def shipping_methods(client: NetoClient) -> list[str]:
    """GetShippingMethods: those in use."""
    rows = client.shipping_methods()
    return unique(row.get("name") for row in rows if str(row.get("status")).lower() != "inactive")


def warehouses(client: NetoClient) -> dict[str, str]:
    """GetWarehouse: {name, or number where the name is absent or not the only one: label}."""
    rows = [row for row in client.warehouses() if row.get("WarehouseID")]
    names = [row.get("WarehouseName") for row in rows]
    found = {}
    for row, name in zip(rows, names, strict=True):
        number = str(row["WarehouseID"])
        label = (
            f"{name or 'without a name'} (number {number}{'' if is_used(row.get('IsActive')) else ', switched off'})"
        )
        found[str(name) if name and names.count(name) == 1 else number] = label
    return found


def item_names(client: NetoClient) -> ItemNames:
    """GetItem: one page of what can be sold."""
    page = next(client.items({"IsActive": ["True"]}, ["SKU", "SalesChannels", "PriceGroups"], limit=ITEMS_LOOKED_AT))
    channels = unique(row.get("SalesChannelName") for row in inner(page.rows, "SalesChannels"))
    groups = {
        str(row["GroupID"]): str(row.get("Group") or "")
        for row in inner(page.rows, "PriceGroups")
        if row.get("GroupID")
    }
    return ItemNames(len(page.rows), sorted(channels), dict(sorted(groups.items())))


def inner(rows: list[JSON], name: str) -> Iterator[JSON]:
    return (one for row in rows for one in row[name] if isinstance(one, dict))


def is_used(value: Any) -> bool:
    """Of "y" and "n", "True" and "False"; what is not said is yes."""
    return str(value).lower() not in NO
