"""Which consignment a parcel is, whatever Neto has changed about it since: a consignment's id never changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bigcommerce.domain.neto.dispatches import Parcel


@dataclass(frozen=True)
class Consignment:
    """A row of backoffice.consignments with its lines: {line_no: units}."""

    consignment_id: str
    order_id: int
    shipping_service: str
    tracking_number: str
    tracking_url: str
    dispatched_at: datetime | None
    is_cancelled: bool = False
    lines: dict[int, int] = field(default_factory=dict)

    @property
    def neto_order_id(self) -> str:
        return self.consignment_id.split(":")[1]


def consignment_id(neto_order_id: str, number: int) -> str:
    return f"neto:{neto_order_id}:{number}"


def number_of(consignment: Consignment) -> int:
    return int(consignment.consignment_id.rpartition(":")[2])


def assign(neto_order_id: str, existing: Sequence[Consignment], parcels: Sequence[Parcel]) -> list[Consignment]:
    """Every consignment of a Neto order as it is now. existing: as last imported.

    A parcel is the consignment with its number and service; else the one with its very lines; else one that shares a
    line. What is then left was never sent after all, or the order is cancelled. Numbers are never given twice.
    """
    left, waiting = sorted(existing, key=number_of), list(parcels)
    next_number = max(map(number_of, existing), default=0) + 1
    found: list[Consignment] = []
    for is_same in (same_number, same_lines, shares_a_line):
        for parcel in list(waiting):
            if match := first(left, parcel, is_same):
                left.remove(match)
                waiting.remove(parcel)
                found.append(consignment(match.consignment_id, parcel, match.dispatched_at))
    for number, parcel in enumerate(waiting, start=next_number):
        found.append(consignment(consignment_id(neto_order_id, number), parcel, None))
    cancelled = [Consignment(**vars(row) | {"is_cancelled": True}) for row in left]
    return sorted([*found, *cancelled], key=number_of)


def first(
    rows: Sequence[Consignment], parcel: Parcel, is_same: Callable[[Consignment, Parcel], bool]
) -> Consignment | None:
    mine = [row for row in rows if row.order_id == parcel.order_id]
    # One that is not cancelled is nearer to the truth.
    return next((row for row in sorted(mine, key=lambda row: row.is_cancelled) if is_same(row, parcel)), None)


def consignment(name: str, parcel: Parcel, dispatched_at: datetime | None) -> Consignment:
    """dispatched_at: as it was first said, for the time a parcel left does not change with its number."""
    return Consignment(
        name, parcel.order_id, parcel.service, parcel.tracking_number, parcel.tracking_url,
        dispatched_at or parcel.dispatched_at, False, dict(parcel.lines),
    )  # fmt: skip


def same_number(row: Consignment, parcel: Parcel) -> bool:
    return (row.tracking_number, row.shipping_service) == (parcel.tracking_number, parcel.service)


def same_lines(row: Consignment, parcel: Parcel) -> bool:
    return row.lines == parcel.lines


def shares_a_line(row: Consignment, parcel: Parcel) -> bool:
    return bool(row.lines.keys() & parcel.lines.keys())
