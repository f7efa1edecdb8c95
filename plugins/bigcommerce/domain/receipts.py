"""May this order be received, and under which names?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bigcommerce.domain.mappings import map_name, near_misses
from bigcommerce.domain.orders import SHIPPED_STATUSES, Order
from bigcommerce.domain.problems import Problem

ON_HOLD = "On Hold"


@dataclass(frozen=True)
class OrderRules:
    """What a store's set-up says of orders. asked_for: a person asked for these orders, of whatever age;
    asked_by_number: one by one, so that one which is not received is said."""

    statuses_to_sync: Collection[int]
    received_status: str
    orders_since: datetime | None
    unmapped_policy: str
    payment_names: Mapping[str, str | None]
    shipping_names: Mapping[str, str | None]
    default_payment_method: str | None
    default_shipping_service: str | None
    asked_for: bool = False
    asked_by_number: bool = False
    first_walk_is_done: bool = False


@dataclass(frozen=True)
class Receipt:
    """outcome: received, parked or not_synced. shipping_services: {order address id: our name or None}."""

    outcome: str
    problems: tuple[Problem, ...] = ()
    status: str | None = None
    payment_method: str | None = None
    shipping_services: Mapping[int, str | None] | None = None

    @property
    def needs_attention(self) -> bool:
        return bool(self.problems)


def decide_receipt(order: Order, rules: OrderRules, is_received: bool, unknown_skus: Collection[str]) -> Receipt:
    """is_received: the back office has it already, so it stays received whatever its status is now.
    unknown_skus: SKUs that the back office does not know."""
    if not is_received and (reason := why_not(order, rules)):
        return Receipt("not_synced", not_received(order, rules, reason))
    payment = map_name(order.bigcommerce_payment_method, rules.payment_names, rules.default_payment_method)
    shipping = {
        address.bigcommerce_order_address_id: map_name(
            address.bigcommerce_shipping_method, rules.shipping_names, rules.default_shipping_service
        )
        for address in order.addresses
    }
    unmapped_methods = {
        address.bigcommerce_shipping_method or ""
        for address in order.addresses
        if shipping[address.bigcommerce_order_address_id].is_unmapped
    }
    unmapped = [
        *([unmapped_payment(order, rules)] if payment.is_unmapped else []),
        *([unmapped_shipping(order, rules, sorted(unmapped_methods))] if unmapped_methods else []),
    ]
    if unmapped and rules.unmapped_policy == "park" and not is_received:
        return Receipt("parked", tuple(unmapped))
    return Receipt(
        "received",
        (*unmapped, *unknown(order, unknown_skus)),
        status=ON_HOLD if unmapped else rules.received_status,
        payment_method=payment.name,
        shipping_services={address: mapped.name for address, mapped in shipping.items()},
    )


def why_not(order: Order, rules: OrderRules) -> str | None:
    """The reason not to receive an order, or None."""
    if order.bigcommerce_status_id not in rules.statuses_to_sync:
        return f"its status ({order.bigcommerce_status_id} {order.bigcommerce_status}) is not one to sync"
    if rules.orders_since and order.placed_at < rules.orders_since and not rules.asked_for:
        return f"it was placed before {rules.orders_since:%Y-%m-%d %H:%M} (from when on the set-up receives orders)"
    return None


def not_received(order: Order, rules: OrderRules, reason: str) -> tuple[Problem, ...]:
    """Said where somebody asked for this very order, or where it was shipped before it could be received."""
    too_old = rules.orders_since is not None and order.placed_at < rules.orders_since
    shipped = order.bigcommerce_status_id in SHIPPED_STATUSES and rules.first_walk_is_done and not too_old
    if not (rules.asked_by_number or shipped):
        return ()
    return (
        order_not_received(
            order.bigcommerce_order_id,
            f"{reason}. If the back office needs it, choose its status in the set-up and fetch this order by "
            "its number",
        ),
    )


def order_not_received(order_id: int, reason: str) -> Problem:
    return Problem(str(order_id), "order_not_received", f"Order {order_id} was not received: {reason}.")


def order_was_missing(order: Order, outcome: str) -> Problem:
    now = {"received": "It is received now", "parked": "It waits for a mapping now"}.get(outcome, "It is landed now")
    return Problem(
        str(order.bigcommerce_order_id),
        "order_was_missing",
        f"Order {order.bigcommerce_order_id}, placed {order.placed_at:%Y-%m-%d %H:%M} UTC and last modified "
        f"{order.modified_at:%Y-%m-%d %H:%M} UTC, was not here though order ingest had passed that time. {now}. Either "
        "its rows were deleted here, or BigCommerce showed it later than it said: if this happens again, look for who "
        "deletes orders. Close this problem once you know.",
        {"placed_at": order.placed_at.isoformat(), "modified_at": order.modified_at.isoformat(), "outcome": outcome},
    )


def unmapped_payment(order: Order, rules: OrderRules) -> Problem:
    name = order.bigcommerce_payment_method or ""
    return Problem(
        str(order.bigcommerce_order_id),
        "unmapped_payment_method",
        f'Order {order.bigcommerce_order_id} was paid by "{name}", which has no mapping: add one under Mappings '
        "with exactly this name, the next run completes the order.",
        {"names": [name], "near_misses": near_misses(name, rules.payment_names)},
    )


def unmapped_shipping(order: Order, rules: OrderRules, names: list[str]) -> Problem:
    quoted = ", ".join(f'"{name}"' for name in names)
    what = "which has no mapping: add it" if len(names) == 1 else "which have no mapping: add them"
    return Problem(
        str(order.bigcommerce_order_id),
        "unmapped_shipping_method",
        f"Order {order.bigcommerce_order_id} ships by {quoted}, {what} under Mappings with exactly this spelling, the "
        "next run completes the order.",
        {"names": names, "near_misses": {name: near_misses(name, rules.shipping_names) for name in names}},
    )


def unknown(order: Order, unknown_skus: Collection[str]) -> list[Problem]:
    """A line without a SKU is not an unknown SKU."""
    skus = sorted({line.sku for line in order.lines if line.sku and line.quantity and line.sku in unknown_skus})
    if not skus:
        return []
    quoted = ", ".join(f'"{sku}"' for sku in skus)
    return [
        Problem(
            str(order.bigcommerce_order_id),
            "sku_not_in_back_office",
            f"Order {order.bigcommerce_order_id} sells {quoted}, which the back office does not have: add the "
            "product, or correct the SKU in BigCommerce.",
            {"skus": skus},
        )
    ]
