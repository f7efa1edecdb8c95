"""A received order → the body of Neto's AddOrder, or the reason why Neto cannot hold it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from bigcommerce.domain.money import minor_unit, plain
from bigcommerce.domain.neto.order_amounts import Amounts, Part, share_out
from bigcommerce.domain.neto.texts import JSON, Cutter, billing_address, note
from bigcommerce.domain.problems import Problem

# Source: Neto AddOrder, and kb 1583 for the number of lines.
SKU, ORDER_ID, REFERENCE, LINE_TEXT, EMAIL, METHOD, SERVICE, CHANNEL = 25, 15, 50, 255, 250, 100, 50, 15
MOST_LINES = 255
SYSTEM = "BigCommerce"
ON_HOLD = "On Hold"
# How Neto's orders tell what they are of ours.
REFERENCES = IDENTIFIER, ORDER_REFERENCE, LINE_REFERENCE = (
    *("ExternalSystemIdentifier", "ExternalOrderReference", "ExternalOrderLineReference"),
)


@dataclass(frozen=True)
class LineToPush:
    """A row of backoffice.order_lines with units."""

    bigcommerce_order_product_id: int | None
    sku: str | None
    name: str | None
    quantity: int
    quantity_refunded: int
    unit_price_inc_tax: Decimal
    total_inc_tax: Decimal
    total_ex_tax: Decimal
    discounted_total_inc_tax: Decimal
    options: list[JSON] | None


@dataclass(frozen=True)
class OrderToPush:
    """A row of backoffice.orders with its details. hold: a sentence for each name that is not mapped; addresses: rows
    of backoffice.order_shipping_addresses, by number; costs: what the shopper paid for no line, by kind, tax included,
    and costs_tax what of it is tax."""

    order_id: int
    bigcommerce_order_id: int
    status: str | None
    currency: str
    total_inc_tax: Decimal
    costs: dict[str, Decimal]
    costs_tax: Decimal
    payment_method: str | None
    customer_email: str | None
    customer_message: str | None
    staff_notes: str | None
    billing_address: JSON | None
    placed_at: datetime | None
    lines: tuple[LineToPush, ...]
    addresses: tuple[JSON, ...]
    hold: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return str(self.bigcommerce_order_id)

    @property
    def skus(self) -> set[str]:
        return {line.sku for line in self.lines if line.sku}


def hold_reasons(
    unmapped_payment: str | None, unmapped_shipping: Collection[str] | None, open_problems: Sequence[str]
) -> list[str]:
    """A sentence for each name that has none at Neto. open_problems: what else is said of the order's names."""
    reasons = [f'Paid by "{unmapped_payment}", which is not mapped yet.'] if unmapped_payment else []
    reasons += [f'Ships by "{name}", which is not mapped yet.' for name in unmapped_shipping or ()]
    return reasons or list(open_problems)


def neto_order_id(prefix: str, bigcommerce_order_id: int) -> str:
    return f"{prefix}{bigcommerce_order_id}"


def why_not(order: OrderToPush, prefix: str, known: Collection[str]) -> Problem | None:
    """Why Neto cannot hold this order. known: the SKUs, of this order's, that Neto has."""
    number = order.bigcommerce_order_id
    unknown = [describe(line, known) for line in order.lines if line.sku not in known]
    if unknown:
        return Problem(
            order.key,
            "neto_unknown_sku",
            f"Order {number} was not sent to Neto: {'; '.join(unknown[:5])}. {advice(order)}",
            {"skus": sorted({line.sku or "" for line in order.lines if line.sku not in known})},
        )
    name = neto_order_id(prefix, number)
    if len(name) > ORDER_ID:
        return refused(
            order, f"its number there would be {name}, longer than {ORDER_ID} characters. Shorten the prefix"
        )
    if not order.lines:
        return refused(order, "it has no line. Enter it at Neto by hand if it is needed there")
    if len(order.lines) > MOST_LINES:
        return refused(order, f"it has {len(order.lines)} lines and Neto holds {MOST_LINES}. Enter it there in parts")
    return None


