"""GetOrder."""

from typing import Any

from sandbox.neto import items
from sandbox.neto.answers import Result, text
from sandbox.neto.databases import Account
from sandbox.neto.order_fields import ADDRESSES, FILTERS, PAGING, PERIODS, SELECTORS
from sandbox.neto.queries import Query, among, date_of, page_of, read_query, values_of

JSON = dict[str, Any]
COLUMNS = {"OrderID": "order_id", "OrderStatus": "status", "SalesChannel": "sales_channel"}
IN_DOCUMENT = {
    **{
        name: name
        for name in ("Username", "OrderType", "OnHoldType", "CompleteStatus", "ExportStatus", "ExportedToWMS")
    },
    **{"ShippingMethod": "ShippingOption", "PaymentStatus": "_payment_status"},
}
OF_LINES = {
    **{"SKU": "sku", "ExternalSystemIdentifier": "system", "ExternalOrderReference": "reference"},
    "ExternalOrderLineReference": "line_reference",
}
REFERENCES = ("ExternalSystemIdentifier", "ExternalOrderReference", "ExternalOrderLineReference")


def get_order(account: Account, body: Any) -> Result:
    query = read_query(body, FILTERS, SELECTORS, PAGING)
    where, values = conditions(query)
    rows = page_of(account, query, "orders", where, values, "id")
    return Result({"Order": [shown(account, query, row) for row in rows]})


def conditions(query: Query) -> tuple[list[str], list[Any]]:
    where, values = ["status <> 'Quote'"], []
    for name, column in COLUMNS.items():
        if (wanted := values_of(query, name)) is not None:
            where.append(among(column, wanted))
            values += wanted
    for name, kept in IN_DOCUMENT.items():
        if (wanted := values_of(query, name)) is not None:
            where.append(among(f"doc ->> '$.{kept}'", wanted))
            values += wanted
    of_lines: list[str] = []
    for name, column in OF_LINES.items():
        if (wanted := values_of(query, name)) is not None:
            of_lines.append(among(f"l.{column}", wanted))
            values += wanted
    if of_lines:
        condition = " and ".join(of_lines)
        where.append(f"id in (select l.id from order_lines l where {condition})")
    for name in PERIODS:
        column = {"DatePlaced": "date_placed", "DateUpdated": "date_updated"}.get(name, f"doc ->> '$.{name}UTC'")
        for end, sign in (("From", ">="), ("To", "<=")):
            if bound := date_of(query, f"{name}{end}"):
                where.append(f"{column} {sign} ? and {column} <> ''")
                values.append(bound)
    return where, values


def shown(account: Account, query: Query, order: JSON) -> JSON:
    """The selected fields; the id whether asked for or not."""
    found: JSON = {"OrderID": order["OrderID"]}
    for name in query.selectors:
        if name in ADDRESSES:
            found |= {field: order.get(field, "") for field in ADDRESSES[name]}
        elif name.partition(".")[0] == "OrderPayment":
            found["OrderPayment"] = order["OrderPayment"]
        elif name.partition(".")[0] != "OrderLine":
            found[name] = order.get(name, "")
    wanted = [name.partition(".")[2] for name in query.selectors if name.startswith("OrderLine")]
    if wanted:
        split = account.settings["split_kits"] or text(query.filter.get("SplitKitComponents")) == "True"
        lines = [part for line in order["OrderLine"] for part in (kit_parts(account, line) if split else [line])]
        found["OrderLine"] = [shown_line(account, wanted, line) for line in lines]
    return found


def shown_line(account: Account, wanted: list[str], line: JSON) -> JSON:
    names = [name for name in wanted if name not in ("", "SKU", "OrderLineID")]
    if not account.settings["external_references"]:
        names = [name for name in names if name not in REFERENCES]
    kit = {name: line[name] for name in ("ComponentOfKit", "KitPartID") if name in line}
    return {
        "OrderLineID": line["OrderLineID"],
        "SKU": line["SKU"],
        **kit,
        **{name: line.get(name, "") for name in names},
    }


def kit_parts(account: Account, line: JSON) -> list[JSON]:
    """The line, and after a kit's own line one for each component."""
    item = items.find(account, line["SKU"])
    parts = []
    for number, part in enumerate(item["KitComponents"] if item else [], start=1):
        each = int(float(part.get("AssembleQuantity") or 1))
        counts = {name: str(int(line[name]) * each) for name in ("Quantity", "QuantityShipped")}
        ids = {"OrderLineID": f"{line['OrderLineID']}-{number}", "ComponentOfKit": line["OrderLineID"]}
        parts.append(
            {**line, **ids, **counts, "SKU": part["ComponentSKU"], "KitPartID": str(number), "UnitPrice": "0.00"}
        )
    return [line, *parts]
