"""An order document as the API shows it. Source: orders.v2, getOrder, getOrderConsignments."""

from typing import Any

from sandbox.bigcommerce.clocks import rfc2822
from sandbox.bigcommerce.order_parts import link, show_address, show_fee, show_line
from sandbox.bigcommerce.statuses import STATUSES

MOST_INCLUDED_LINES = 50
WARNING = "Only the first 50 line items of this consignment are included; read /orders/{id}/products for all of them."
COST_KEYS = (
    "base_cost",
    "cost_ex_tax",
    "cost_inc_tax",
    "cost_tax",
    "base_handling_cost",
    "handling_cost_ex_tax",
    "handling_cost_inc_tax",
    "handling_cost_tax",
)
ORDER_CONSTANTS: dict[str, Any] = {
    "refunded_amount": "0.0000",  # always, as documented: the V3 refunds tell
    "shipping_cost_tax_class_id": 2,
    "handling_cost_tax_class_id": 2,
    "wrapping_cost_tax_class_id": 3,
    "ip_address": "203.0.113.7",
    "ip_address_v6": "",
    "geoip_country": "Australia",
    "geoip_country_iso2": "AU",
    "payment_provider_id": "",
    "is_email_opt_in": False,
    "credit_card_type": None,
    "ebay_order_id": "0",
    "external_id": None,
    "external_merchant_id": None,
    "external_source": None,
    "tax_provider_id": "BasicTaxProvider",
    "customer_locale": "en",
}


def show_order(order: dict[str, Any], store_hash: str, include: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The order as getOrder shows it; `include` of consignments, consignments.line_items, fees replaces links."""
    totals, order_id, lines = order["totals"], order["id"], order["lines"]
    status = STATUSES[order["status_id"]][0]
    shown = {
        "id": order_id,
        "customer_id": order["customer_id"],
        "date_created": rfc2822(order["date_created"]),
        "date_modified": rfc2822(order["date_modified"]),
        "date_shipped": rfc2822(order["date_shipped"]),
        "status_id": order["status_id"],
        "status": status,
        "custom_status": status,
        "cart_id": order["cart_id"],
        **totals,
        "base_shipping_cost": totals["shipping_cost_inc_tax" if order["inclusive"] else "shipping_cost_ex_tax"],
        "base_handling_cost": totals["handling_cost_inc_tax" if order["inclusive"] else "handling_cost_ex_tax"],
        "base_wrapping_cost": totals["wrapping_cost_inc_tax" if order["inclusive"] else "wrapping_cost_ex_tax"],
        "items_total": sum(line["quantity"] for line in lines),
        "items_shipped": sum(line["shipped"] for line in lines),
        "payment_method": order["payment_method"],
        "payment_status": order["payment_status"],
        "order_is_digital": bool(lines) and all(line["type"] != "physical" for line in lines),
        "store_credit_amount": order["store_credit"],
        "gift_certificate_amount": order["gift_certificate"],
        "currency_id": 1,
        "currency_code": order["display_currency"],
        "currency_exchange_rate": order["rate"],
        "default_currency_id": 1,
        "default_currency_code": order["currency"],
        "store_default_currency_code": order["store_currency"],
        "store_default_to_transactional_exchange_rate": order["rate"],
        "staff_notes": order["staff_notes"],
        "customer_message": order["customer_message"],
        "shipping_address_count": len(order["addresses"]),
        "is_deleted": order["is_deleted"],
        "is_tax_inclusive_pricing": order["inclusive"],
        "order_source": order["source"],
        "channel_id": order["channel_id"],
        "external_order_id": order["external_order_id"],
        "billing_address": {**order["billing"], "form_fields": order["billing"].get("form_fields", [])},
        "products": link(store_hash, order_id, "products"),
        "shipping_addresses": link(store_hash, order_id, "shipping_addresses"),
        "coupons": link(store_hash, order_id, "coupons"),
        "consignments": link(store_hash, order_id, "consignments"),
        "fees": link(store_hash, order_id, "fees"),
        **ORDER_CONSTANTS,
    }
    if "consignments" in include or "consignments.line_items" in include:
        shown["consignments"] = show_consignments(order, store_hash, "consignments.line_items" in include)
    if "fees" in include:
        shown["fees"] = [show_fee(fee) for fee in order["fees"]]
    shown.update(order["raw"])
    return shown


def show_consignments(order: dict[str, Any], store_hash: str, with_lines: bool) -> dict[str, Any]:
    """The consignments object: shipping by address, pickups, downloads, and gift certificates by e-mail."""

    def lines(mine: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not with_lines:
            return [link(store_hash, order["id"], f"products/{line['id']}") for line in mine]
        shown = [show_line(line, order["id"]) for line in mine[:MOST_INCLUDED_LINES]]
        return [*shown, {"__warning__": WARNING}] if len(mine) > MOST_INCLUDED_LINES else shown

    shipping = []
    for address in order["addresses"]:
        shown = show_address(address, order, store_hash)
        del shown["order_id"]
        for key in COST_KEYS:
            shown[key] = float(shown[key])  # numbers here, strings in /shipping_addresses: so the spec
        shown["line_items"] = lines([line for line in order["lines"] if line["address_id"] == address["id"]])
        shipping.append(shown)
    pickups = [
        {**pickup, "line_items": lines([line for line in order["lines"] if line["pickup_id"] == pickup["id"]])}
        for pickup in order["pickups"]
    ]
    email = order["billing"].get("email", "")
    unsent = [line for line in order["lines"] if not line["address_id"] and not line["pickup_id"]]
    digital = [line for line in unsent if line["type"] != "giftcertificate"]
    certificates = [line for line in unsent if line["type"] == "giftcertificate"]
    return {
        "pickups": pickups,
        "shipping": shipping,
        "downloads": [{"recipient_email": email, "line_items": lines(digital)}] if digital else [],
        "email": {
            "gift_certificates": [{"recipient_email": email, "line_items": lines([line])} for line in certificates]
        },
    }