def advice(order: OrderToPush) -> str:
    """A line without a SKU, a gift certificate say, is no product that somebody could add to Neto."""
    if all(line.sku for line in order.lines):
        return (
            "Add the product to Neto with exactly this SKU, or correct the SKU in BigCommerce; then the next run sends "
            "the order."
        )
    return "Enter this order at Neto by hand and say so on its page here, or give the product a SKU in BigCommerce."


def describe(line: LineToPush, known: Collection[str]) -> str:
    if not line.sku:
        return f'the line "{line.name or ""}" has no SKU'
    if len(line.sku) > SKU:
        return f'SKU "{line.sku}" is longer than the {SKU} characters that Neto holds'
    near = next((sku for sku in known if sku.casefold() == line.sku.casefold()), None)
    return f'Neto has no product "{line.sku}"' + (f', but "{near}"' if near else "")


def refused(order: OrderToPush, reason: str) -> Problem:
    message = f"Order {order.bigcommerce_order_id} was not sent to Neto: {reason}."
    return Problem(order.key, "neto_rejected", message)


def order_body(order: OrderToPush, prefix: str, sales_channel: str) -> JSON:
    """The order as AddOrder takes it, prices with tax. The same order gives the same body."""
    cutter = Cutter()
    amounts = amounts_of(order)
    bill = billing_address(order.billing_address)
    ship = order.addresses[0] if order.addresses else bill
    lines = [line_body(order, part, cutter) for part in amounts.parts]
    texts = cutter.address("Bill", bill) | cutter.address("Ship", ship)
    hold = hold_notes(order)
    return {
        "OrderID": neto_order_id(prefix, order.bigcommerce_order_id),
        "OrderType": "sales",
        **({"OrderStatus": ON_HOLD, "OnHoldType": ON_HOLD} if hold else status_of(order)),
        "SalesChannel": sales_channel[:CHANNEL],
        "PurchaseOrderNumber": str(order.bigcommerce_order_id),
        "Email": cutter.fit("Email", order.customer_email, EMAIL),
        **texts,
        **({"DatePlacedUTC": f"{order.placed_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"} if order.placed_at else {}),
        **named(cutter, "PaymentMethod", order.payment_method, METHOD),
        **named(cutter, "ShippingMethod", ship.get("shipping_service"), SERVICE),
        "ShippingCost": plain(amounts.shipping),
        "TaxInclusive": "True",
        "TaxFreeShipping": as_bool(bool(amounts.shipping) and not order.costs_tax),
        "CurrencyCode": order.currency,
        "ShipInstructions": order.customer_message or "",
        "InternalOrderNotes": "\n".join(filter(None, [order.staff_notes, costs_text(order)])),
        **({"OrderRounding": plain(amounts.rounding)} if amounts.rounding else {}),
        "OrderLine": lines,
        "StickyNotes": {"StickyNote": [*hold, *cutter.notes()]},
    }


def named(cutter: Cutter, field: str, name: str | None, limit: int) -> JSON:
    return {field: cutter.fit(field, name, limit)} if name else {}


def status_of(order: OrderToPush) -> JSON:
    """As received; New where nobody said."""
    status = order.status or "New"
    return {"OrderStatus": status} | ({"OnHoldType": ON_HOLD} if status == ON_HOLD else {})


def amounts_of(order: OrderToPush) -> Amounts:
    return share_out(
        [line.quantity for line in order.lines],
        [line.discounted_total_inc_tax for line in order.lines],
        order.total_inc_tax,
        sum(order.costs.values(), Decimal(0)),
        minor_unit(order.currency),
        MOST_LINES,
    )


def line_body(order: OrderToPush, part: Part, cutter: Cutter) -> JSON:
    """A kit is sent as its own line: Neto knows what it consists of."""
    line = order.lines[part.line]
    number = part.line + 1
    return {
        "SKU": line.sku,
        "Quantity": str(part.quantity),
        "UnitPrice": plain(part.unit_price),
        "TaxFree": as_bool(bool(line.total_inc_tax) and line.total_inc_tax == line.total_ex_tax),
        "ItemDescription": cutter.fit(f"Line {number} ItemDescription", line.name, LINE_TEXT),
        "ItemNotes": cutter.fit(f"Line {number} ItemNotes", item_notes(line), LINE_TEXT),
        "ExternalSystemIdentifier": SYSTEM,
        "ExternalOrderReference": str(order.bigcommerce_order_id),
        "ExternalOrderLineReference": str(line.bigcommerce_order_product_id or ""),
    }


