"""Many items at once, for what must hold at any size."""

from typing import Any

from sandbox.neto import items
from sandbox.neto.clocks import now
from sandbox.neto.databases import Account


def create(account: Account, count: int, prefix: str = "BULK-", price_group: str = "BigCommerce") -> int:
    """`count` simple items, PREFIX000001 and so on, each with a price, a group price, a promotion in every fifth, two
    warehouses, and the first channels' approval for two of three. The first number."""
    moment, channels = now(account), account.settings["sales_channels"]
    group = next(row for row in account.settings["price_groups"] if price_group in (row["GroupID"], row["Group"]))
    with account.transaction() as db:
        first = account.next_ids("items", count, first=101)
        template = {**items.EMPTY, **dict.fromkeys(("DateAdded", "DateAddedUTC", "DateCreatedUTC"), moment)}
        template |= {"DateUpdated": moment, "DateUpdatedUTC": moment}

        def row(number: int) -> tuple[Any, ...]:
            sku, price = f"{prefix}{number:06d}", 10 + number % 90
            item = template | {"SKU": sku, "Name": f"Item {number}", "InventoryID": str(first + number - 1)}
            item |= {"ID": item["InventoryID"], "DefaultPrice": f"{price}.95", "RRP": f"{price + 5}.00"}
            if number % 5 == 0:
                item |= {"PromotionPrice": f"{price - 2}.95", "PromotionStartDateUTC": "2026-01-01 00:00:00"}
            item["PriceGroups"] = [
                {**group, "Price": f"{price - 1}.50", "PromotionPrice": "0.00", "MinimumQuantity": "1"}
            ]
            item["SalesChannels"] = [{**channel, "IsApproved": str(number % 3 > 0)} for channel in channels]
            item["WarehouseQuantity"] = [
                {"WarehouseID": warehouse, "Quantity": str(number % most)} for warehouse, most in (("1", 50), ("2", 7))
            ]
            return (first + number - 1, sku, "", "True", moment, moment, items.document(item))

        db.executemany("insert into items values (?, ?, ?, ?, ?, ?, ?)", map(row, range(1, count + 1)))
    return first
