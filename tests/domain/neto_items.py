"""Items as the client hands them out: collections are lists, scalars text."""

from __future__ import annotations

from typing import Any


def neto_item(sku: str = "TEE-RED-S", **fields: Any) -> dict[str, Any]:
    return {
        "SKU": sku,
        "InventoryID": "101",
        "Name": "Red tee",
        "ParentSKU": "TEE",
        "IsActive": "True",
        "Virtual": "False",
        "RRP": "39.95",
        "DefaultPrice": "29.95",
        "PromotionPrice": "24.95",
        "PromotionStartDateUTC": "2026-02-27 13:00:00",
        "PromotionExpiryDateUTC": "2026-03-31 12:59:59",
        "TaxInclusive": "True",
        "TaxFreeItem": "False",
        "AuGstExempt": "False",
        "PriceGroups": [group("2", "Trade", "27.00")],
        "AvailableSellQuantity": "7",
        "CommittedQuantity": "3",
        "WarehouseQuantity": [held("1", "6"), held("2", "4")],
        "SalesChannels": [channel("12", "BigCommerce", "True")],
    } | fields


def group(number: str, name: str, price: str, **fields: Any) -> dict[str, Any]:
    return {"GroupID": number, "Group": name, "Price": price, "PromotionPrice": "0.00"} | fields


def held(warehouse: str, quantity: str) -> dict[str, Any]:
    return {"WarehouseID": warehouse, "Quantity": quantity}


def channel(number: str, name: str, is_approved: str) -> dict[str, Any]:
    return {"SalesChannelID": number, "SalesChannelName": name, "IsApproved": is_approved}
