"""A new order line from what is asked for: a SKU of the catalogue, or a custom item the catalogue does not know."""

import json
from decimal import Decimal
from typing import Any

from sandbox.bigcommerce.databases import Store


def new_line(store: Store, order: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    """A line document. asked: sku, quantity; optional price, discount, options, type, address_no (1-based), wrapping,
    name, tax_rate, pickup, raw. A physical line goes to an address (the first one unless named).
    """
    sku = asked.get("sku", "")
    product_id = variant_id = 0
    name, price = asked.get("name", sku or "Custom item"), Decimal("10.00")
    kind = asked.get("type", "physical")
    found = find_sku(store, sku) if sku else None
    if found:
        product_id, variant_id, name, price, kind = found
        kind, name = asked.get("type", kind), asked.get("name", name)
    address_id = pickup_id = 0
    if kind == "physical" and asked.get("pickup") and order["pickups"]:
        pickup_id = order["pickups"][0]["id"]
    elif kind == "physical" and order["addresses"]:
        address_id = order["addresses"][asked.get("address_no", 1) - 1]["id"]
    line_id = store.next_ids("line", first=1)
    return {
        "id": line_id,
        "product_id": product_id,
        "variant_id": variant_id,
        "sku": sku,
        "name": name,
        "type": kind,
        "unit": str(Decimal(str(asked.get("price", price)))),
        "quantity": asked.get("quantity", 1),
        "tax_rate": str(asked.get("tax_rate", order["tax_rate"] if kind != "giftcertificate" else "0")),
        "own_discount": str(asked.get("discount", 0)),
        "wrapping": str(asked.get("wrapping", 0)),
        "discounts": [],
        "options": options(asked.get("options", {}), line_id),
        "address_id": address_id,
        "pickup_id": pickup_id,
        "shipped": 0,
        "refunded": 0,
        "gift_certificate_id": line_id if kind == "giftcertificate" else None,
        **({"raw": asked["raw"]} if asked.get("raw") else {}),
    }


def find_sku(store: Store, sku: str) -> tuple[int, int, str, Decimal, str] | None:
    """(product id, variant id, name, price, type) of a SKU as the shop sells it; None when unknown."""
    row = store.row(
        "select v.id as variant_id, v.product_id, v.doc as variant, p.doc as product, p.name, p.calculated_price"
        " from variants v join products p on p.id = v.product_id where v.sku_key = ?",
        (sku.casefold(),),
    )
    if not row:
        return None
    own = json.loads(row["variant"])
    price = own.get("sale_price") or own.get("price") or row["calculated_price"]
    kind = json.loads(row["product"]).get("type", "physical")
    return row["product_id"], row["variant_id"], row["name"], Decimal(str(price)), kind


def options(chosen: dict[str, str], line_id: int) -> list[dict[str, Any]]:
    """`{"Colour": "Red"}` → product_options rows."""
    return [
        {
            "id": line_id * 10 + number,
            "option_id": number,
            "order_product_id": line_id,
            "product_option_id": number,
            "display_name": name,
            "display_name_customer": name,
            "display_name_merchant": name,
            "display_value": value,
            "display_value_customer": value,
            "display_value_merchant": value,
            "value": str(number),
            "type": "Multiple choice",
            "name": name.lower(),
            "display_style": "",
        }
        for number, (name, value) in enumerate(chosen.items(), start=1)
    ]
