"""GetItem."""

from typing import Any

from sandbox.neto import items, stock
from sandbox.neto.answers import Refused, Result, listed, text
from sandbox.neto.databases import Account
from sandbox.neto.item_fields import EMPTY, FILTERS, ORDERINGS, PAGING, SELECTORS
from sandbox.neto.queries import Query, among, date_of, page_of, read_query, values_of
from sandbox.neto.shapes import COLLECTIONS

JSON = dict[str, Any]
COLUMNS = {"SKU": "sku", "InventoryID": "id", "ParentSKU": "parent_sku", "IsActive": "is_active"}
DATES = {"DateAdded": "date_added", "DateCreated": "date_added", "DateUpdated": "date_updated"}
IN_DOCUMENT = ("Approved", "Visible", "EditableKitBundle", "AuGstExempt")


def get_item(account: Account, body: Any) -> Result:
    query = read_query(body, FILTERS, SELECTORS, PAGING)
    where, values = conditions(query)
    rows = [items.whole(doc) for doc in page_of(account, query, "items", where, values, ordering(query))]
    if {"AvailableSellQuantity", "CommittedQuantity"} & set(query.selectors):
        stock.add_quantities(account, rows)
    if "VariantInventoryIDs" in query.selectors:
        add_variants(account, rows)
    # SKU and InventoryID are there whether asked for or not.
    names = ["InventoryID", "SKU", *(name for name in query.selectors if name not in ("InventoryID", "SKU"))]
    return Result({"Item": [{name: row.get(name, "") for name in names} for row in rows]})


def conditions(query: Query) -> tuple[list[str], list[Any]]:
    where: list[str] = []
    values: list[Any] = []
    for name, column in COLUMNS.items():
        if (wanted := values_of(query, name)) is not None:
            where.append(among(column, wanted))
            values += wanted
    for name in IN_DOCUMENT:
        if (wanted := values_of(query, name)) is not None:
            where.append(among(f"coalesce(doc ->> '$.{name}', '{EMPTY[name]}')", wanted))
            values += wanted
    for name, column in DATES.items():
        for end, sign in (("From", ">="), ("To", "<=")):
            if bound := date_of(query, f"{name}{end}"):
                where.append(f"{column} {sign} ?")
                values.append(bound)
    if (wanted := values_of(query, "CategoryID")) is not None:
        where.append(member("Categories", among("m.value ->> '$.CategoryID'", wanted)))
        values += wanted
    for channel in listed(query.filter.get("SalesChannels"), COLLECTIONS["SalesChannels"]):
        if not isinstance(channel, dict) or set(channel) - {"SalesChannelID", "IsApproved"}:
            raise Refused("SalesChannels takes SalesChannelID and IsApproved.")
        where.append(member("SalesChannels", " and ".join(f"m.value ->> '$.{name}' = ?" for name in channel)))
        values += map(text, channel.values())
    return where, values


def member(name: str, condition: str) -> str:
    return f"exists (select 1 from json_each(doc, '$.{name}') m where {condition})"


def ordering(query: Query) -> str:
    by, direction = text(query.filter.get("OrderBy", "ID")), text(query.filter.get("OrderDirection", "ASC"))
    if by not in ORDERINGS or direction not in ("ASC", "DESC"):
        raise Refused(f"OrderBy is one of {', '.join(sorted(ORDERINGS))}; OrderDirection is ASC or DESC.")
    column = {"ID": "id", "ParentSKU": "parent_sku", **DATES}.get(by, f"doc ->> '$.{by}'")
    return f"{column} {direction}, id"


def add_variants(account: Account, rows: list[JSON]) -> None:
    for row in rows:
        found = account.rows("select id from items where parent_sku = ? order by id", (row["SKU"],))
        row["VariantInventoryIDs"] = ",".join(str(child["id"]) for child in found)
