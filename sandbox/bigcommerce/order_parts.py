"""The parts of an order as the API shows them: lines, addresses, fees, coupons, taxes.

Source: orders.v2, getOrderProducts, getOrderShippingAddresses, getOrderFees, getOrderCoupons, getOrderTaxes.
"""

from decimal import Decimal
from typing import Any

from sandbox.bigcommerce.order_totals import ZERO, money

API = "https://api.bigcommerce.com/stores"
ADDRESS_KEYS = (
    "first_name",
    "last_name",
    "company",
    "street_1",
    "street_2",
    "city",
    "state",
    "zip",
    "country",
    "country_iso2",
    "phone",
    "email",
)
LINE_CONSTANTS: dict[str, Any] = {
    "base_cost_price": "0.0000",
    "cost_price_inc_tax": "0.0000",
    "cost_price_ex_tax": "0.0000",
    "cost_price_tax": "0.0000",
    "weight": "0.5000",
    "width": "0.0000",
    "height": "0.0000",
    "depth": "0.0000",
    "refund_amount": "0.0000",
    "return_id": 0,
    "event_name": None,
    "event_date": None,
    "fixed_shipping_cost": "0.0000",
    "ebay_item_id": "",
    "ebay_transaction_id": "",
    "option_set_id": None,
    "parent_order_product_id": None,
    "is_bundled_product": False,
    "bin_picking_number": "",
    "external_id": None,
    "brand": "",
    "configurable_fields": [],
    "upc": "",
}


def link(store_hash: str, order_id: int, part: str) -> dict[str, str]:
    """Where a sub-resource lives; the vendor's own host, as on a real store."""
    resource = f"/orders/{order_id}/{part}"
    return {"url": f"{API}/{store_hash}/v2{resource}", "resource": resource}


def show_line(line: dict[str, Any], order_id: int) -> dict[str, Any]:
    """A line as getOrderProducts shows it; `id` is the order_product_id."""
    price_ex, price_inc, total_ex, total_inc, discounted, wrapping_ex, wrapping_inc = line["money"]
    shown = {
        "id": line["id"],
        "order_id": order_id,
        "product_id": line["product_id"],
        "variant_id": line["variant_id"],
        "order_pickup_method_id": line["pickup_id"],
        "order_address_id": line["address_id"],
        "name": line["name"],
        "name_customer": line["name"],
        "name_merchant": line["name"],
        "sku": line["sku"],
        "type": line["type"],
        "base_price": money(Decimal(line["unit"])),
        "price_ex_tax": price_ex,
        "price_inc_tax": price_inc,
        "price_tax": money(Decimal(price_inc) - Decimal(price_ex)),
        "base_total": money(Decimal(line["unit"]) * line["quantity"]),
        "total_ex_tax": total_ex,
        "total_inc_tax": total_inc,
        "total_tax": money(Decimal(total_inc) - Decimal(total_ex)),
        "discounted_total_inc_tax": discounted,
        "quantity": line["quantity"],
        "quantity_shipped": line["shipped"],
        "quantity_refunded": line["refunded"],
        "is_refunded": 0 < line["quantity"] <= line["refunded"],
        "wrapping_id": 1 if Decimal(line["wrapping"]) else 0,
        "wrapping_name": "Gift paper" if Decimal(line["wrapping"]) else None,
        "wrapping_message": "",
        "base_wrapping_cost": money(Decimal(line["wrapping"])),
        "wrapping_cost_ex_tax": wrapping_ex,
        "wrapping_cost_inc_tax": wrapping_inc,
        "wrapping_cost_tax": money(Decimal(wrapping_inc) - Decimal(wrapping_ex)),
        "applied_discounts": line["discounts"],
        "product_options": line["options"],
        "gift_certificate_id": line["gift_certificate_id"],
        **LINE_CONSTANTS,
    }
    shown.update(line.get("raw", {}))
    return shown


def show_address(address: dict[str, Any], order: dict[str, Any], store_hash: str) -> dict[str, Any]:
    """A row of getOrderShippingAddresses."""
    cost_ex, cost_inc, handling_ex, handling_inc = address["money"]
    mine = [line for line in order["lines"] if line["address_id"] == address["id"]]
    part = f"shipping_addresses/{address['id']}/shipping_quotes"
    return {
        "id": address["id"],
        "order_id": order["id"],
        **{key: address[key] for key in ADDRESS_KEYS},
        "items_total": sum(line["quantity"] for line in mine),
        "items_shipped": sum(line["shipped"] for line in mine),
        "shipping_method": address["shipping_method"],
        "base_cost": money(Decimal(address["cost"])),
        "cost_ex_tax": cost_ex,
        "cost_inc_tax": cost_inc,
        "cost_tax": money(Decimal(cost_inc) - Decimal(cost_ex)),
        "cost_tax_class_id": 2,
        "base_handling_cost": money(Decimal(address["handling"])),
        "handling_cost_ex_tax": handling_ex,
        "handling_cost_inc_tax": handling_inc,
        "handling_cost_tax": money(Decimal(handling_inc) - Decimal(handling_ex)),
        "handling_cost_tax_class_id": 2,
        "shipping_zone_id": 1,
        "shipping_zone_name": "Australia",
        "shipping_quotes": link(store_hash, order["id"], part),
        "form_fields": [],
    }


def show_fee(fee: dict[str, Any]) -> dict[str, Any]:
    """A row of getOrderFees."""
    return {
        "id": fee["id"],
        "type": "custom_fee",
        "display_name_customer": fee["name"],
        "display_name_merchant": fee["name"],
        "source": "AA",
        "base_cost": money(Decimal(fee["cost"])),
        "cost_ex_tax": fee["money"][0],
        "cost_inc_tax": fee["money"][1],
        "cost_tax": money(Decimal(fee["money"][1]) - Decimal(fee["money"][0])),
        "tax_class_id": 0 if Decimal(fee["tax_rate"]) else None,
    }


def show_coupons(order: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of getOrderCoupons: `amount` is a bare number whatever the type, `discount` the money taken off."""
    coupon = order["coupon"]
    if not coupon:
        return []
    shown = {key: coupon[key] for key in ("id", "code", "amount", "type")}
    return [{**shown, "coupon_id": 1, "order_id": order["id"], "discount": float(coupon["discount"])}]


def show_taxes(order: dict[str, Any], details: bool) -> list[dict[str, Any]]:
    """Rows of getOrderTaxes, one a taxed line; `details` names the line."""
    rows = []
    for number, line in enumerate(order["lines"], start=1):
        tax = Decimal(line["money"][3]) - Decimal(line["money"][2])
        if tax == ZERO:
            continue
        row = {
            "id": order["id"] * 1_000 + number,
            "order_id": order["id"],
            "order_address_id": line["address_id"],
            "tax_rate_id": 1,
            "tax_class_id": 0,
            "name": "GST",
            "class": "Default Tax Class",
            "rate": money(Decimal(line["tax_rate"]) * 100),
            "priority": 1,
            "priority_amount": money(tax),
            "line_amount": money(tax),
        }
        rows.append({**row, "order_product_id": str(line["id"]), "line_item_type": "item"} if details else row)
    return rows
