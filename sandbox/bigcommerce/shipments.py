"""Shipments: what is accepted, and what it does to the order. Source: order_shipments.v2, createOrderShipments."""

import json
from typing import Any, TypeGuard

from sandbox.bigcommerce import carriers, orders
from sandbox.bigcommerce.answers import Refused
from sandbox.bigcommerce.clocks import now, rfc2822
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.order_changes import set_status
from sandbox.bigcommerce.order_parts import ADDRESS_KEYS
from sandbox.memories import to_json

TEXTS = {  # writable text fields and their longest value
    "tracking_number": 50,
    "tracking_link": 500,
    "shipping_provider": 255,
    "tracking_carrier": 255,
    "shipping_method": 255,
    "comments": 65_535,
    "merchant_shipping_cost": 50,
}
LINKS = {
    "auspost": "https://auspost.com.au/mypost/track/#/details/{}",
    "australia-post": "https://auspost.com.au/mypost/track/#/details/{}",
    "fedex": "https://www.fedex.com/apps/fedextrack/?tracknumbers={}",
    "ups": "https://www.ups.com/track?tracknum={}",
    "usps": "https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
}


def create(store: Store, order_id: int, body: Any) -> dict[str, Any]:
    """Ship some of an order: 400 unless the address is the order's and the units are still to be shipped.

    Moves the order to 3 or 2 and mails the shopper. The same shipment twice is two shipments: there is no key.
    """
    check_texts(store, body)
    with store.transaction() as db:
        order = orders.load(store, order_id)
        items = check_items(order, body)
        for line, quantity in items:
            line["shipped"] += quantity
        open_units = sum(
            max(0, line["quantity"] - line["shipped"] - line["refunded"])
            for line in order["lines"]
            if line["type"] == "physical"
        )
        shipment = {
            "id": store.next_ids("shipment"),
            "order_id": order_id,
            "customer_id": order["customer_id"],
            "order_address_id": body["order_address_id"],
            "date_created": rfc2822(now(store)),
            "tracking_number": "",
            "merchant_shipping_cost": "0.0000",
            "shipping_method": "",
            "shipping_provider": "custom",  # when omitted: a number without a link
            "tracking_carrier": "",
            "tracking_link": "",
            "comments": "",
            **texts_of(body),
            "billing_address": {key: order["billing"].get(key, "") for key in ADDRESS_KEYS},
            "shipping_address": _address(order, body["order_address_id"]),
            "items": [
                {"order_product_id": line["id"], "product_id": line["product_id"], "quantity": quantity}
                for line, quantity in items
            ],
        }
        db.execute("insert into shipments values (?,?,?)", (shipment["id"], order_id, to_json(shipment)))
        set_status(store, order, 3 if open_units else 2)
        orders.save(store, order)
        mail = {"order_id": order_id, "shipment_id": shipment["id"], "tracking_number": shipment["tracking_number"]}
    store.mails.append(mail)
    return show(shipment)


def check_texts(store: Store, body: Any) -> None:
    """400 naming the first text field that is too long, no text, or a carrier that is not published.

    What the vendor does with an unpublished carrier is documented nowhere; setting `unknown_carriers`.
    """
    if not isinstance(body, dict):
        raise Refused(400, "The request body must be an object.")
    for name, longest in TEXTS.items():
        value = body.get(name)
        if value is not None and (not isinstance(value, str) or len(value) > longest):
            raise Refused(400, f"The field '{name}' is invalid.")
    unknown = [name for name in carriers.FIELDS if not carriers.is_known(name, body.get(name) or "")]
    if unknown and store.settings["unknown_carriers"] == "refuse":
        raise Refused(400, f"The field '{unknown[0]}' is invalid.")


def texts_of(body: dict[str, Any]) -> dict[str, str]:
    """The texts that a body names, as they are kept: null and an ignored carrier are empty."""
    named = {name: body[name] or "" for name in TEXTS if name in body}
    return {name: text for name, text in named.items() if name not in carriers.FIELDS or carriers.is_known(name, text)}


