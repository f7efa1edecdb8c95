"""What BigCommerce changed about an order after it was received: before and after, one entry a kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bigcommerce.domain.fields import text
from bigcommerce.domain.orders import (
    CANCELLED,
    DECLINED,
    JSON,
    PARTIALLY_REFUNDED,
    PARTIALLY_SHIPPED,
    REFUNDED,
    SHIPPED,
    Order,
)

CANCELLED_STATUSES = frozenset({CANCELLED, DECLINED})
ADDRESS_FIELDS = (
    *("first_name", "last_name", "company", "street_1", "street_2", "city", "state", "postcode", "country_code"),
    *("phone", "email"),
)
# Theirs where it differs from ours.
BILLING_FIELDS = {"postcode": "zip", "country_code": "country_iso2"}
LINE_FIELDS = (
    *("sku", "quantity", "unit_price_inc_tax", "unit_price_ex_tax", "total_inc_tax", "total_ex_tax"),
    "discounted_total_inc_tax",
)


@dataclass(frozen=True)
class OrderState:
    """What is compared of an order, as the back office has it or as BigCommerce says now; money as text.

    lines: {order product id: {field: value}} of those with units; addresses: {order address id: …} of those that
    lines go to, 0 = billing.
    """

    status_id: int | None
    refunded: JSON
    lines: Mapping[str, JSON]
    addresses: Mapping[str, JSON]
    totals: JSON

    @property
    def is_cancelled(self) -> bool:
        return self.status_id in CANCELLED_STATUSES


@dataclass(frozen=True)
class Change:
    """kind: cancelled (or no longer), refunded, status, lines, address, totals."""

    kind: str
    before: Any
    after: Any


def state_of(order: Order, refunded_amount: Decimal) -> OrderState:
    used = {line.order_address_id for line in order.lines if line.quantity}
    refunded = {str(line.bigcommerce_order_product_id): line.quantity_refunded for line in order.lines}
    return OrderState(
        status_id=order.bigcommerce_status_id,
        refunded={"amount": money(refunded_amount), "units": {key: units for key, units in refunded.items() if units}},
        lines={
            str(line.bigcommerce_order_product_id): {name: plain(getattr(line, name)) for name in LINE_FIELDS}
            for line in order.lines
            if line.quantity
        },
        addresses={
            "0": read_billing(order.billing_address),
            **{
                str(address.bigcommerce_order_address_id): {
                    name: getattr(address, name) for name in (*ADDRESS_FIELDS, "bigcommerce_shipping_method")
                }
                for address in order.addresses
                if address.bigcommerce_order_address_id in used
            },
        },
        totals={name: money(value) for name, value in order.amounts.items()},
    )


def read_billing(billing: JSON | None) -> JSON:
    found = billing or {}
    return {name: text(found.get(BILLING_FIELDS.get(name, name))) for name in ADDRESS_FIELDS}


def plain(value: Any) -> Any:
    return money(value) if isinstance(value, Decimal) else value


def money(value: Decimal) -> str:
    """As Postgres prints numeric(18,4), which knows no -0."""
    return str(value.quantize(Decimal("0.0001")) + 0)


def list_changes(before: OrderState, after: OrderState, explained_statuses: Collection[int]) -> list[Change]:
    """One entry a kind that changed. A cancellation and a refund say their status themselves.

    explained_statuses: those that our own accepted shipments led to, which nobody needs to be told.
    """
    changes = []
    was_refunded = before.refunded != after.refunded
    if before.is_cancelled != after.is_cancelled:
        changes.append(Change("cancelled", {"status_id": before.status_id}, {"status_id": after.status_id}))
    if was_refunded:
        status = (before.status_id, after.status_id) if before.status_id != after.status_id else (None, None)
        changes.append(Change("refunded", with_status(before, status[0]), with_status(after, status[1])))
    says_status = before.is_cancelled != after.is_cancelled or (
        was_refunded and after.status_id in (REFUNDED, PARTIALLY_REFUNDED)
    )
    if before.status_id != after.status_id and not says_status and after.status_id not in explained_statuses:
        changes.append(Change("status", {"status_id": before.status_id}, {"status_id": after.status_id}))
    for kind, old, new in (
        ("lines", before.lines, after.lines),
        ("address", before.addresses, after.addresses),
        ("totals", before.totals, after.totals),
    ):
        if old != new:
            changes.append(Change(kind, *differing(old, new)))
    return changes


def with_status(state: OrderState, status_id: int | None) -> JSON:
    return state.refunded if status_id is None else state.refunded | {"status_id": status_id}


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[JSON, JSON]:
    """Only what differs, on both sides; one level deeper where both sides hold the same entry."""
    old, new = {}, {}
    for key in sorted({*before, *after}):
        one, other = before.get(key), after.get(key)
        if one == other:
            continue
        if isinstance(one, dict) and isinstance(other, dict):
            one, other = differing(one, other)
        old[key], new[key] = one, other
    return old, new


def statuses_explained(order: Order, shipped_by_us: Mapping[int, int]) -> Collection[int]:
    """Shipped and Partially Shipped, where every unit that left did so in our own shipments.

    shipped_by_us: {order product id: units of our accepted shipments}.
    """
    if not shipped_by_us:
        return ()
    for line in order.lines:
        if line.order_address_id and line.quantity_shipped > shipped_by_us.get(line.bigcommerce_order_product_id, 0):
            return ()
    return (SHIPPED, PARTIALLY_SHIPPED)
