"""AddOrder: checked whole, then kept with its totals. One bad order refuses the request."""

import re
from typing import Any

from sandbox.neto import items, order_totals, orders
from sandbox.neto.answers import Refused, Result, listed, rows_in, text
from sandbox.neto.clocks import now, read_date
from sandbox.neto.databases import Account
from sandbox.neto.order_fields import (
    BOOLEANS,
    DATES,
    LENGTHS,
    LINE_LENGTHS,
    LINE_WRITABLE,
    MOST_LINES,
    NOTE_LENGTHS,
    NUMBERS,
    PERIODS,
    STATUSES,
    WRITABLE,
    WRITTEN,
)
from sandbox.neto.values import count_of, decimal_of, truth_of

JSON = dict[str, Any]
ORDER_ID = re.compile(r"[A-Za-z]*[0-9]+")


def add_order(account: Account, body: Any) -> Result:
    warnings: list[str] = []
    added = [add(account, row, warnings) for row in rows_in(body, "Order")]
    return Result({"Order": [{"OrderID": order["OrderID"]} for order in added]}, warnings)


def add(account: Account, row: JSON, warnings: list[str]) -> JSON:
    check_names(row, WRITABLE, LENGTHS, "")
    order = empty(account)
    order["OrderID"] = chosen_id(account, text(row.get("OrderID")))
    for name, value in row.items():
        if name in BOOLEANS:
            order[name] = truth_of(name, value)
        elif name in NUMBERS:
            order[WRITTEN.get(name, name)] = decimal_of(name, value)
        elif name in DATES:
            set_date(order, name, text(value))
        elif name not in ("OrderID", "OrderLine", "StickyNotes", "AppliedDiscounts"):
            order[WRITTEN.get(name, name)] = text(value)
    check_choices(account, order)
    order["StickyNotes"] = notes(row.get("StickyNotes"), now(account))
    lines = listed(row.get("OrderLine"))
    if not lines or len(lines) > MOST_LINES:
        raise Refused(f"OrderLine is required, at most {MOST_LINES} of them.")
    for wish in lines:
        if line := read_line(account, order, wish, warnings):
            order["OrderLine"].append(line)
    order_totals.compute(account, order)
    return orders.save(account, order)


def empty(account: Account) -> JSON:
    moment = now(account)
    texts = dict.fromkeys((*WRITTEN.values(), *LENGTHS), "")
    dates = {f"{name}{end}": "" for name in PERIODS for end in ("", "UTC", "Local")}
    return {
        **{name: value for name, value in texts.items() if name not in WRITTEN or name in WRITTEN.values()},
        **dates,
        **{"DatePlaced": moment, "DatePlacedUTC": moment, "_number": account.next_ids("orders")},
        **{"OrderType": "sales", "OrderStatus": "New", "OnHoldType": "", "CompleteStatus": "Approved"},
        **{"TaxInclusive": "True", "TaxFreeShipping": "False", "OrderApproval": "True", "RelatedOrderID": ""},
        **{"ShippingTotal": "0.00", "ShippingDiscount": "0.00", "OrderRounding": "0.00", "SurchargeTotal": "0.00"},
        **{"CurrencyCode": account.settings["currency"], "ExportStatus": "Pending", "ExportedToWMS": "Pending"},
        **{"PickStatus": "Incomplete", "OrderLine": [], "OrderPayment": [], "StickyNotes": []},
    }


def chosen_id(account: Account, wanted: str) -> str:
    if not wanted:
        return orders.new_id(account)
    if not ORDER_ID.fullmatch(wanted):
        raise Refused(f"OrderID is digits with an optional alphabetic prefix: {wanted}")
    if account.settings["repeated_order_id"] == "refuse" and orders.find(account, wanted):
        raise Refused(f"OrderID {wanted} already exists.")
    return wanted


def check_names(row: JSON, known: set[str], lengths: dict[str, int], place: str) -> None:
    if unknown := sorted(set(row) - known):
        raise Refused(f"Unknown field: {', '.join(f'{place}{name}' for name in unknown)}.")
    for name, most in lengths.items():
        if len(text(row.get(name))) > most:
            raise Refused(f"{place}{name} is longer than {most} characters.")


def check_choices(account: Account, order: JSON) -> None:
    """What must be one of a list, or be set up in the account."""
    if order["OrderStatus"] not in STATUSES:
        raise Refused(f"Unknown OrderStatus: {order['OrderStatus']}")
    if order["OrderType"] not in ("sales", "dropshipping", "quote"):
        raise Refused(f"Unknown OrderType: {order['OrderType']}")
    if order["OnHoldType"] not in ("", "On Hold", "Layby"):
        raise Refused(f"Unknown OnHoldType: {order['OnHoldType']}")
    for name, setting in (("PaymentMethod", "payment_methods"), ("ShippingOption", "shipping_methods")):
        if order[name] and order[name] not in account.settings[setting]:
            raise Refused(f"{name} not found: {order[name]}")


def set_date(order: JSON, name: str, value: str) -> None:
    try:
        kept = read_date(value) if value else ""
    except ValueError as error:
        raise Refused(f"{name} is not a date: {value}.") from error
    base = name.removesuffix("UTC")
    order[base] = order[f"{base}UTC"] = kept


def notes(value: Any, moment: str) -> list[JSON]:
    found = []
    for note in listed(value, "StickyNote"):
        check_names(note, set(NOTE_LENGTHS), NOTE_LENGTHS, "StickyNote.")
        found.append({**{name: text(note.get(name)) for name in NOTE_LENGTHS}, "DateCreated": moment})
    return found


def read_line(account: Account, order: JSON, wish: JSON, warnings: list[str]) -> JSON | None:
    check_names(wish, LINE_WRITABLE, LINE_LENGTHS, "OrderLine.")
    sku, item = text(wish.get("SKU")), items.find(account, text(wish.get("SKU")))
    if item is None:
        if account.settings["unknown_order_sku"] == "refuse":
            raise Refused(f"Cannot find Item {sku or 'without SKU'}")
        warnings.append(f"Cannot find Item {sku}")
        return None
    if "Quantity" not in wish:
        raise Refused("OrderLine.Quantity is required.")
    price = decimal_of("UnitPrice", wish.get("UnitPrice", item["DefaultPrice"]))
    return {
        **{"OrderLineID": f"{order['OrderID']}-{len(order['OrderLine'])}", "SKU": sku},
        **{"ProductName": text(wish.get("ItemDescription")) or item["Name"], "ItemNotes": text(wish.get("ItemNotes"))},
        **{"Quantity": str(count_of("Quantity", wish["Quantity"])), "QuantityShipped": "0", "UnitPrice": price},
        **{"PickQuantity": "0", "BackorderQuantity": "0", "_taken": 0},
        "PercentDiscount": decimal_of("DiscountPercent", wish.get("DiscountPercent", "0")),
        "ProductDiscount": decimal_of("DiscountAmount", wish.get("DiscountAmount", "0")),
        "_tax_free": truth_of("TaxFree", wish.get("TaxFree", item["TaxFreeItem"])),
        "WarehouseID": text(wish.get("WarehouseID")),
        "ExtraOptions": [dict(option) for option in listed(wish.get("ExtraOptions"), "ExtraOption")],
        **{name: text(wish.get(name)) for name in LINE_LENGTHS if name.startswith("External")},
        **dict.fromkeys(("ShippingMethod", "ShippingServiceID", "ShippingServiceName", "ShippingCarrierCode"), ""),
        **dict.fromkeys(("ShippingCarrierName", "ShippingTracking", "ShippingTrackingUrl"), ""),
    }
