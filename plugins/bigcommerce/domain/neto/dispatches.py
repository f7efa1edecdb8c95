"""What left Neto's warehouse, as parcels of our orders.

Neto keeps tracking with each line and has no parcel. So all lines of one of our orders with the same tracking text and
service are one; several numbers in one field stay together, because nobody knows which units are in which box.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bigcommerce.domain.neto.orders import SYSTEM
from bigcommerce.domain.neto.texts import JSON
from bigcommerce.domain.neto.values import int_of, text_of, time_of
from bigcommerce.domain.problems import Problem
from bigcommerce.errors import Invalid

DISPATCHED, PENDING_DISPATCH, CANCELLED = "Dispatched", "Pending Dispatch", "Cancelled"
STATUSES = (DISPATCHED, PENDING_DISPATCH, CANCELLED)
# A line names its service here, the first that says anything.
SERVICES = ("ShippingServiceName", "ShippingMethod", "ShippingCarrierName")


@dataclass(frozen=True)
class DispatchLine:
    """A line with what of it has left. reference: BigCommerce's order id, line_reference: its order product id, None
    where the line says nothing; kit: the kit that this is a part of, by its line's number or its SKU."""

    sku: str | None
    shipped: int
    is_whole: bool
    tracking_number: str
    tracking_url: str
    service: str
    system: str | None
    reference: int | None
    line_reference: int | None
    kit: str | None


@dataclass(frozen=True)
class Dispatch:
    """An order as Neto has it now. lines: those of which something has left; none where it is cancelled. kits: what
    parts call their kit by, of kits whose own line is there."""

    neto_order_id: str
    related_order_id: str | None
    dispatched_at: datetime | None
    lines: tuple[DispatchLine, ...]
    kits: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OurLine:
    line_no: int
    bigcommerce_order_product_id: int | None
    sku: str | None
    quantity: int


@dataclass(frozen=True)
class OurOrder:
    order_id: int
    bigcommerce_order_id: int
    lines: tuple[OurLine, ...]


@dataclass
class Parcel:
    """One consignment to be. lines: {line_no: units}."""

    order_id: int
    tracking_number: str
    service: str
    tracking_url: str
    dispatched_at: datetime | None
    lines: dict[int, int] = field(default_factory=dict)


def read_dispatch(order: JSON) -> Dispatch:
    """order: as GetOrder gives it, normalised. Raises Invalid."""
    neto_order_id, status = text_of(order, "OrderID"), text_of(order, "OrderStatus")
    if not neto_order_id:
        raise Invalid("OrderID is missing", field="OrderID")
    if status not in STATUSES:
        raise Invalid(f"OrderStatus is not one that was asked for: {status!r}", field="OrderStatus", value=status)
    rows = order.get("OrderLine") or []
    lines = [read_line(row, status) for row in rows] if status != CANCELLED else []
    own = [row for row in rows if not row.get("ComponentOfKit")]
    return Dispatch(
        neto_order_id,
        text_of(order, "RelatedOrderID"),
        time_of(order, "DateCompletedUTC"),
        tuple(line for line in lines if line.shipped > 0),
        frozenset(str(row[name]) for row in own for name in ("OrderLineID", "SKU") if row.get(name)),
    )


def read_line(row: JSON, status: str) -> DispatchLine:
    quantity, shipped = int_of(row, "Quantity"), int_of(row, "QuantityShipped")
    tracking = (text_of(row, "ShippingTracking") or "").strip()
    if quantity is None:
        raise Invalid(f"Quantity of {row.get('OrderLineID')} is missing", field="Quantity")
    if shipped is None:
        # Not said: what is dispatched has left, and of the rest what has a number.
        shipped = quantity if status == DISPATCHED or tracking else 0
    return DispatchLine(
        sku=text_of(row, "SKU"),
        shipped=shipped,
        is_whole=shipped >= quantity,
        tracking_number=tracking,
        tracking_url=(text_of(row, "ShippingTrackingUrl") or "").strip(),
        service=next((found.strip() for name in SERVICES if (found := text_of(row, name)) and found.strip()), ""),
        system=text_of(row, "ExternalSystemIdentifier"),
        reference=number_of(row, "ExternalOrderReference"),
        line_reference=number_of(row, "ExternalOrderLineReference"),
        kit=text_of(row, "ComponentOfKit"),
    )


