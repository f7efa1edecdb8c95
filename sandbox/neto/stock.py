"""What of an item can still be sold: on hand in all warehouses, less what open orders hold.

Source: the vendor's help on "available quantity": available = sum of all warehouses - committed. A kit has as many as
its scarcest component.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from sandbox.neto import items
from sandbox.neto.clocks import now
from sandbox.neto.databases import Account

JSON = dict[str, Any]


def committed(account: Account, skus: Collection[str]) -> dict[str, int]:
    """{sku: units that open orders hold}."""
    marks = ",".join("?" * len(skus))
    found = account.rows(
        f"select sku, sum(committed) as units from order_lines where committed > 0 and sku in ({marks}) group by sku",
        list(skus),
    )
    return {row["sku"]: row["units"] for row in found}


def add_quantities(account: Account, rows: list[JSON]) -> None:
    """Fill in CommittedQuantity and AvailableSellQuantity."""
    components = {part["ComponentSKU"] for row in rows for part in row["KitComponents"]}
    others = {sku: found for sku in components if (found := items.find(account, sku))}
    held = committed(account, {row["SKU"] for row in rows} | set(others))
    for row in rows:
        row["CommittedQuantity"] = str(held.get(row["SKU"], 0))
        row["AvailableSellQuantity"] = str(available(row, others, held))


def available(item: JSON, components: Mapping[str, JSON], held: Mapping[str, int]) -> int:
    if item["KitComponents"]:
        return min(
            available(components[part["ComponentSKU"]], {}, held) // max(1, units(part.get("AssembleQuantity") or 1))
            if part["ComponentSKU"] in components
            else 0
            for part in item["KitComponents"]
        )
    return sum(units(row["Quantity"]) for row in item["WarehouseQuantity"]) - held.get(item["SKU"], 0)


def units(value: Any) -> int:
    return int(Decimal(str(value)))


def parts(account: Account, sku: str, quantity: int) -> list[tuple[str, int]]:
    """What a line takes from the shelves: the item, or its components."""
    item = items.find(account, sku)
    if item is None or not item["KitComponents"]:
        return [(sku, quantity)]
    return [
        (part["ComponentSKU"], quantity * max(1, units(part.get("AssembleQuantity") or 1)))
        for part in item["KitComponents"]
    ]


def take(account: Account, sku: str, quantity: int, warehouse: str = "") -> None:
    """Units leave a warehouse (or come back, below 0): the line's own, else the item's first."""
    for part, count in parts(account, sku, quantity):
        item = items.find(account, part)
        if item is None or not count:
            continue
        if not item["WarehouseQuantity"]:
            primary = account.settings["warehouses"][0]["WarehouseID"]
            item["WarehouseQuantity"] = [{"WarehouseID": warehouse or primary, "Quantity": "0"}]
        rows = item["WarehouseQuantity"]
        row = next((row for row in rows if row["WarehouseID"] == warehouse), rows[0])
        row["Quantity"] = str(units(row["Quantity"]) - count)
        # The shelf changed, which moves the item's own date; a commit alone need not.
        items.save(account, item, updated=now(account))
