"""AddItem and UpdateItem: patches. What is not named stays; a row that is wrong is a warning, the others are done."""

from typing import Any

from sandbox.neto import items, stock
from sandbox.neto.answers import Refused, Result, rows_in, text
from sandbox.neto.clocks import now, read_date
from sandbox.neto.databases import Account
from sandbox.neto.item_fields import BOOLEANS, COLLECTIONS, DATES, MEMBERS, NUMBERS, WRITABLE
from sandbox.neto.values import decimal_of, truth_of

JSON = dict[str, Any]
SKU_LENGTH, MISC_LENGTH = 25, 50


def add_item(account: Account, body: Any) -> Result:
    rows = rows_in(body, "Item")
    for row in rows:
        check(row)
        if items.find(account, row["SKU"]):
            raise Refused(f"Item {row['SKU']} already exists.")
        items.save(account, patched(account, items.new(account, row["SKU"]), row), updated=now(account))
    return Result({"Item": [{"SKU": row["SKU"]} for row in rows]})


def update_item(account: Account, body: Any) -> Result:
    done, warnings = [], []
    for row in rows_in(body, "Item"):
        check(row)
        item = items.find(account, row["SKU"])
        if item is None:
            warnings.append(f"Cannot find Item {row['SKU']}")
            continue
        items.save(account, patched(account, item, row), updated=now(account))
        done.append({"SKU": row["SKU"]})
    return Result({"Item": done}, warnings)


def check(row: JSON) -> None:
    sku = text(row.get("SKU"))
    if not sku or len(sku) > SKU_LENGTH:
        raise Refused(f"SKU is required, at most {SKU_LENGTH} characters: {sku[:40]}")
    row["SKU"] = sku
    if unknown := sorted(set(row) - WRITABLE):
        raise Refused(f"Unknown field: {', '.join(unknown)}.")


def patched(account: Account, item: JSON, row: JSON) -> JSON:
    for name, value in row.items():
        if name in COLLECTIONS:
            change(account, item, name, items.members(account, name, value))
        elif name in BOOLEANS:
            item[name] = truth_of(name, value)
        elif name in NUMBERS:
            item[name] = decimal_of(name, value)
        elif name in DATES:
            set_date(item, name, text(value))
        elif name.startswith("Misc") and len(text(value)) > MISC_LENGTH:
            raise Refused(f"{name} is longer than {MISC_LENGTH} characters.")
        else:
            item[name] = text(value)
    return item


def set_date(item: JSON, name: str, value: str) -> None:
    """The plain field and the one in UTC are the same moment here."""
    try:
        kept = read_date(value) if value and not value.startswith("0000") else ""
    except ValueError as error:
        raise Refused(f"{name} is not a date: {value}.") from error
    base = name.removesuffix("UTC").removesuffix("Local")
    item[base] = item[f"{base}UTC"] = kept


def change(account: Account, item: JSON, name: str, rows: list[JSON]) -> None:
    """One collection of an item, patched by the key of its members."""
    for row in rows:
        if unknown := sorted(set(row) - MEMBERS[name]):
            raise Refused(f"Unknown field of {name}: {', '.join(unknown)}.")
    if name == "WarehouseQuantity":
        for row in rows:
            move_stock(account, item, row)
    elif name == "PriceGroups":
        merge(item[name], rows, ("GroupID", "MinimumQuantity"))
    elif name == "SalesChannels":
        for row in rows:
            row["IsApproved"] = truth_of("IsApproved", row.get("IsApproved", "False"))
        if account.settings["sales_channels_update"] == "remove":
            item[name] = []
        merge(item[name], rows, ("SalesChannelID",))
    else:
        item[name] = rows


def merge(kept: list[JSON], rows: list[JSON], keys: tuple[str, ...]) -> None:
    for row in rows:
        is_deleted = truth_of("Delete", row.pop("Delete", "False")) == "True"
        same = [one for one in kept if all(one.get(key, "") == row.get(key, "") for key in keys)]
        for one in same:
            kept.remove(one)
        if not is_deleted:
            kept.append({**(same[0] if same else {}), **row})


def move_stock(account: Account, item: JSON, row: JSON) -> None:
    known = [one["WarehouseID"] for one in account.settings["warehouses"]]
    if row.get("WarehouseID") not in known:
        raise Refused(f"Unknown WarehouseID: {row.get('WarehouseID')}.")
    action, quantity = row.get("Action", "set").lower(), stock.units(decimal_of("Quantity", row.get("Quantity", "0")))
    if action not in ("set", "increment", "decrement"):
        raise Refused(f"Unknown Action: {action}.")
    held = next((one for one in item["WarehouseQuantity"] if one["WarehouseID"] == row["WarehouseID"]), None)
    if held is None:
        held = {"WarehouseID": row["WarehouseID"], "Quantity": "0"}
        item["WarehouseQuantity"].append(held)
    before = stock.units(held["Quantity"])
    held["Quantity"] = str({"set": quantity, "increment": before + quantity, "decrement": before - quantity}[action])
