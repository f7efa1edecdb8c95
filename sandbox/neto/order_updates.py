"""UpdateOrder: status, notes, tracking. Lines are neither added nor repriced; sticky notes are added to the others."""

from typing import Any

from sandbox.neto import orders
from sandbox.neto.answers import Refused, Result, listed, rows_in, text
from sandbox.neto.clocks import now
from sandbox.neto.databases import Account
from sandbox.neto.order_fields import (
    LENGTHS,
    LINE_LENGTHS,
    LINE_UPDATABLE,
    STATUSES,
    TRACKING,
    UPDATABLE,
    WRITTEN,
)
from sandbox.neto.order_writes import check_names, notes
from sandbox.neto.values import count_of, truth_of

JSON = dict[str, Any]
AS_THEY_ARE = ("OnHoldType", "PickStatus", "ExportStatus", "ExportedToWMS", "InternalOrderNotes")


def update_order(account: Account, body: Any) -> Result:
    done, warnings = [], []
    for row in rows_in(body, "Order"):
        check_names(row, UPDATABLE, {name: most for name, most in LENGTHS.items() if name in UPDATABLE}, "")
        order = orders.find(account, text(row.get("OrderID")))
        if order is None:
            warnings.append(f"Cannot find Order {text(row.get('OrderID'))}")
            continue
        change(account, order, row)
        orders.save(account, order)
        done.append({"OrderID": order["OrderID"]})
    return Result({"Order": done}, warnings)


def change(account: Account, order: JSON, row: JSON) -> None:
    for name, value in row.items():
        if name == "OrderStatus":
            set_status(account, order, text(value))
        elif name == "OrderApproval":
            order[name] = truth_of(name, value)
        elif name in AS_THEY_ARE or name.startswith("CustomerRef"):
            order[name] = text(value)
        elif name in WRITTEN:
            order[WRITTEN[name]] = text(value)
        elif name == "StickyNotes":
            order[name] += notes(value, now(account))
    for wish in listed(row.get("OrderLine")):
        change_line(account, order, wish)


def set_status(account: Account, order: JSON, status: str) -> None:
    if status not in STATUSES:
        raise Refused(f"Unknown OrderStatus: {status}")
    order["OrderStatus"] = status
    if status == "Dispatched":
        order["DateCompleted"] = order["DateCompletedUTC"] = now(account)
        for line in order["OrderLine"]:
            line["QuantityShipped"] = line["Quantity"]


def change_line(account: Account, order: JSON, wish: JSON) -> None:
    check_names(wish, LINE_UPDATABLE, LINE_LENGTHS, "OrderLine.")
    line = orders.line_of(order, text(wish.get("OrderLineID") or wish.get("SKU")))
    if "QuantityShipped" in wish:
        line["QuantityShipped"] = str(count_of("QuantityShipped", wish["QuantityShipped"]))
    for name in ("WarehouseID", *(name for name in LINE_LENGTHS if name.startswith("External"))):
        if name in wish:
            line[name] = text(wish[name])
    tracking = wish.get("TrackingDetails") or {}
    if unknown := sorted(set(tracking) - TRACKING):
        raise Refused(f"Unknown field: {', '.join(unknown)}.")
    if tracking:
        service = text(tracking.get("ShippingMethod"))
        if service not in account.settings["shipping_services"]:
            raise Refused(f"ShippingMethod not found: {service}")
        line["ShippingServiceName"], line["ShippingTracking"] = service, text(tracking.get("TrackingNumber"))
