"""What left Neto's warehouse, sorted into parcels of our orders."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.neto.dispatches import (
    OurLine,
    OurOrder,
    Sorter,
    names_of,
    read_dispatch,
    references_of,
    unmatched,
    unreadable,
)
from bigcommerce.errors import Invalid

SEVEN = OurOrder(70, 7, (OurLine(1, 701, "TEE", 2), OurLine(2, 702, "CAP", 1), OurLine(3, 703, "TEE", 3)))
EIGHT = OurOrder(80, 8, (OurLine(1, 801, "TEE", 5), OurLine(2, 802, "KIT", 2)))


def line(product_id: int | None = 701, sku: str = "TEE", units: int = 2, **fields: Any) -> dict[str, Any]:
    found = {
        **{"OrderLineID": f"L-{product_id}-{sku}", "SKU": sku, "Quantity": str(units), "QuantityShipped": str(units)},
        **{"ShippingTracking": "T1", "ShippingServiceName": "eParcel"},
    }
    if product_id:
        found |= {"ExternalSystemIdentifier": "BigCommerce", "ExternalOrderReference": str(product_id // 100)}
        found |= {"ExternalOrderLineReference": str(product_id)}
    return found | fields


def order(*lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"OrderID": "BC7", "OrderStatus": "Dispatched", "OrderLine": list(lines)} | fields


def sort(
    document: dict[str, Any], by_name: dict[str, OurOrder] | None = None
) -> tuple[list[tuple[int, str, str, dict[int, int]]], list[str | None]]:
    """([(our order, numbers, service, lines)], SKUs that belong to no order)."""
    sorter = Sorter(read_dispatch(document), {7: SEVEN, 8: EIGHT}, by_name or {}, "BC")
    found = [(p.order_id, p.tracking_number, p.service, p.lines) for p in sorter.parcels()]
    return found, [row.sku for row in sorter.unmatched]


def test_one_parcel_an_order_number_and_service() -> None:
    found = sort(order(line(), line(702, "CAP", 1), line(703, ShippingTracking="T2"), line(801, units=5)))
    assert found == (
        [(70, "T1", "eParcel", {1: 2, 2: 1}), (70, "T2", "eParcel", {3: 2}), (80, "T1", "eParcel", {1: 5})],
        [],
    )


def test_another_service_is_another_parcel() -> None:
    other = line(702, "CAP", 1, ShippingServiceName="Express")
    assert sort(order(line(), other)) == ([(70, "T1", "eParcel", {1: 2}), (70, "T1", "Express", {2: 1})], [])


def test_several_numbers_in_one_field_stay_together() -> None:
    assert sort(order(line(ShippingTracking=" T1, T2 "))) == ([(70, "T1, T2", "eParcel", {1: 2})], [])


def test_what_has_not_left_is_no_parcel() -> None:
    pending = order(line(), line(702, "CAP", 1, QuantityShipped="0"), OrderStatus="Pending Dispatch")
    assert sort(pending) == ([(70, "T1", "eParcel", {1: 2})], [])


def test_where_neto_does_not_say_how_many_left() -> None:
    unsaid = line(QuantityShipped=None), line(702, "CAP", 1, QuantityShipped="", ShippingTracking="")
    assert sort(order(*unsaid))[0] == [(70, "T1", "eParcel", {1: 2}), (70, "", "eParcel", {2: 1})]
    assert sort(order(*unsaid, OrderStatus="Pending Dispatch"))[0] == [(70, "T1", "eParcel", {1: 2})]


def test_the_first_name_that_says_anything_is_the_service() -> None:
    services = {"ShippingServiceName": " ", "ShippingMethod": "Express", "ShippingCarrierName": "AusPost"}
    assert sort(order(line(**services)))[0][0][2] == "Express"
    assert sort(order(line(**services | {"ShippingMethod": ""})))[0][0][2] == "AusPost"


def test_lines_sent_in_two_prices_are_one_line_here() -> None:
    assert sort(order(line(703, units=1), line(703, units=2))) == ([(70, "T1", "eParcel", {3: 3})], [])


def test_combined_lines_go_to_the_order_they_refer_to() -> None:
    assert sort(order(line(801, units=5), OrderID="BC7"))[0] == [(80, "T1", "eParcel", {1: 5})]


def test_without_references_the_order_is_found_by_its_number_and_the_line_by_its_sku() -> None:
    bare = line(None, "CAP", 1)
    for name in ("BC7", "BC7-1"):
        assert sort(order(bare, OrderID=name)) == ([(70, "T1", "eParcel", {2: 1})], [])
    related = order(bare, OrderID="N12", RelatedOrderID="BC7")
    assert sort(related) == ([(70, "T1", "eParcel", {2: 1})], [])
    assert sort(order(bare, OrderID="N12")) == ([], ["CAP"])
    assert sort(order(bare, OrderID="N12"), {"N12": SEVEN}) == ([(70, "T1", "eParcel", {2: 1})], [])


def test_a_sku_that_is_not_in_the_order_itself_is_looked_for_in_the_one_it_came_from() -> None:
    assert sort(order(line(None, "CAP", 1), OrderID="BC8", RelatedOrderID="BC7"))[0] == [(70, "T1", "eParcel", {2: 1})]


def test_lines_of_one_sku_are_filled_one_after_the_other() -> None:
    assert sort(order(line(None, units=4)))[0] == [(70, "T1", "eParcel", {1: 2, 3: 2})]
    assert sort(order(line(None, units=1), line(None, units=3)))[0] == [(70, "T1", "eParcel", {1: 2, 3: 2})]
    # Too many is for the export to say.
    assert sort(order(line(None, units=9)))[0] == [(70, "T1", "eParcel", {1: 2, 3: 7})]


def test_a_line_of_an_order_that_was_edited_is_found_by_its_sku() -> None:
    assert sort(order(line(799, "CAP", 1)))[0] == [(70, "T1", "eParcel", {2: 1})]


def test_a_kit_ships_as_its_own_line() -> None:
    kit = line(802, "KIT", 2)
    for part in (
        line(802, "BOLT", 8, ComponentOfKit="L-802-KIT"),
        line(802, "BOLT", 8, ComponentOfKit="KIT"),
        line(None, "BOLT", 8, ComponentOfKit="L-802-KIT"),
    ):
        assert sort(order(part, kit, OrderID="BC8")) == ([(80, "T1", "eParcel", {2: 2})], [])


def test_a_kit_whose_parts_ship_alone_ships_whole_once_all_have_left() -> None:
    parts = line(802, "BOLT", 8, ComponentOfKit="KIT"), line(802, "NUT", 4, ComponentOfKit="KIT")
    assert sort(order(*parts, OrderID="BC8")) == ([(80, "T1", "eParcel", {2: 2})], [])
    waiting = parts[0], parts[1] | {"QuantityShipped": "3"}
    assert sort(order(*waiting, OrderID="BC8", OrderStatus="Pending Dispatch")) == ([], [])


def test_other_systems_lines_are_none_of_ours() -> None:
    assert sort(order(line(ExternalSystemIdentifier="eBay", ExternalOrderReference="7"))) == ([], [])


def test_a_cancelled_order_has_no_parcel() -> None:
    assert sort(order(line(), OrderStatus="Cancelled")) == ([], [])


def test_what_belongs_to_no_order_is_said_by_the_number_it_names() -> None:
    dispatch = read_dispatch(order(line(901, "HAT", 1), line(None, "MUG", 3), OrderID="N12"))
    sorter = Sorter(dispatch, {}, {}, "BC")
    assert sorter.parcels() == []
    problems = unmatched(dispatch, sorter.unmatched)
    assert [(p.item_key, p.code, p.details["neto_order_id"]) for p in problems] == [
        *(("9", "neto_unmatched_dispatch", "N12"), ("N12", "neto_unmatched_dispatch", "N12")),
    ]
    assert "1 × HAT" in problems[0].message and "3 × MUG" in problems[1].message


def test_which_orders_of_ours_it_may_be_about() -> None:
    dispatch = read_dispatch(order(line(801), line(None), OrderID="BC7-2", RelatedOrderID="BC6"))
    assert names_of(dispatch) == ["BC7-2", "BC7", "BC6"]
    assert references_of(dispatch, "BC") == {6, 7, 8}


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (order(line(Quantity="two")), "Quantity"),
        (order(line(Quantity="")), "Quantity"),
        (order(line(QuantityShipped="1.5")), "QuantityShipped"),
        (order(DateCompletedUTC="yesterday"), "DateCompletedUTC"),
        (order(OrderStatus="Pick"), "OrderStatus"),
        (order(OrderID=""), "OrderID"),
    ],
)
def test_an_order_that_cannot_be_read_says_its_field(document: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as error:
        read_dispatch(document)
    problem = unreadable(document, error.value)
    assert (error.value.field, problem.code) == (field, "neto_unreadable_order")


DOCUMENTS = st.lists(
    st.builds(
        line,
        st.sampled_from([701, 702, 703, 801, 802, 901, None]),
        st.sampled_from(["TEE", "CAP", "KIT", "HAT"]),
        st.integers(0, 6),
        ShippingTracking=st.sampled_from(["", "T1", "T2", "T1, T2"]),
        ComponentOfKit=st.sampled_from([None, None, "KIT", "L-802-KIT"]),
    ),
    max_size=8,
)


@given(DOCUMENTS)
def test_no_unit_is_lost_or_doubled(lines: list[dict[str, Any]]) -> None:
    own = [row for row in lines if not row["ComponentOfKit"]]
    sorter = Sorter(read_dispatch(order(*own)), {7: SEVEN, 8: EIGHT}, {}, "BC")
    parcels = sorter.parcels()
    placed = sum(units for parcel in parcels for units in parcel.lines.values())
    assert placed + sum(row.shipped for row in sorter.unmatched) == sum(int(row["QuantityShipped"]) for row in own)
    assert len({(p.order_id, p.tracking_number, p.service) for p in parcels}) == len(parcels)
    assert all(units > 0 for parcel in parcels for units in parcel.lines.values())


@given(DOCUMENTS)
def test_parts_of_kits_change_nothing_where_the_kit_itself_is_there(lines: list[dict[str, Any]]) -> None:
    kit, rest = line(802, "KIT", 2), [row for row in lines if row["ComponentOfKit"] in (None, "L-802-KIT")]
    own = [row for row in rest if not row["ComponentOfKit"]]
    assert sort(order(kit, *rest)) == sort(order(kit, *own))