def item_notes(line: LineToPush) -> str:
    """What was chosen, and what the unit price is after."""
    chosen = [
        f"{option.get('display_name')}: {option.get('display_value')}"
        for option in line.options or []
        if isinstance(option, dict)
    ]
    off = line.total_inc_tax - line.discounted_total_inc_tax
    discount = f"Discount {plain(off)}, from {plain(line.unit_price_inc_tax)} a unit" if off > 0 else ""
    return "; ".join(filter(None, [*chosen, discount]))


def costs_text(order: OrderToPush) -> str:
    """Neto has no field for what is neither goods nor delivery."""
    others = [f"{kind} {plain(cost)}" for kind, cost in order.costs.items() if cost and kind != "shipping"]
    return f"The shipping cost includes {', '.join(others)}." if others else ""


def hold_notes(order: OrderToPush) -> list[JSON]:
    """A sticky note for each thing that a person must see before the order is packed."""
    notes = []
    if order.hold:
        notes.append(note("On hold: names are not mapped", " ".join(order.hold)))
    if len(order.addresses) > 1:
        texts = [f"{number}. {address_text(address)}" for number, address in enumerate(order.addresses, start=1)]
        notes.append(note("On hold: several delivery addresses", "\n".join(["This order goes to", *texts])))
    if back := [f"{line.quantity_refunded} × {line.sku}" for line in order.lines if line.quantity_refunded]:
        notes.append(note("On hold: units were refunded", f"Refunded before the order came here: {', '.join(back)}."))
    return notes


def address_text(address: JSON) -> str:
    names = ("first_name", "last_name", "company", "street_1", "street_2", "city", "state", "postcode", "country_code")
    return " ".join(str(address[name]) for name in names if address.get(name))


def as_bool(value: bool) -> str:
    return "True" if value else "False"


def fingerprint(body: JSON) -> str:
    """Same text, same order: one that Neto refused is sent again only as another."""
    return hashlib.md5(json.dumps(body, sort_keys=True).encode(), usedforsecurity=False).hexdigest()


def is_ours(neto_order: JSON, order: OrderToPush, prefix: str) -> bool:
    """Whether Neto's order is this one. Another store, or a person, may have used the same number.

    By what its lines refer to; else by its number and e-mail address: Neto may not give back what they refer to, and an
    edit at BigCommerce may give the lines new numbers.
    """
    lines: Sequence[JSON] = neto_order.get("OrderLine") or []
    references = [line for line in lines if (line.get(IDENTIFIER), line.get(ORDER_REFERENCE)) == (SYSTEM, order.key)]
    named = {line.get(LINE_REFERENCE) for line in references} - {None, ""}
    if references and (not named or named & {str(line.bigcommerce_order_product_id) for line in order.lines}):
        return True
    is_same_buyer = (neto_order.get("Email") or "").casefold() == (order.customer_email or "").strip().casefold()
    return is_same_buyer and neto_order.get("OrderID") == neto_order_id(prefix, order.bigcommerce_order_id)


def taken(order: OrderToPush, prefix: str) -> Problem:
    name = neto_order_id(prefix, order.bigcommerce_order_id)
    return refused(
        order,
        f"Neto has another order with the number {name}. Where another store's orders begin so, choose another prefix "
        "of order ids; else renumber that one at Neto, or enter this order there by hand",
    )


def total_differs(order_id: int, wanted: Decimal, found: Decimal, currency: str) -> Problem:
    return Problem(
        str(order_id),
        "neto_total_differs",
        f"Order {order_id} is {plain(found)} {currency} at Neto and {plain(wanted)} in BigCommerce. Compare the lines, "
        "shipping and tax of the two; once Neto's order is right, the next run closes this.",
        {"neto": plain(found), "bigcommerce": plain(wanted)},
    )