def number_of(row: JSON, name: str) -> int | None:
    """Other systems refer to their orders by any text: then it is none of ours."""
    text = (text_of(row, name) or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def names_of(dispatch: Dispatch) -> list[str]:
    """Neto's order ids that may be ours: its own, without the suffix of a part, and the one it came from."""
    names = [dispatch.neto_order_id, dispatch.neto_order_id.partition("-")[0], dispatch.related_order_id]
    return list(dict.fromkeys(name for name in names if name))


def references_of(dispatch: Dispatch, prefix: str) -> set[int]:
    """BigCommerce's order ids that this may be about."""
    named = {name.removeprefix(prefix) for name in names_of(dispatch) if name.startswith(prefix)}
    by_name = {int(name) for name in named if name.isascii() and name.isdecimal() and len(name) < 19}
    return by_name | {line.reference for line in dispatch.lines if line.reference is not None}


class Sorter:
    """Sorts one dispatch into parcels. by_id: our orders by BigCommerce's id; by_name: by Neto's order id."""

    def __init__(
        self, dispatch: Dispatch, by_id: Mapping[int, OurOrder], by_name: Mapping[str, OurOrder], prefix: str
    ) -> None:
        self.dispatch, self.by_id = dispatch, by_id
        named = [by_name.get(name) or self.by_prefix(name, prefix) for name in names_of(dispatch)]
        self.orders = [order for order in named if order]
        self.given: dict[tuple[int, int], int] = {}
        self.unmatched: list[DispatchLine] = []

    def by_prefix(self, name: str, prefix: str) -> OurOrder | None:
        number = name.removeprefix(prefix)
        is_ours = name.startswith(prefix) and number.isascii() and number.isdecimal()
        return self.by_id.get(int(number)) if is_ours else None

    def parcels(self) -> list[Parcel]:
        """In the order of Neto's lines. Lines that belong to no order of ours are in `unmatched`."""
        found = [(line, self.find(line)) for line in self.dispatch.lines if line.system in (None, "", SYSTEM)]
        own = {key for line, places in found if not line.kit for key, _ in places or ()}
        parcels: dict[tuple[int, str, str], Parcel] = {}
        for line, places in found:
            if line.kit:
                # A kit ships as its own line; its parts count only where that line is not there.
                if line.kit in self.dispatch.kits or any(key in own for key, _ in places or ()):
                    continue
                places = self.whole_kit(line, places, found)
            if places is None:
                self.unmatched.append(line)
            for (order_id, line_no), units in places or ():
                group = parcels.setdefault(
                    (order_id, line.tracking_number, line.service),
                    Parcel(order_id, line.tracking_number, line.service, "", self.dispatch.dispatched_at),
                )
                group.tracking_url = group.tracking_url or line.tracking_url
                group.lines[line_no] = group.lines.get(line_no, 0) + units
        return list(parcels.values())

    def find(self, line: DispatchLine) -> list[tuple[tuple[int, int], int]] | None:
        """[((our order, its line), units)]; None where it belongs to no order of ours."""
        sku = line.kit or line.sku
        orders = self.orders
        if line.reference is not None:
            # Two stores may have orders of one number: Neto's own order says which of them it is.
            named = [order for order in orders if order.bigcommerce_order_id == line.reference]
            other = self.by_id.get(line.reference)
            orders = named or ([other] if other else [])
        for order in orders:
            if line.line_reference is not None:
                for ours in order.lines:
                    if ours.bigcommerce_order_product_id == line.line_reference:
                        return [((order.order_id, ours.line_no), line.shipped)]
            if same := [ours for ours in order.lines if ours.sku and ours.sku == sku]:
                return self.share(order.order_id, same, line.shipped)
        return None

    def share(self, order_id: int, lines: Sequence[OurLine], units: int) -> list[tuple[tuple[int, int], int]]:
        """Fills lines of one SKU one after the other; the last takes what is too many, which the export then says."""
        places = []
        for ours in lines:
            key = (order_id, ours.line_no)
            room = max(ours.quantity - self.given.get(key, 0), 0)
            taken = units if ours is lines[-1] else min(units, room)
            if taken:
                self.given[key] = self.given.get(key, 0) + taken
                places.append((key, taken))
                units -= taken
        return places

    def whole_kit(
        self,
        line: DispatchLine,
        places: list[tuple[tuple[int, int], int]] | None,
        found: Sequence[tuple[DispatchLine, list[tuple[tuple[int, int], int]] | None]],
    ) -> list[tuple[tuple[int, int], int]] | None:
        """A kit whose parts ship one by one is sent whole, with the first of them, once all of them have left."""
        if not places:
            return places
        key = places[0][0]
        parts = [other for other, where in found if other.kit and where and where[0][0] == key]
        if line is not parts[0] or not all(part.is_whole for part in parts):
            return []
        units = [ours.quantity for order in (*self.orders, *self.by_id.values()) for ours in order.lines
                 if (order.order_id, ours.line_no) == key]  # fmt: skip
        return [(key, units[0])] if units else None


def unmatched(dispatch: Dispatch, lines: Sequence[DispatchLine]) -> list[Problem]:
    """One problem an order that Neto says they are of, or for Neto's order where it says nothing."""
    by_key: dict[str, list[DispatchLine]] = {}
    for line in lines:
        by_key.setdefault(str(line.reference or dispatch.neto_order_id), []).append(line)
    return [
        Problem(
            key,
            "neto_unmatched_dispatch",
            f"Neto order {dispatch.neto_order_id} dispatched {listed(some)}, which belong to no order that was "
            "received here. If it is an order of this store, run order ingest for its number; else tell the shopper by "
            "hand and close this problem.",
            {"neto_order_id": dispatch.neto_order_id, "skus": sorted({line.sku or "" for line in some})},
        )
        for key, some in by_key.items()
    ]


def listed(lines: Sequence[DispatchLine]) -> str:
    texts = [f"{line.shipped} × {line.sku or 'a line without SKU'}" for line in lines]
    return ", ".join(texts[:5]) + (f" and {len(texts) - 5} more" if len(texts) > 5 else "")


def unreadable(order: JSON, error: Invalid) -> Problem:
    """An order of Neto's that cannot be read; the others go on."""
    key = str(order.get("OrderID") or "without a number")[:100]
    return Problem(
        key,
        "neto_unreadable_order",
        f"Neto order {key} cannot be read: {error}. Correct it at Neto; the next run reads it again.",
        {"neto_order_id": key, "field": error.field},
    )
