"""Items as they are kept: by GetItem's names, scalars as text, collections as lists without their wrapper."""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.memories import to_json
from sandbox.neto.answers import Refused, listed, text
from sandbox.neto.clocks import now
from sandbox.neto.databases import Account
from sandbox.neto.item_fields import COLLECTIONS, EMPTY
from sandbox.neto.shapes import COLLECTIONS as WRAPPERS

JSON = dict[str, Any]


def find(account: Account, sku: str) -> JSON | None:
    row = account.row("select doc from items where sku = ?", (sku,))
    return whole(json.loads(row["doc"])) if row else None


def every(account: Account, sku: str | None = None) -> list[JSON]:
    where, values = ("where sku = ?", [sku]) if sku is not None else ("", [])
    return [whole(json.loads(row["doc"])) for row in account.rows(f"select doc from items {where} order by id", values)]


def whole(doc: JSON) -> JSON:
    """The item of a document, which leaves out what every item has unless told otherwise."""
    return {**EMPTY, **{name: [] for name in COLLECTIONS}, **doc}


def document(item: JSON) -> str:
    return to_json({name: value for name, value in item.items() if value != EMPTY.get(name)})


def put(account: Account, wish: Mapping[str, Any]) -> JSON:
    """By hand: the named fields over the item of that SKU, or over an empty one. Collections are replaced."""
    if not wish.get("SKU"):
        raise Refused("SKU is required.")
    stored = find(account, str(wish["SKU"])) or new(account, str(wish["SKU"]))
    for name, value in wish.items():
        stored[name] = members(account, name, value) if name in COLLECTIONS else text(value)
    return save(account, stored, updated=str(wish.get("DateUpdatedUTC") or now(account)))


def new(account: Account, sku: str) -> JSON:
    number, added = str(account.next_ids("items", first=101)), now(account)
    dates = dict.fromkeys(("DateAdded", "DateAddedUTC", "DateCreatedUTC", "DateUpdated", "DateUpdatedUTC"), added)
    return whole({**dates, "SKU": sku, "InventoryID": number, "ID": number})


def save(account: Account, item: JSON, updated: str) -> JSON:
    item["DateUpdated"] = item["DateUpdatedUTC"] = updated
    values = (int(item["InventoryID"]), item["SKU"], item["ParentSKU"], item["IsActive"])
    dates = (item["DateAddedUTC"], updated)
    with account.transaction() as db:
        db.execute("insert or replace into items values (?, ?, ?, ?, ?, ?, ?)", (*values, *dates, document(item)))
    return item


def members(account: Account, name: str, value: Any) -> list[JSON]:
    """A collection of a request, its scalars as text and what the account knows of each member filled in."""
    rows = []
    for row in listed(value, WRAPPERS[name]):
        if not isinstance(row, Mapping):
            raise Refused(f"{name} is not readable.")
        found = {key: part if isinstance(part, list | dict) else text(part) for key, part in row.items()}
        if name == "PriceGroups":
            found = named(account, "price_groups", "GroupID", "Group", found)
        if name == "SalesChannels":
            found = named(account, "sales_channels", "SalesChannelID", "SalesChannelName", found)
        rows.append(found)
    return rows


def named(account: Account, setting: str, number: str, name: str, row: JSON) -> JSON:
    """The row with both its id and its name; `Group` takes either, as the vendor's example and others' code do."""
    wanted = row.get(number) or row.get(name)
    known = next((one for one in account.settings[setting] if wanted in (one[number], one[name])), None)
    if known is None:
        raise Refused(f"Unknown {name}: {wanted}.")
    return row | known
