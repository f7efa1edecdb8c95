"""What BigCommerce changed about an order after it was received: one entry a kind, and only what differs."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.order_changes import (
    Change,
    OrderState,
    differing,
    list_changes,
    money,
    state_of,
    statuses_explained,
)
from bigcommerce.domain.orders import read_order
from tests.domain.order_payloads import line, payload

JSON = dict[str, Any]
BILLING = {"email": "jane@example.com", "city": "Perth", "zip": "6000", "country_iso2": "AU"}
DELIVERY = {"id": 9, "shipping_method": "Standard", "city": "Perth", "zip": "6000", "country_iso2": "AU"}


def order(*lines: JSON, delivery: JSON | None = None, **fields: Any) -> JSON:
    items = list(lines) or [line(1), line(2)]
    shipping = DELIVERY | (delivery or {}) | {"line_items": items}
    return payload(*items, **{"billing_address": BILLING, "consignments": {"shipping": [shipping]}} | fields)


def state(document: JSON, refunded: str = "0") -> OrderState:
    return state_of(read_order(document), Decimal(refunded))


def changes(
    after: JSON, refunded: str = "0", before: JSON | None = None, explained: Collection[int] = ()
) -> dict[str, Change]:
    found = list_changes(state(before or order()), state(after, refunded), explained)
    assert len({change.kind for change in found}) == len(found)
    return {change.kind: change for change in found}


def one(found: dict[str, Change]) -> Change:
    (change,) = found.values()
    return change


# What somebody edits, and the kinds that say so.
EDITS: dict[str, tuple[JSON, set[str]]] = {
    "nothing": ({}, set()),
    "notes": ({"staff_notes": "call first", "customer_message": "ring twice"}, set()),
    "dates": ({"date_modified": "Wed, 21 Jan 2026 02:00:00 +0000"}, set()),
    "payment": ({"payment_status": "captured", "payment_method": "PayPal"}, set()),
    "status": ({"status_id": 9}, {"status"}),
    "cancelled": ({"status_id": 5}, {"cancelled"}),
    "declined": ({"status_id": 6}, {"cancelled"}),
    "billing": ({"billing_address": BILLING | {"zip": "6001"}}, {"address"}),
    "total": ({"total_inc_tax": "26.00"}, {"totals"}),
    "fees": ({"fees": [{"cost_inc_tax": "1.10", "cost_ex_tax": "1.00"}]}, {"totals"}),
}


@pytest.mark.parametrize("name", EDITS)
def test_each_edit_is_said_by_its_kind_alone(name: str) -> None:
    edit, kinds = EDITS[name]
    assert set(changes(order(**edit))) == kinds


@given(chosen=st.sets(st.sampled_from(sorted(set(EDITS) - {"status", "cancelled", "declined"}))))
def test_edits_together_say_what_each_says_alone_and_the_same_state_says_nothing(chosen: set[str]) -> None:
    edited = order(**{field: value for name in chosen for field, value in EDITS[name][0].items()})
    assert set(changes(edited)) == set().union(*(EDITS[name][1] for name in chosen))
    assert changes(edited, before=edited) == {}


@pytest.mark.parametrize("column", [
    *("subtotal_inc_tax", "subtotal_ex_tax", "shipping_cost_inc_tax", "shipping_cost_ex_tax"),
    *("handling_cost_inc_tax", "handling_cost_ex_tax", "wrapping_cost_inc_tax", "wrapping_cost_ex_tax"),
    *("total_inc_tax", "total_ex_tax", "total_tax", "discount_amount", "coupon_discount"),
    *("store_credit_amount", "gift_certificate_amount"),
])  # fmt: skip
def test_every_amount_of_the_order_counts(column: str) -> None:
    before, after = ({column: amount} for amount in ("7.0000", "77.7700"))
    change = one(changes(payload(**after), before=payload(**before)))
    assert (change.kind, list(change.before.values()), list(change.after.values())) == (
        "totals", ["7.0000"], ["77.7700"]
    )  # fmt: skip


# --- status --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("before", "after"), [(11, 5), (11, 6), (5, 11), (6, 2)])
def test_a_cancellation_and_one_that_is_taken_back_say_their_status(before: int, after: int) -> None:
    change = one(changes(order(status_id=after), before=order(status_id=before), explained=(2, 3)))
    assert change == Change("cancelled", {"status_id": before}, {"status_id": after})


@pytest.mark.parametrize(("before", "after"), [(5, 6), (6, 5)])
def test_cancelled_or_declined_is_the_same_to_whoever_packs_so_only_the_status_moved(before: int, after: int) -> None:
    change = one(changes(order(status_id=after), before=order(status_id=before)))
    assert change == Change("status", {"status_id": before}, {"status_id": after})


@pytest.mark.parametrize("status_id", [2, 3])
def test_a_status_that_our_shipments_explain_is_none_and_any_other_is(status_id: int) -> None:
    assert changes(order(status_id=status_id), explained=(2, 3)) == {}
    assert set(changes(order(status_id=status_id))) == {"status"}
    assert set(changes(order(status_id=10), explained=(2, 3))) == {"status"}


# --- refunds -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status_id", [4, 14])
def test_a_refund_says_amount_units_and_its_status(status_id: int) -> None:
    after = order(line(1, quantity_refunded=1), line(2), status_id=status_id)
    assert one(changes(after, "11")) == Change(
        "refunded",
        {"amount": "0.0000", "units": {}, "status_id": 11},
        {"amount": "11.0000", "units": {"1": 1}, "status_id": status_id},
    )


def test_a_refund_without_a_move_says_no_status() -> None:
    change = one(changes(order(), "1.5"))
    assert (change.before, change.after) == ({"amount": "0.0000", "units": {}}, {"amount": "1.5000", "units": {}})


def test_a_refund_does_not_hide_a_move_to_a_status_that_is_no_refunds() -> None:
    assert set(changes(order(status_id=9), "1")) == {"refunded", "status"}
    assert set(changes(order(status_id=4))) == {"status"}


def test_a_refund_of_a_cancelled_order_is_two_entries_and_no_third() -> None:
    found = changes(order(status_id=5), "25.50")
    assert list(found) == ["cancelled", "refunded"]
    assert found["refunded"].after["status_id"] == 5


# --- lines and addresses -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("sku", "SKU-1", "SKU-9"),
        ("quantity", 2, 3),
        ("unit_price_inc_tax", "11.0000", "12.0000"),
        ("unit_price_ex_tax", "10.0000", "12.0000"),
        ("total_inc_tax", "22.0000", "12.0000"),
        ("total_ex_tax", "20.0000", "12.0000"),
        ("discounted_total_inc_tax", "20.0000", "12.0000"),
    ],
)
def test_a_line_says_the_field_that_differs_and_no_other(field: str, before: Any, after: Any) -> None:
    theirs = field.replace("unit_price", "price")
    change = one(changes(order(line(1, **{theirs: after}), line(2))))
    assert change == Change("lines", {"1": {field: before}}, {"1": {field: after}})


@pytest.mark.parametrize("field", ["name", "product_options", "quantity_shipped", "total_tax"])
def test_what_nobody_packs_or_pays_by_is_no_change_of_a_line(field: str) -> None:
    value = [{"id": 1}] if field == "product_options" else 2
    assert changes(order(line(1, **{field: value}), line(2))) == {}


@pytest.mark.parametrize("left", [[line(1)], [line(1), line(2, quantity=0)]])
def test_a_line_that_is_gone_or_empty_was_whole_before_and_is_none_after(left: list[JSON]) -> None:
    change = one(changes(order(*left)))
    assert (set(change.before), set(change.before["2"])) == ({"2"}, set(state(order()).lines["2"]))
    assert change.after == {"2": None}
    back = one(changes(order(), before=order(*left)))
    assert (back.before, back.after) == (change.after, change.before)


@pytest.mark.parametrize(
    ("field", "theirs"),
    [
        ("postcode", "zip"),
        ("country_code", "country_iso2"),
        *(
            (name, name)
            for name in (
                "first_name",
                "last_name",
                "company",
                "street_1",
                "street_2",
                "city",
                "state",
                "phone",
                "email",
            )
        ),
    ],
)
def test_every_field_of_both_addresses_counts_and_empty_is_absent(field: str, theirs: str) -> None:
    for empty in ("", None):
        billed = one(
            changes(
                order(billing_address=BILLING | {theirs: "X"}), before=order(billing_address=BILLING | {theirs: empty})
            )
        )
        assert billed == Change("address", {"0": {field: None}}, {"0": {field: "X"}})
        sent = one(changes(order(delivery={theirs: "X"}), before=order(delivery={theirs: empty})))
        assert sent == Change("address", {"9": {field: None}}, {"9": {field: "X"}})


def test_another_shipping_method_is_another_way_to_an_address() -> None:
    change = one(changes(order(delivery={"shipping_method": "Express"})))
    expected = {"bigcommerce_shipping_method": "Standard"}, {"bigcommerce_shipping_method": "Express"}
    assert (change.before["9"], change.after["9"]) == expected


def test_an_address_counts_only_while_lines_go_there() -> None:
    there = order()
    there["consignments"]["shipping"].append({"id": 10, "city": "Sydney", "line_items": []})
    assert changes(there) == {}
    there["consignments"]["shipping"][1]["line_items"] = [line(3, order_address_id=10, quantity=0)]
    assert changes(there) == {}
    there["consignments"]["shipping"][1]["line_items"] = [line(3, order_address_id=10)]
    found = changes(there)
    assert set(found) == {"lines", "address"}
    assert (found["address"].before, found["address"].after["10"]["city"]) == ({"10": None}, "Sydney")


def test_an_order_that_is_billed_to_nobody_is_one_with_an_empty_address() -> None:
    assert changes(order(billing_address=None), before=order(billing_address={"city": ""})) == {}


ENTRIES = st.dictionaries(
    st.sampled_from("abc"), st.none() | st.dictionaries(st.sampled_from("xyz"), st.integers(0, 2)), max_size=3
)


@given(before=ENTRIES, after=ENTRIES)
def test_what_is_said_leads_from_one_state_to_the_other_and_holds_nothing_else(before: JSON, after: JSON) -> None:
    """An absent entry is said as null."""
    old, new = differing(before, after)
    assert set(old) == set(new) == {key for key in {*before, *after} if before.get(key) != after.get(key)}
    for key in old:
        one, other = before.get(key), after.get(key)
        if isinstance(one, dict) and isinstance(other, dict):
            fields = {name for name in {*one, *other} if one.get(name) != other.get(name)}
            assert old[key] == {name: one.get(name) for name in fields}
            assert new[key] == {name: other.get(name) for name in fields}
        else:
            assert (old[key], new[key]) == (one, other)


# --- shipments of our own ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("shipped", "by_us", "explained"),
    [
        ((2, 2), {1: 2, 2: 2}, True),
        ((2, 0), {1: 2}, True),
        ((1, 0), {1: 2}, True),
        ((2, 2), {1: 2}, False),
        ((2, 2), {1: 2, 2: 1}, False),
        ((0, 0), {}, False),
        ((2, 0), {2: 2}, False),
    ],
)
def test_a_shipped_status_is_explained_where_every_unit_that_left_is_ours(
    shipped: tuple[int, int], by_us: dict[int, int], explained: bool
) -> None:
    document = order(*(line(number, quantity_shipped=units) for number, units in enumerate(shipped, start=1)))
    assert set(statuses_explained(read_order(document), by_us)) == ({2, 3} if explained else set())


def test_what_is_not_shipped_to_an_address_needs_no_parcel_of_ours() -> None:
    download = line(2, order_address_id=0, quantity_shipped=2)
    assert statuses_explained(read_order(order(line(1, quantity_shipped=2), download)), {1: 2})


# --- money ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "text"),
    [("0", "0.0000"), ("-0", "0.0000"), ("-0.00", "0.0000"), ("1E+2", "100.0000"), ("-2.5", "-2.5000"),
     ("99999999999999.9999", "99999999999999.9999"), ("12.3400", "12.3400")],
)  # fmt: skip
def test_money_is_said_as_postgres_says_it(value: str, text: str) -> None:
    assert money(Decimal(value)) == text


@given(st.decimals(-(10**14) + 1, 10**14 - 1, places=4))
def test_the_same_amount_is_the_same_text_however_it_was_written(value: Decimal) -> None:
    assert money(value) == money(value.normalize()) == f"{value + 0:.4f}"
