"""A BigCommerce order → our order, or the reason why it cannot be one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bigcommerce.domain.fields import BIGINT, moment, text, whole
from bigcommerce.domain.money import amount
from bigcommerce.errors import Invalid

JSON = dict[str, Any]

# Statuses by id; labels are the merchant's to rename. Source: Orders V2, getOrderStatuses.
INCOMPLETE, SHIPPED, PARTIALLY_SHIPPED, REFUNDED, CANCELLED, DECLINED, COMPLETED, PARTIALLY_REFUNDED = (
    *(0, 2, 3, 4),
    *(5, 6, 10, 14),
)
# As BigCommerce calls them where the merchant does not.
STATUS_NAMES = dict(
    enumerate(
        (
            *("Incomplete", "Pending", "Shipped", "Partially Shipped", "Refunded", "Cancelled", "Declined"),
            *("Awaiting Payment", "Awaiting Pickup", "Awaiting Shipment", "Completed", "Awaiting Fulfillment"),
            *("Manual Verification Required", "Disputed", "Partially Refunded"),
        )
    )
)
SHIPPED_STATUSES = frozenset({SHIPPED, PARTIALLY_SHIPPED, COMPLETED})

# Each pair is ours_inc_tax/_ex_tax ← BigCommerce's name with _inc_tax/_ex_tax appended.
TAXED_AMOUNTS = {
    "subtotal": "subtotal",
    "shipping": "shipping_cost",
    "handling": "handling_cost",
    "wrapping": "wrapping_cost",
    "total": "total",
}
PLAIN_AMOUNTS = ("discount_amount", "coupon_discount", "store_credit_amount", "gift_certificate_amount", "total_tax")


@dataclass(frozen=True)
class Line:
    """One order line. order_address_id: None for what is not shipped to an address (digital, pickup)."""

    bigcommerce_order_product_id: int
    order_address_id: int | None
    sku: str | None
    name: str | None
    quantity: int
    quantity_refunded: int
    quantity_shipped: int
    unit_price_inc_tax: Decimal
    unit_price_ex_tax: Decimal
    total_inc_tax: Decimal
    total_ex_tax: Decimal
    total_tax: Decimal
    discounted_total_inc_tax: Decimal
    options: list[JSON] | None


@dataclass(frozen=True)
class ShippingAddress:
    """One delivery address with its method and cost."""

    bigcommerce_order_address_id: int
    bigcommerce_shipping_method: str | None
    cost_inc_tax: Decimal
    cost_ex_tax: Decimal
    first_name: str | None
    last_name: str | None
    company: str | None
    street_1: str | None
    street_2: str | None
    city: str | None
    state: str | None
    postcode: str | None
    country_code: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True)
class Order:
    """A whole order. amounts: our money columns of backoffice.orders by name, in `currency`."""

    bigcommerce_order_id: int
    bigcommerce_status_id: int
    bigcommerce_status: str | None
    payment_status: str | None
    channel_id: int | None
    currency: str
    currency_exchange_rate: Decimal | None
    amounts: dict[str, Decimal]
    is_tax_inclusive: bool
    items_total: int
    customer_id: int | None
    customer_email: str | None
    bigcommerce_payment_method: str | None
    customer_message: str | None
    staff_notes: str | None
    billing_address: JSON | None
    placed_at: datetime
    modified_at: datetime
    lines: tuple[Line, ...]
    addresses: tuple[ShippingAddress, ...]


def read_order(payload: JSON) -> Order:
    """payload: one order of getOrders with consignments.line_items and fees included. Raises Invalid.

    Source: Orders V2, getOrders. Amounts are in `default_currency_code`, what the shopper paid; `currency_code` is
    only what was displayed.
    """
    try:
        return read_parts(payload)
    except (AttributeError, TypeError, KeyError) as error:
        raise Invalid(f"an object is not what the documentation says ({error})", field="payload") from error


def read_parts(payload: JSON) -> Order:
    billing = payload.get("billing_address") or {}
    consignments = read_consignments(payload)
    # Where the list cut the lines off, the order was read again in full: `products` holds them instead of a link.
    items = payload["products"] if isinstance(payload.get("products"), list) else line_items(consignments)
    return Order(
        bigcommerce_order_id=order_id_of(payload),
        bigcommerce_status_id=required(whole(payload.get("status_id"), "status_id", None), "status_id"),
        bigcommerce_status=text(payload.get("status")),
        payment_status=text(payload.get("payment_status")),
        channel_id=whole(payload.get("channel_id"), "channel_id", None),
        currency=read_currency(payload),
        currency_exchange_rate=read_rate(payload.get("currency_exchange_rate")),
        amounts=read_amounts(payload),
        is_tax_inclusive=payload.get("is_tax_inclusive_pricing") in (True, "true", 1),
        items_total=whole(payload.get("items_total"), "items_total") or 0,
        customer_id=whole(payload.get("customer_id"), "customer_id", limit=BIGINT) or None,
        customer_email=text(billing.get("email")),
        bigcommerce_payment_method=text(payload.get("payment_method")),
        customer_message=text(payload.get("customer_message")),
        staff_notes=text(payload.get("staff_notes")),
        billing_address=billing or None,
        placed_at=required(moment(payload.get("date_created"), "date_created"), "date_created"),
        modified_at=required(moment(payload.get("date_modified"), "date_modified"), "date_modified"),
        lines=tuple(sorted(map(read_line, items), key=line_key)),
        addresses=tuple(read_address(item) for item in consignments.get("shipping") or []),
    )


def required(value: Any, field: str) -> Any:
    if value is None:
        raise Invalid(f"{field} is missing", field=field)
    return value


def order_id_of(payload: JSON) -> int:
    return required(whole(payload.get("id"), "id", None, BIGINT), "id")


def status_id_of(payload: JSON) -> int | None:
    try:
        return whole(payload.get("status_id"), "status_id", None)
    except Invalid:
        return None


def is_cut(payload: JSON) -> bool:
    """Whether a list of lines says that it is not all of them."""
    groups = line_groups(read_consignments(payload))
    return any("__warning__" in item for group in groups for item in group.get("line_items") or [])


def read_consignments(payload: JSON) -> JSON:
    consignments = payload.get("consignments") or {}
    if isinstance(consignments, list):
        consignments = consignments[0] if consignments else {}
    return consignments


def line_items(consignments: JSON) -> list[JSON]:
    """Every line of every kind of consignment; a list cut at 50 carries a `__warning__` among its items."""
    return [item for group in line_groups(consignments) for item in group.get("line_items") or [] if "id" in item]


def line_groups(consignments: JSON) -> list[JSON]:
    email = consignments.get("email") or {}
    return [
        *(consignments.get("shipping") or []),
        *(consignments.get("pickups") or []),
        *(consignments.get("downloads") or []),
        *(email.get("gift_certificates") or []),
    ]


def line_key(line: Line) -> int:
    return line.bigcommerce_order_product_id


def read_line(item: JSON) -> Line:
    """item: one product of getOrderProducts, or the same inside a consignment."""
    total_inc_tax = amount(item.get("total_inc_tax"), "total_inc_tax")
    return Line(
        bigcommerce_order_product_id=required(whole(item.get("id"), "line id", None, BIGINT), "line id"),
        order_address_id=whole(item.get("order_address_id"), "order_address_id", limit=BIGINT) or None,
        sku=text(item.get("sku")),
        name=text(item.get("name")),
        quantity=whole(item.get("quantity"), "quantity") or 0,
        quantity_refunded=whole(item.get("quantity_refunded"), "quantity_refunded") or 0,
        quantity_shipped=whole(item.get("quantity_shipped"), "quantity_shipped") or 0,
        unit_price_inc_tax=amount(item.get("price_inc_tax"), "price_inc_tax"),
        unit_price_ex_tax=amount(item.get("price_ex_tax"), "price_ex_tax"),
        total_inc_tax=total_inc_tax,
        total_ex_tax=amount(item.get("total_ex_tax"), "total_ex_tax"),
        total_tax=amount(item.get("total_tax"), "total_tax"),
        discounted_total_inc_tax=total_inc_tax
        if item.get("discounted_total_inc_tax") in (None, "")
        else amount(item["discounted_total_inc_tax"], "discounted_total_inc_tax"),
        options=item.get("product_options") or None,
    )


def read_address(consignment: JSON) -> ShippingAddress:
    return ShippingAddress(
        bigcommerce_order_address_id=required(
            whole(consignment.get("id"), "consignment id", None, BIGINT), "consignment id"
        ),
        bigcommerce_shipping_method=text(consignment.get("shipping_method")),
        cost_inc_tax=amount(consignment.get("cost_inc_tax"), "cost_inc_tax"),
        cost_ex_tax=amount(consignment.get("cost_ex_tax"), "cost_ex_tax"),
        postcode=text(consignment.get("zip")),
        country_code=text(consignment.get("country_iso2")),
        **{
            name: text(consignment.get(name))
            for name in (
                *("first_name", "last_name", "company", "street_1", "street_2", "city", "state"),
                *("phone", "email"),
            )
        },
    )


def read_currency(payload: JSON) -> str:
    code = text(payload.get("default_currency_code")) or text(payload.get("currency_code")) or ""
    if not re.fullmatch("[A-Z]{3}", code):
        raise Invalid(f"default_currency_code is not a currency: {code!r}", field="default_currency_code", value=code)
    return code


def read_rate(value: Any) -> Decimal | None:
    """A rate keeps its ten decimals, unlike an amount."""
    if value in (None, ""):
        return None
    amount(value, "currency_exchange_rate")
    return Decimal(str(value).strip())


def read_amounts(payload: JSON) -> dict[str, Decimal]:
    if payload.get("total_inc_tax") in (None, ""):
        raise Invalid("total_inc_tax is missing", field="total_inc_tax")
    amounts = {
        f"{ours}_{side}": amount(payload.get(f"{theirs}_{side}"), f"{theirs}_{side}")
        for ours, theirs in TAXED_AMOUNTS.items()
        for side in ("inc_tax", "ex_tax")
    }
    amounts |= {name: amount(payload.get(name), name) for name in PLAIN_AMOUNTS}
    fees = payload.get("fees") or []
    fees = fees.get("fees") or [] if isinstance(fees, dict) else fees
    for side in ("inc_tax", "ex_tax"):
        amounts[f"fees_{side}"] = sum((amount(fee.get(f"cost_{side}"), f"fee cost_{side}") for fee in fees), Decimal(0))
    return amounts


def units_sold(order: Order) -> dict[str, tuple[int, int]]:
    """{SKU: (units, of which refunded)}; lines without a SKU are nobody's stock."""
    units: dict[str, tuple[int, int]] = {}
    for line in order.lines:
        if line.sku is not None:
            quantity, refunded = units.get(line.sku, (0, 0))
            units[line.sku] = (quantity + line.quantity, refunded + line.quantity_refunded)
    return units
