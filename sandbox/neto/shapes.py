"""The shape of every answer: what is kept as lists and text leaves the account with Neto's quirks.

Each is a setting. Sources: the published samples, and what those who read live accounts had to put up with.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

# Collections by their name, with their wrapper key; None for those that have none.
COLLECTIONS: dict[str, str | None] = {
    **dict.fromkeys(("Item", "Order", "Payment", "Warehouse", "Error", "Warning")),
    **dict.fromkeys(("OrderLine", "OrderPayment", "WarehouseQuantity", "StickyNotes")),
    "PriceGroups": "PriceGroup",
    "SalesChannels": "SalesChannel",
    "KitComponents": "KitComponent",
    "Images": "Image",
    "Categories": "Category",
    "ItemSpecifics": "ItemSpecific",
    "ExtraOptions": "ExtraOption",
    "MultilevelBands": "MultilevelBand",
    "PaymentMethods": "PaymentMethod",
    "ShippingMethods": "ShippingMethod",
}
MONEY = {
    "RRP",
    "DefaultPrice",
    "PromotionPrice",
    "Price",
    "UnitPrice",
    "GrandTotal",
    "AmountPaid",
    "Amount",
    "CostPrice",
}
MONEY |= {"ShippingTotal", "ShippingTax", "ProductSubtotal", "OrderTax", "Tax", "SurchargeTotal", "ShippingDiscount"}
QUANTITIES = {"Quantity", "QuantityShipped", "PickQuantity", "BackorderQuantity", "AvailableSellQuantity"}
QUANTITIES |= {"CommittedQuantity", "AssembleQuantity", "MinimumQuantity", "MaximumQuantity"}
NOTHING = object()


def shaped(body: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The body as it goes over the wire."""
    pairs = ((name, shape(value, name, settings)) for name, value in body.items())
    return {name: value for name, value in pairs if value is not NOTHING}


def shape(value: Any, name: str, settings: Mapping[str, Any]) -> Any:
    if name in COLLECTIONS and isinstance(value, list):
        return collection([shape(row, "", settings) for row in value], name, settings)
    if isinstance(value, Mapping):
        return shaped(value, settings)
    if isinstance(value, list):
        return [shape(row, "", settings) for row in value]
    return scalar(value, name, settings)


def collection(rows: list[Any], name: str, settings: Mapping[str, Any]) -> Any:
    wrapper = COLLECTIONS[name]
    if not rows:
        none = settings["empty_collection"]
        return NOTHING if none == "missing" else none
    found: Any = rows[0] if len(rows) == 1 and settings["collapse"] else rows
    if wrapper is None:
        return found
    # Documented so for the payment methods, seen elsewhere.
    in_list = settings["wrapper_in_list"] or name == "PaymentMethods"
    return [{wrapper: found}] if in_list else {wrapper: found}


def scalar(value: Any, name: str, settings: Mapping[str, Any]) -> Any:
    if value is None or (value == "" and is_date(name)):
        return settings["empty_date"] if is_date(name) else ""
    text = str(value)
    if name in MONEY and settings["money_decimals"] is not None:
        text = decimals(text, settings["money_decimals"])
    if name in QUANTITIES and settings["quantity_decimals"]:
        text = decimals(text, settings["quantity_decimals"])
    return json_scalar(text) if settings["json_scalars"] else text


def is_date(name: str) -> bool:
    return name.startswith("Date") or name.endswith(("UTC", "Local", "StartDate", "ExpiryDate"))


def decimals(text: str, places: int) -> str:
    try:
        return f"{Decimal(text):.{places}f}"
    except InvalidOperation:
        return text


def json_scalar(text: str) -> Any:
    if text in ("True", "False"):
        return text == "True"
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    # An id or a code with leading zeros is no number.
    return float(number) if "." in text else int(text) if text == str(int(number)) else text


def to_xml(name: str, value: Any) -> str:
    """For who forgets to accept JSON."""
    if isinstance(value, Mapping):
        inner = "".join(to_xml(key, item) for key, item in value.items())
    elif isinstance(value, list):
        return "".join(to_xml(name, item) for item in value)
    else:
        inner = str(value).replace("&", "&amp;").replace("<", "&lt;")
    return f"<{name}>{inner}</{name}>"