def check_items(order: dict[str, Any], body: dict[str, Any]) -> list[tuple[dict[str, Any], int]]:
    """[(line, quantity)] of a shipment that may be; 400 otherwise."""
    address_id = body.get("order_address_id")
    if address_id is None:
        raise Refused(400, "The required field 'order_address_id' was not supplied.")
    if address_id not in [address["id"] for address in order["addresses"]]:
        raise Refused(400, "The field 'order_address_id' is invalid.")
    if not isinstance(body.get("items"), list) or not body["items"]:
        raise Refused(400, "The required field 'items' was not supplied.")
    lines = {line["id"]: line for line in order["lines"]}
    wanted: dict[int, int] = {}
    for item in body["items"]:
        key, quantity = (item.get("order_product_id"), item.get("quantity")) if isinstance(item, dict) else (None, None)
        line = lines.get(key) if is_whole(key) else None
        if line is None or line["address_id"] != address_id:
            raise Refused(400, "The field 'order_product_id' is invalid.")
        left = line["quantity"] - line["shipped"] - line["refunded"] - wanted.get(line["id"], 0)
        if not is_whole(quantity) or not 1 <= quantity <= left:
            raise Refused(400, "The field 'quantity' is invalid.")
        wanted[line["id"]] = wanted.get(line["id"], 0) + quantity
    return [(lines[line_id], quantity) for line_id, quantity in wanted.items()]


def is_whole(value: Any) -> TypeGuard[int]:
    """A JSON integer."""
    return isinstance(value, int) and not isinstance(value, bool)


def change(store: Store, order_id: int, shipment_id: int, body: Any) -> dict[str, Any]:
    """updateOrderShipment: texts and address; `items` cannot be changed. Mails nobody, moves date_modified."""
    check_texts(store, body)
    if "items" in body:
        raise Refused(400, "The field 'items' cannot be written to. Please remove it from your request.")
    with store.transaction() as db:
        shipment, order = load(store, order_id, shipment_id), orders.load(store, order_id)
        if body.get("order_address_id", shipment["order_address_id"]) not in [a["id"] for a in order["addresses"]]:
            raise Refused(400, "The field 'order_address_id' is invalid.")
        shipment |= texts_of(body) | {name: body[name] for name in ("order_address_id",) if name in body}
        shipment["shipping_address"] = _address(order, shipment["order_address_id"])
        db.execute("update shipments set doc = ? where id = ?", (to_json(shipment), shipment_id))
        orders.save(store, order)
    return show(shipment)


def delete(store: Store, order_id: int, shipment_id: int | None) -> None:
    """Delete one shipment, or all (None): the units are unshipped again, the status stays where it is."""
    with store.transaction() as db:
        order = orders.load(store, order_id)
        gone = [load(store, order_id, shipment_id)] if shipment_id is not None else listed(store, order_id)
        lines = {line["id"]: line for line in order["lines"]}
        for shipment in gone:
            for item in shipment["items"]:
                if item["order_product_id"] in lines:
                    lines[item["order_product_id"]]["shipped"] -= item["quantity"]
            db.execute("delete from shipments where id = ?", (shipment["id"],))
        orders.save(store, order)


def listed(store: Store, order_id: int) -> list[dict[str, Any]]:
    """The shipments of an order, oldest first, as stored."""
    return [
        json.loads(row["doc"])
        for row in store.rows("select doc from shipments where order_id=? order by id", (order_id,))
    ]


def load(store: Store, order_id: int, shipment_id: int) -> dict[str, Any]:
    """One shipment of an order; 404."""
    row = store.row("select doc from shipments where id = ? and order_id = ?", (shipment_id, order_id))
    if not row:
        raise Refused(404, "The requested resource was not found.")
    found: dict[str, Any] = json.loads(row["doc"])
    return found


def show(shipment: dict[str, Any]) -> dict[str, Any]:
    """A shipment with the link generated from provider or carrier and number; none for `custom`."""
    template = LINKS.get(shipment["shipping_provider"]) or LINKS.get(shipment["tracking_carrier"])
    made = template.format(shipment["tracking_number"]) if template and shipment["tracking_number"] else ""
    link = "" if shipment["shipping_provider"] == "custom" else made
    return {
        **shipment,
        "shipping_provider_display_name": "",
        "generated_tracking_link": shipment["tracking_link"] or link,
    }


def _address(order: dict[str, Any], address_id: int) -> dict[str, Any]:
    found = next(address for address in order["addresses"] if address["id"] == address_id)
    return {key: found[key] for key in ADDRESS_KEYS}
