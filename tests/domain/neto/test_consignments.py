"""A consignment keeps its id, whatever Neto changes about its parcel."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.neto.consignments import Consignment, assign
from bigcommerce.domain.neto.dispatches import Parcel

SENT = datetime(2026, 3, 2, tzinfo=UTC)


def parcel(number: str = "T1", lines: dict[int, int] | None = None, **fields: Any) -> Parcel:
    values = {"order_id": 70, "service": "eParcel", "tracking_url": "", "dispatched_at": SENT}
    return Parcel(tracking_number=number, lines=lines or {1: 2}, **values | fields)


def shown(rows: list[Consignment]) -> list[tuple[str, str, dict[int, int], bool]]:
    return [(row.consignment_id, row.tracking_number, row.lines, row.is_cancelled) for row in rows]


def test_parcels_are_numbered_in_their_order() -> None:
    assert shown(assign("BC7", [], [parcel(), parcel("T2", {2: 1})])) == [
        *(("neto:BC7:1", "T1", {1: 2}, False), ("neto:BC7:2", "T2", {2: 1}, False)),
    ]


def test_another_number_is_the_same_consignment() -> None:
    before = assign("BC7", [], [parcel(), parcel("T2", {2: 1})])
    now = assign("BC7", before, [parcel("T9"), parcel("T2", {2: 1})])
    assert shown(now) == [("neto:BC7:1", "T9", {1: 2}, False), ("neto:BC7:2", "T2", {2: 1}, False)]


def test_more_of_a_line_that_left_later_is_the_same_consignment() -> None:
    before = assign("BC7", [], [parcel(lines={1: 1})])
    assert shown(assign("BC7", before, [parcel("T1, T2", {1: 2, 2: 1})])) == [
        ("neto:BC7:1", "T1, T2", {1: 2, 2: 1}, False)
    ]


def test_a_cancelled_order_cancels_what_was_sent_and_a_new_dispatch_takes_it_up() -> None:
    before = assign("BC7", [], [parcel()])
    cancelled = assign("BC7", before, [])
    assert shown(cancelled) == [("neto:BC7:1", "T1", {1: 2}, True)]
    assert shown(assign("BC7", cancelled, [parcel("T2")])) == [("neto:BC7:1", "T2", {1: 2}, False)]


def test_a_parcel_of_another_order_is_another_consignment() -> None:
    before = assign("BC7", [], [parcel()])
    assert shown(assign("BC7", before, [parcel(order_id=80)])) == [
        *(("neto:BC7:1", "T1", {1: 2}, True), ("neto:BC7:2", "T1", {1: 2}, False)),
    ]


def test_when_it_left_is_kept_as_first_said() -> None:
    first = assign("BC7", [], [parcel(dispatched_at=None)])
    said = assign("BC7", first, [parcel()])
    later = assign("BC7", said, [parcel("T9", dispatched_at=datetime(2026, 3, 9, tzinfo=UTC))])
    assert [row.dispatched_at for row in (*first, *said, *later)] == [None, SENT, SENT]


PARCELS = st.lists(
    st.builds(
        parcel,
        st.sampled_from(["", "T1", "T2", "T3", "T1, T2"]),
        st.dictionaries(st.integers(1, 4), st.integers(1, 3), min_size=1),
        order_id=st.sampled_from([70, 80]),
        service=st.sampled_from(["eParcel", "Express"]),
    ),
    max_size=5,
    unique_by=lambda it: (it.order_id, it.tracking_number, it.service),
)


@given(st.lists(PARCELS, min_size=1, max_size=4))
def test_ids_are_for_ever_and_what_is_there_is_what_neto_says(history: list[list[Parcel]]) -> None:
    rows: list[Consignment] = []
    for parcels in history:
        before, rows = rows, assign("BC7", rows, parcels)
        # Nothing goes, nothing is numbered twice, and no consignment moves to another order.
        assert {row.consignment_id for row in before} <= {row.consignment_id for row in rows}
        assert len({row.consignment_id for row in rows}) == len(rows)
        belongs = {row.consignment_id: row.order_id for row in before}
        assert all(belongs.get(row.consignment_id, row.order_id) == row.order_id for row in rows)
        # Exactly Neto's parcels are there, and a second look changes nothing.
        there = [
            (row.order_id, row.tracking_number, row.shipping_service, row.lines) for row in rows if not row.is_cancelled
        ]
        wanted = [(p.order_id, p.tracking_number, p.service, p.lines) for p in parcels]
        assert sorted(there, key=str) == sorted(wanted, key=str)
        assert assign("BC7", rows, parcels) == rows
