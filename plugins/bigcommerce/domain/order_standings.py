"""Where one order stands now, and what is in it, whether the back office has received it or it only landed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bigcommerce.domain.order_changes import ADDRESS_FIELDS, read_billing
from bigcommerce.domain.order_stories import NOT_SENT, OUTCOMES, UNMAPPED, Facts
from bigcommerce.domain.orders import read_order
from bigcommerce.errors import Invalid

# What the total is made of: label, column with _inc_tax and _ex_tax appended.
TAXED_PARTS = {
    "Subtotal": "subtotal",
    "Shipping": "shipping",
    "Handling": "handling",
    "Gift wrapping": "wrapping",
    "Fees": "fees",
}
# Label, column, sign.
PLAIN_PARTS = {"Discount": ("discount_amount", -1), "Coupons": ("coupon_discount", -1)}
MEANS = {
    "Of it by store credit": "store_credit_amount",
    "Of it by gift certificate": "gift_certificate_amount",
    "Refunded": "refunded_amount",
}


@dataclass(frozen=True)
class Step:
    """One station of an order. is_open: it waits for something there."""

    name: str
    state: str
    is_open: bool = False


@dataclass(frozen=True)
class Contents:
    """lines, addresses: rows, an address with its `text`; amounts: money columns by name. is_read: False where the
    payload cannot be read."""

    lines: Sequence[Mapping[str, Any]]
    addresses: Sequence[Mapping[str, Any]]
    amounts: Mapping[str, Any]
    currency: str
    billed_to: str
    is_read: bool = True


def list_steps(facts: Facts) -> list[Step]:
    order, codes = facts.order, {problem["code"] for problem in facts.open_problems}
    is_wrong = "invalid_order" in codes
    waits = [name for code, name in zip(UNMAPPED, ("payment", "shipping"), strict=True) if code in codes]
    shipped = {row["consignment_id"] for row in facts.shipments if row["state"] == "accepted"}
    sent = {row["consignment_id"] for row in facts.shipments}
    to_see = [change for change in facts.open_changes if change["kind"] != "status"]
    outcome = OUTCOMES.get(order["outcome"] or "", "These pipelines have not seen it")
    return [
        Step("Seen at BigCommerce", "yes" if facts.payloads else "what was read is not kept here"),
        Step("Its sums add up", "no: see what is open" if is_wrong else "yes", is_wrong),
        Step("Names mapped", f"waits for a {' and a '.join(waits)} mapping" if waits else "yes", bool(waits)),
        Step("Received", f"yes, with the status {order['status'] or 'empty'} in the back office")
        if facts.is_received
        else Step("Received", f"no. {outcome}", order["outcome"] in ("parked", "invalid")),
        Step("Changed since", f"{len(to_see)} to acknowledge" if to_see else "nothing to acknowledge", bool(to_see)),
        *at_neto(facts),
        Step("Shipped", f"{len(shipped)} of {len(sent)} consignments" if sent else "nothing dispatched yet"),
    ]


def may_be_entered_by_hand(facts: Facts) -> bool:
    """Neto was not sent it, and nothing else has taken it."""
    order = facts.order
    is_waiting = facts.is_received and order["accepted_at"] is None and order["cancelled_at"] is None
    return is_waiting and any(problem["code"] in NOT_SENT for problem in facts.open_problems)


def at_neto(facts: Facts) -> list[Step]:
    """Nothing where Neto has no say in the order."""
    is_open = any(problem["flow"] == "neto" for problem in facts.open_problems)
    see = ", but see what is open" if is_open else ""
    for push in facts.pushes:
        if push["state"] == "accepted":
            named = any(problem["code"] in UNMAPPED for problem in facts.open_problems)
            until = "until its names are mapped" if named else "until the next run of orders to Neto releases it"
            held = f", On Hold there {until}" if push["is_held"] else ""
            paid = ", its payment too" if push["payment_state"] == "accepted" else ""
            state = f"yes, as {push['neto_order_id'] or 'another order'}{held or paid}{see}"
            return [Step("At Neto", state, is_open or bool(held))]
    return [Step("At Neto", "no: see what is open", is_open=True)] if is_open else []


def read_contents(facts: Facts) -> Contents:
    """A received order's from its rows, another's from its payload."""
    order = facts.order
    lines: Sequence[Mapping[str, Any]]
    addresses: Sequence[Mapping[str, Any]]
    if facts.is_received:
        lines, addresses, amounts, currency = facts.lines, facts.addresses, order, order["currency"]
        billing = order["billing_address"]
    else:
        try:
            read = read_order(order["payload"] or {})
        except Invalid:
            return Contents([], [], {}, "", "", is_read=False)
        amounts, currency, billing = read.amounts, read.currency, read.billing_address
        lines = [{"line_no": no, "shipping_address_no": None} | vars(line) for no, line in enumerate(read.lines, 1)]
        addresses = [
            {"shipping_address_no": no, "shipping_service": None} | vars(address)
            for no, address in enumerate(read.addresses, 1)
        ]
    shown = [{**address, "text": one_line(address)} for address in addresses]
    return Contents(lines, shown, amounts, currency or "", one_line(read_billing(billing)))


def one_line(address: Mapping[str, Any]) -> str:
    name = " ".join(address[part] for part in ("first_name", "last_name") if address[part])
    return ", ".join(filter(None, (name, *(address[part] for part in ADDRESS_FIELDS[2:]))))


def list_totals(amounts: Mapping[str, Any]) -> list[tuple[str, Decimal | None, Decimal | None]]:
    """(label, with tax, without tax) of what is not 0, then the total, then how it was paid."""
    parts = [
        (label, amounts.get(f"{part}_inc_tax"), amounts.get(f"{part}_ex_tax")) for label, part in TAXED_PARTS.items()
    ]
    less = [(label, signed(amounts.get(part), sign), None) for label, (part, sign) in PLAIN_PARTS.items()]
    means = [(label, amounts.get(part), None) for label, part in MEANS.items()]
    total = ("Total", amounts.get("total_inc_tax"), amounts.get("total_ex_tax"))
    return [
        *(row for row in (*parts, *less) if row[1] or row[2]),
        total,
        ("Of it tax", amounts.get("total_tax"), None),
        *(row for row in means if row[1]),
    ]


def signed(value: Decimal | None, sign: int) -> Decimal | None:
    return None if value is None else value * sign
