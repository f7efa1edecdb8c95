"""What a new account starts with: the demo shop's catalogue as Neto would hold it, or nothing."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from sandbox.neto import items, settings
from sandbox.neto.databases import Account, erase
from sandbox.neto.values import cents

SEEDS = ("demo", "empty")
DATA = Path(__file__).parents[1] / "data"
CHANNEL, GROUP = "BigCommerce", "Wholesale"
# The demo's back office says that its wholesale prices are without tax; Neto has one basis for all prices of an item.
WITH_TAX = Decimal("1.1")
# Nothing of it changed lately, so that a reading of changes finds none.
LONG_AGO = "2026-01-01 00:00:00"


def sow(account: Account, seed: str) -> None:
    """Empty the account and fill it; settings go back to the seed's own."""
    with account.transaction():
        erase(account)
        account.keep("settings", names() if seed == "demo" else {})
        settings.load(account)
        account.keep("seed", seed)
        if seed == "demo":
            for wish in catalogue():
                items.put(account, {"DateUpdatedUTC": LONG_AGO} | wish)


def names() -> dict[str, Any]:
    """The names of the demo's back office, so that what the store's names are mapped to is there."""
    methods = [row["name"] for row in rows("backoffice/payment_methods")]
    services = [row["name"] for row in rows("backoffice/shipping_services")]
    return {"payment_methods": methods, "shipping_methods": services, "shipping_services": services}


def catalogue() -> list[dict[str, Any]]:
    """The back office's files as items."""
    prices = {(row["sku"], row["price_group"]): row for row in rows("backoffice/product_prices")}
    approved = {row["SKU"] for row in rows("approved_skus")}
    stock: dict[str, list[dict[str, str]]] = {}
    for row in rows("backoffice/stock"):
        number = "1" if row["warehouse"] == "main" else "2"
        held = {"WarehouseID": number, "Quantity": row["available_quantity"]}
        stock.setdefault(row["sku"], []).append(held)
    products = rows("backoffice/products")
    parents = {row["parent_sku"] for row in products}
    return [
        {
            **{"SKU": row["sku"], "Name": row["name"], "ParentSKU": row["parent_sku"]},
            **{"IsActive": row["is_active"].capitalize(), "TaxFreeItem": row["is_tax_free"].capitalize()},
            **{"IsVariant": str(bool(row["parent_sku"])), "RRP": row["rrp"] or "0.00"},
            "Virtual": str(row["sku"] not in stock and row["sku"] not in parents),
            "WarehouseQuantity": stock.get(row["sku"], []),
            "SalesChannels": [{"SalesChannelName": CHANNEL, "IsApproved": str(row["sku"] in approved)}],
            **priced(prices.get((row["sku"], "default")), prices.get((row["sku"], "wholesale"))),
        }
        for row in products
    ]


def priced(default: dict[str, str] | None, wholesale: dict[str, str] | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if default:
        found = {"DefaultPrice": default["price"] or "0.00", "PromotionPrice": default["promotion_price"] or "0.00"}
        for name, column in (
            ("PromotionStartDate", "promotion_starts_at"),
            ("PromotionExpiryDate", "promotion_ends_at"),
        ):
            found[name] = found[f"{name}UTC"] = default[column].replace("T", " ")[:19]
    if wholesale and wholesale["price"]:
        price = f"{cents(Decimal(wholesale['price']) * WITH_TAX):.2f}"
        found["PriceGroups"] = [{"Group": GROUP, "Price": price, "PromotionPrice": "0.00", "MinimumQuantity": "1"}]
    return found


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
