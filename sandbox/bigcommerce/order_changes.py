"""Changes to an order: the API's PUT, and what a person does in the store's own panel (edit, cancel, archive)."""

from decimal import Decimal
from typing import Any

from sandbox.bigcommerce import orders, stock
from sandbox.bigcommerce.answers import Refused
from sandbox.bigcommerce.clocks import now, read_date
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.order_lines import new_line
from sandbox.bigcommerce.order_parts import ADDRESS_KEYS
from sandbox.bigcommerce.order_totals import total_up
from sandbox.bigcommerce.statuses import STATUSES

PLAIN = ("customer_id", "staff_notes", "customer_message", "external_order_id", "channel_id", "payment_method")
MONEY_PAIRS = ("subtotal", "shipping_cost", "handling_cost", "wrapping_cost", "total")
KEPT_AS_SENT = {
    "ebay_order_id",
    "external_source",
    "geoip_country",
    "geoip_country_iso2",
    "ip_address",
    "ip_address_v6",
    "items_shipped",
    "items_total",
    "order_is_digital",
    "payment_provider_id",
    "tax_provider_id",
    "customer_locale",
    "discount_amount",
    "base_shipping_cost",
    "base_handling_cost",
    "base_wrapping_cost",
    "order_source",
    *(f"{name}_{side}" for name in MONEY_PAIRS for side in ("ex_tax", "inc_tax")),
}
WRITABLE = {*PLAIN, *KEPT_AS_SENT, "status_id", "billing_address", "date_created", "products", "fees"}


def update(store: Store, order_id: int, body: Any) -> dict[str, Any]:
    """updateOrder: only writable fields, else 400 and nothing changes. Any PUT moves date_modified.

    products are patched (quantity 0 deletes, discounts of changed lines go); fees are replaced whole.
    """
    if not isinstance(body, dict):
        raise Refused(400, "The request body must be an object.")
    for name in body:
        if name not in WRITABLE:
            raise Refused(
                400, f"The field '{name}' cannot be written to. Please remove it from your request before trying again."
            )
    if body.get("status_id", 0) not in STATUSES:
        raise Refused(400, "The field 'status_id' is invalid.")
    if len(str(body.get("staff_notes") or "")) > 65_535:
        raise Refused(400, "The field 'staff_notes' is invalid.")
    with store.transaction():
        order = orders.load(store, order_id)
        order.update({name: body[name] for name in PLAIN if name in body})
        order["raw"].update({name: body[name] for name in KEPT_AS_SENT if name in body})
        if "status_id" in body:
            set_status(store, order, body["status_id"])
        if "billing_address" in body:
            order["billing"].update(body["billing_address"])
        if "date_created" in body:
            order["date_created"] = int(read_date(body["date_created"]))
        if "fees" in body:
            set_fees(store, order, body["fees"])
        for change in body.get("products", []):
            line = find_line(order, change.get("id", 0))
            line.update(quantity=int(change.get("quantity", line["quantity"])), own_discount="0")
        order["lines"] = [line for line in order["lines"] if line["quantity"] > 0]
        total_up(order)
        orders.save(store, order)
    return order


def edit(store: Store, order_id: int, body: dict[str, Any]) -> dict[str, Any]:
    """A person's edit in the store: any field of the document, and lines by replace, add, remove or quantity.

    lines: {"replace": [line…]} | {"add": [line…], "remove": [id…], "quantity": {id: n}, "price": {id: unit}}.
    """
    with store.transaction():
        order = orders.load(store, order_id)
        lines = body.get("lines", {})
        if "replace" in lines:
            order["lines"] = [new_line(store, order, line) for line in lines["replace"]]
        order["lines"] = [line for line in order["lines"] if line["id"] not in lines.get("remove", [])]
        order["lines"] += [new_line(store, order, line) for line in lines.get("add", [])]
        for id_, quantity in lines.get("quantity", {}).items():
            find_line(order, int(id_))["quantity"] = quantity
        for id_, price in lines.get("price", {}).items():
            find_line(order, int(id_))["unit"] = str(Decimal(str(price)))
        if "status_id" in body:
            set_status(store, order, body["status_id"])
        if "email" in body:
            order["billing"]["email"] = body["email"]
        order["billing"].update(body.get("billing_address", {}))
        for address in order["addresses"]:
            change = body.get("address", {})
            if change.get("id", address["id"]) == address["id"]:
                allowed = (*ADDRESS_KEYS, "shipping_method", "cost", "handling")
                address.update({key: change[key] for key in allowed if key in change})
        for name in (*PLAIN, "payment_status", "discount", "store_credit", "gift_certificate", "coupon", "is_deleted"):
            if name in body:
                order[name] = body[name]
        if "fees" in body:
            set_fees(store, order, body["fees"])
        order["raw"].update(body.get("raw", {}))
        total_up(order)
        orders.save(store, order)
    return order


def set_status(store: Store, order: dict[str, Any], status_id: int) -> None:
    """Move the status; with it the shipping date, and stock where the store counts it only then."""
    if status_id in (2, 10) and not order["date_shipped"]:
        order["date_shipped"] = now(store)
    if status_id in (2, 10) and store.settings["update_stock_behavior"] == "order_completed_or_shipped":
        stock.take(store, [line for line in order["lines"] if not line.get("taken")])
        for line in order["lines"]:
            line["taken"] = True
    if order["status_id"] == 0 and status_id != 0 and store.settings["update_stock_behavior"] == "order_placed":
        stock.take(store, [line for line in order["lines"] if not line.get("taken")])  # now it is placed
        for line in order["lines"]:
            line["taken"] = True
    order["status_id"] = status_id


def cancel(store: Store, order_id: int) -> dict[str, Any]:
    """Status 5; what was taken from stock is given back."""
    with store.transaction():
        order = orders.load(store, order_id)
        if order["status_id"] != 5:
            stock.take(store, [line for line in order["lines"] if line.get("taken")], back=True)
            for line in order["lines"]:
                line["taken"] = False
        order["status_id"] = 5
        orders.save(store, order)
    return order


def archive(store: Store, order_id: int) -> dict[str, Any]:
    """The order leaves the lists; GET by id still answers, with is_deleted true."""
    with store.transaction():
        order = orders.load(store, order_id)
        order["is_deleted"] = True
        orders.save(store, order)
    return order


def set_fees(store: Store, order: dict[str, Any], fees: list[dict[str, Any]]) -> None:
    """Replace the fees; `cost`, or the API's cost_inc_tax / cost_ex_tax pair."""
    side = "cost_inc_tax" if order["inclusive"] else "cost_ex_tax"
    order["fees"] = [
        {
            "id": fee.get("id") or store.next_ids("fee"),
            "name": fee.get("name") or fee.get("display_name_customer") or "Fee",
            "cost": str(Decimal(str(fee.get("cost", fee.get(side, 0))))),
            "tax_rate": str(fee.get("tax_rate", order["tax_rate"])),
        }
        for fee in fees
    ]


def find_line(order: dict[str, Any], line_id: int) -> dict[str, Any]:
    """The line with this order_product_id; 400 when the order has none."""
    for line in order["lines"]:
        if line["id"] == line_id:
            found: dict[str, Any] = line
            return found
    raise Refused(400, "The field 'order_product_id' is invalid.")
