"""What people in the warehouse do to an order: parcels, splits, combinations, cancellations."""

from collections.abc import Mapping
from typing import Any

from sandbox.neto import order_totals, orders
from sandbox.neto.answers import Refused, listed, text
from sandbox.neto.clocks import now
from sandbox.neto.databases import Account

JSON = dict[str, Any]
OF_PARCEL = {
    **{"carrier": "ShippingCarrierName", "carrier_code": "ShippingCarrierCode", "service": "ShippingServiceName"},
    **{"method": "ShippingMethod", "url": "ShippingTrackingUrl"},
}


def dispatch(account: Account, order_id: str, wish: Mapping[str, Any]) -> JSON:
    """One parcel: {lines: [{line, quantity}], tracking, carrier, carrier_code, service, method, url}; no lines: all.

    A line keeps every number it was sent under in one field, with a comma between.
    """
    order = orders.get(account, order_id)
    if order["OrderStatus"] in ("Cancelled", "Dispatched"):
        raise Refused(f"Order {order_id} is {order['OrderStatus']}.")
    for line, count in parcel(order, wish.get("lines")):
        line["QuantityShipped"] = str(int(line["QuantityShipped"]) + count)
        numbers = [number for number in (line["ShippingTracking"], text(wish.get("tracking"))) if number]
        line["ShippingTracking"] = ", ".join(dict.fromkeys(numbers))
        for name, field in OF_PARCEL.items():
            line[field] = text(wish.get(name)) or line[field]
    is_whole = all(int(line["QuantityShipped"]) >= int(line["Quantity"]) for line in order["OrderLine"])
    order["OrderStatus"] = "Dispatched" if is_whole else "Pending Dispatch"
    if is_whole:
        order["DateCompleted"] = order["DateCompletedUTC"] = now(account)
    return orders.save(account, order)


def parcel(order: JSON, lines: Any) -> list[tuple[JSON, int]]:
    """[(line, units)] of those named, or of everything that is left."""
    left = {line["OrderLineID"]: int(line["Quantity"]) - int(line["QuantityShipped"]) for line in order["OrderLine"]}
    if not lines:
        return [(line, left[line["OrderLineID"]]) for line in order["OrderLine"]]
    found = []
    for row in listed(lines):
        line = orders.line_of(order, text(row["line"]))
        found.append((line, int(row.get("quantity", left[line["OrderLineID"]]))))
    return found


def split(account: Account, order_id: str, wish: Mapping[str, Any]) -> JSON:
    """Units that go later, as an order of their own: {lines: [{line, quantity}], order_id, status}. The new order."""
    order = orders.get(account, order_id)
    new_id = text(wish.get("order_id")) or free_suffix(account, order_id)
    later = {**order, "OrderID": new_id, "RelatedOrderID": order_id, "_number": account.next_ids("orders")}
    later |= {"OrderLine": [], "OrderPayment": [], "OrderStatus": text(wish.get("status")) or "New Backorder"}
    later |= {"ShippingTotal": "0.00", "ShippingDiscount": "0.00", "OrderRounding": "0.00"}
    for line, count in parcel(order, wish["lines"]):
        line["Quantity"] = str(int(line["Quantity"]) - count)
        number = {"OrderLineID": f"{new_id}-{len(later['OrderLine'])}", "Quantity": str(count), "_taken": 0}
        none = dict.fromkeys((*OF_PARCEL.values(), "ShippingTracking"), "")
        later["OrderLine"].append({**line, **number, "QuantityShipped": "0", **none})
    order["OrderLine"] = [line for line in order["OrderLine"] if int(line["Quantity"]) > 0]
    for one in (order, later):
        order_totals.compute(account, one)
        orders.save(account, one)
    return later


def free_suffix(account: Account, order_id: str) -> str:
    number = 1
    while orders.find(account, f"{order_id}-{number}"):
        number += 1
    return f"{order_id}-{number}"


def combine(account: Account, order_id: str, other_id: str) -> JSON:
    """The other order's lines come here, with their references; it is cancelled, related to this one."""
    order, other = orders.get(account, order_id), orders.get(account, other_id)
    moved, other["OrderLine"] = other["OrderLine"], []
    other |= {"OrderStatus": "Cancelled", "RelatedOrderID": order_id}
    for line in moved:
        order["OrderLine"].append({**line, "OrderLineID": f"{order_id}-{len(order['OrderLine'])}"})
    for one in (other, order):
        order_totals.compute(account, one)
        orders.save(account, one)
    return order


def cancel(account: Account, order_id: str) -> JSON:
    order = orders.get(account, order_id)
    order["OrderStatus"] = "Cancelled"
    return orders.save(account, order)
