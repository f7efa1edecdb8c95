"""A consignment and its order → the shipments to send, or the reasons why it cannot be sent.

Source: Orders V2, createOrderShipments, updateOrderShipment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bigcommerce.domain.fields import whole
from bigcommerce.domain.orders import (
    CANCELLED,
    COMPLETED,
    DECLINED,
    INCOMPLETE,
    REFUNDED,
    SHIPPED,
    line_items,
    read_consignments,
)
from bigcommerce.domain.shipments import units_of

JSON = dict[str, Any]

# A late shipment might reopen these or be refused: BigCommerce does not say which.
NOT_SHIPPABLE = {
    INCOMPLETE: "incomplete",
    REFUNDED: "refunded",
    CANCELLED: "cancelled",
    DECLINED: "declined",
    COMPLETED: "completed",
}

# Codes that hold a consignment back until its value, its order or a person says otherwise.
BLOCKING = (
    *("quantity_exceeds_order", "invalid_quantity", "order_not_shippable", "invalid_tracking_number"),
    *("invalid_shipping_service", "rejected_by_bigcommerce", "consignment_changed_after_export"),
)
# Codes that are only said: the consignment is sent all the same.
NOTICES = ("unmapped_carrier", "invalid_tracking_link")
# What the log says of consignments that are not sent and are no problem of a store.
LEFT_OUT = {
    "later": "{count} wait for their dispatch time, first {ids}",
    "elsewhere": "{count} are shipments of another store already and are not sent here, first {ids}",
    # A problem belongs to a store, and without an order there is none.
    "no_order": "{count} consignments name no order and are not sent, first {ids}",
}
TWO_MAILS = "The shopper gets a second mail then."
ONCE_OPEN = "It is sent once the order is open again there; or cancel the consignment."
SAY_UNITS = "Say how many units of each are in the parcel, or delete the lines where it holds all that is left to ship."
CORRECT = "Correct the consignment's lines, or the order at BigCommerce."


@dataclass(frozen=True)
class Finding:
    """Something to tell about a consignment. code: one of BLOCKING or NOTICES."""

    code: str
    message: str
    details: JSON = field(default_factory=dict)


GONE = Finding(
    "order_not_shippable",
    "BigCommerce has no such order any more: deleted or archived. Restore it there, or cancel the consignment.",
)
DELETED = Finding(
    "rejected_by_bigcommerce",
    "Its shipment was deleted at BigCommerce, so the new number, link or carrier has nowhere to go. If the parcel did "
    f"leave, send it as a new consignment. {TWO_MAILS}",
    {"status": 404},
)


@dataclass(frozen=True)
class OrderLine:
    """A line as the back office knows it. shipping_address_no: None for what is not shipped."""

    line_no: int
    order_product_id: int
    shipping_address_no: int | None
    order_address_id: int | None


@dataclass(frozen=True)
class OrderState:
    """An order as BigCommerce has it now. left: {order_product_id: units neither shipped nor refunded};
    shippable: {order_product_id: units not refunded}; address_ids: {order_product_id: order_address_id}."""

    status_id: int
    is_deleted: bool
    left: dict[int, int]
    shippable: dict[int, int]
    address_ids: dict[int, int]

    @property
    def is_shipped(self) -> bool:
        return self.status_id == SHIPPED


@dataclass(frozen=True)
class Shipment:
    """One shipment to send. request: the body of createOrderShipments."""

    shipping_address_no: int
    request: JSON


def id_ranges(order_ids: Iterable[int], width: int) -> list[list[int]]:
    """The ids in the fewest ranges of `width` consecutive ones. Where a range can be read with one request, none costs
    more than reading its orders one by one."""
    ranges: list[list[int]] = []
    for order_id in sorted(order_ids):
        if ranges and order_id < ranges[-1][0] + width:
            ranges[-1].append(order_id)
        else:
            ranges.append([order_id])
    return ranges


def is_cut(payload: JSON) -> bool:
    """A list shows at most 50 lines of a consignment and a warning in place of the rest."""
    consignments = read_consignments(payload)
    groups = [*(consignments.get("shipping") or []), *(consignments.get("pickups") or [])]
    return any("id" not in item for group in groups for item in group.get("line_items") or [])


def read_order_state(payload: JSON, products: Sequence[JSON] | None = None) -> OrderState:
    """payload: an order of getOrders with consignments.line_items; products: of getOrderProducts, where the list cut
    them off. Raises Invalid."""
    lines = line_items(read_consignments(payload)) if products is None else products
    state = OrderState(whole(payload.get("status_id"), "status_id") or 0, bool(payload.get("is_deleted")), {}, {}, {})
    for line in lines:
        key = whole(line.get("id"), "line id") or 0
        state.shippable[key] = (whole(line.get("quantity"), "quantity") or 0) - (
            whole(line.get("quantity_refunded"), "quantity_refunded") or 0
        )
        state.left[key] = state.shippable[key] - (whole(line.get("quantity_shipped"), "quantity_shipped") or 0)
        state.address_ids[key] = whole(line.get("order_address_id"), "order_address_id") or 0
    return state


def why_not_shippable(state: OrderState, ours: Mapping[int, int]) -> Finding | None:
    """ours: {order_product_id: units that our accepted shipments took}."""
    if state.is_deleted:
        return GONE
    if state.status_id in NOT_SHIPPABLE:
        word = NOT_SHIPPABLE[state.status_id]
        return Finding(
            "order_not_shippable", f"The order is {word} at BigCommerce. {ONCE_OPEN}", {"status_id": state.status_id}
        )
    explained = all(ours.get(key, 0) >= units for key, units in state.shippable.items() if state.address_ids[key])
    if state.is_shipped and not explained:
        message = f"The order is shipped at BigCommerce, though not by us: check what was sent. {ONCE_OPEN}"
        return Finding("order_not_shippable", message, {"status_id": SHIPPED})
    return None


def plan_for(
    asked: Mapping[int, int] | None,
    lines: Sequence[OrderLine],
    state: OrderState | Finding,
    ours: Mapping[int, int],
    texts: JSON,
    accepted: Collection[int],
) -> tuple[list[Shipment], list[Finding]]:
    """plan_shipments, where the order can be shipped at all. state: a Finding where it could not be read."""
    refusal = state if isinstance(state, Finding) else why_not_shippable(state, ours)
    if refusal or isinstance(state, Finding):
        return [], [refusal] if refusal else []
    return plan_shipments(asked, lines, state, texts, accepted)


def plan_shipments(
    asked: Mapping[int, int] | None,
    lines: Sequence[OrderLine],
    state: OrderState,
    texts: JSON,
    accepted: Collection[int] = (),
) -> tuple[list[Shipment], list[Finding]]:
    """One shipment for each shipping address, or why there can be none; never both.

    asked: {line_no: units}, None for all that is still unshipped. accepted: numbers of the addresses that BigCommerce
    has a shipment for already; they are left alone.
    """
    known = {line.line_no: line for line in lines}
    if asked is not None and (wrong := {no: units for no, units in asked.items() if no not in known or units < 0}):
        unknown = [no for no in wrong if no not in known]
        if unknown:
            return [], [
                Finding("quantity_exceeds_order", f"The order has no line {unknown[0]}. {CORRECT}", {"lines": unknown})
            ]
        return [], [
            Finding("invalid_quantity", f"Less than nothing of line {next(iter(wrong))}. {CORRECT}", {"asked": wrong})
        ]
    if asked is not None and not any(asked.values()):
        return [], [Finding("invalid_quantity", f"Its lines have quantity 0. {SAY_UNITS}")]
    parcels: dict[int, list[tuple[OrderLine, int]]] = {}
    for line in lines:
        left = max(0, state.left.get(line.order_product_id, 0))
        units = left if asked is None else asked.get(line.line_no, 0)
        if line.shipping_address_no is None or line.shipping_address_no in accepted or not units:
            continue
        if units > left:
            message = f"Line {line.line_no}: {units} units, though only {left} are left to ship. {CORRECT}"
            details = {"line_no": line.line_no, "asked": units, "left": left}
            return [], [Finding("quantity_exceeds_order", message, details)]
        parcels.setdefault(line.shipping_address_no, []).append((line, units))
    if not parcels:
        message = "Nothing of it is left to ship: shipped or refunded already, or a download. Cancel the consignment."
        return [], [Finding("quantity_exceeds_order", message)]
    return [Shipment(no, request_of(parcel, state, texts)) for no, parcel in sorted(parcels.items())], []


def request_of(parcel: list[tuple[OrderLine, int]], state: OrderState, texts: JSON) -> JSON:
    first = parcel[0][0]
    return {
        "order_address_id": first.order_address_id or state.address_ids.get(first.order_product_id, 0),
        **{name: text for name, text in texts.items() if text or name != "tracking_link"},
        "items": [{"order_product_id": line.order_product_id, "quantity": units} for line, units in parcel],
    }


def take(state: OrderState | Finding, shipment: Shipment) -> None:
    """Notes what was sent, so that the next consignment of the order finds less left."""
    if isinstance(state, Finding):
        return
    for key, units in units_of(shipment.request["items"]).items():
        state.left[key] = state.left.get(key, 0) - units


def lost_after_export(is_deleted: bool, other_store: str | None, other_order_id: int | None) -> Finding:
    """What to say of a consignment with a shipment, of no order of its store any more."""
    if is_deleted:
        event = "Deleted after BigCommerce was told."
    elif other_store is None:
        event = "It names no order any more, though BigCommerce was told."
    else:
        event = (
            f"Given to order {other_order_id} of store {other_store} after BigCommerce was told. Nothing is sent there."
        )
    message = (
        f"{event} The shipment stays: either leave it so and close this problem, or delete it at BigCommerce and send "
        f"a new consignment. {TWO_MAILS}"
    )
    details = {"is_deleted": is_deleted, "other_store": other_store, "other_order_id": other_order_id}
    return Finding("consignment_changed_after_export", message, details)


def changed_after_export(
    old: JSON | None, new: JSON, lines: Sequence[OrderLine], requests: Iterable[JSON]
) -> Finding | None:
    """Whether a person must decide, since nothing moves a shipment or changes its items. requests: what was sent of it.

    Lines that now spell out what was sent anyway are no change.
    """
    if old is None:
        return None
    if new["order_id"] != old["order_id"]:
        message = (
            f"It belonged to order {old['order_id']} when BigCommerce was told, and the shipment stays there. Either "
            f"leave it so and close this problem, or delete it there and send a new consignment. {TWO_MAILS}"
        )
        details = {"before": old["order_id"], "after": new["order_id"]}
        return Finding("consignment_changed_after_export", message, details)
    if new["is_cancelled"] and not old["is_cancelled"]:
        message = (
            "Cancelled after BigCommerce was told. The shipment stays there, since deleting it does not take back the "
            "mail: tell the shopper, correct the order at BigCommerce, and close this problem."
        )
        return Finding("consignment_changed_after_export", message)
    if new["lines"] == old["lines"]:
        return None
    sent: Counter[int] = sum((units_of(request.get("items")) for request in requests), Counter())
    products = {line.line_no: line.order_product_id for line in lines}
    if new["lines"] and sent == Counter({products.get(int(no), -1): units for no, units in new["lines"].items()}):
        return None
    message = (
        "Its lines changed after BigCommerce was told. Either leave the shipment as it is and close this problem, or "
        f"delete it there and send a new consignment. {TWO_MAILS}"
    )
    return Finding("consignment_changed_after_export", message, {"before": old["lines"], "after": new["lines"]})
