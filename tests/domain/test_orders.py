"""A BigCommerce order → our order."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.fields import storable
from bigcommerce.domain.mappings import map_name, near_misses
from bigcommerce.domain.money import amount, minor_unit
from bigcommerce.domain.order_totals import tie_out
from bigcommerce.domain.orders import content_hash, payload_hash, read_order, units_sold
from bigcommerce.domain.payments import list_payments, refunded_amount
from bigcommerce.domain.receipts import ON_HOLD, OrderRules, decide_receipt
from bigcommerce.domain.windows import requested_window, scheduled_window
from bigcommerce.errors import BadRequest, Invalid


def line(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "order_address_id": 9,
        "sku": f"SKU-{number}",
        "name": "Tee",
        "quantity": 2,
        "price_inc_tax": "11.0000",
        "price_ex_tax": "10.0000",
        "total_inc_tax": "22.0000",
        "total_ex_tax": "20.0000",
        "total_tax": "2.0000",
        "discounted_total_inc_tax": "20.0000",
    } | fields


def payload(*lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """An order of two tees with shipping, tax included."""
    items = list(lines) or [line()]
    return {
        "id": 100,
        "status_id": 11,
        "status": "Awaiting Fulfillment",
        "date_created": "Tue, 20 Jan 2026 01:00:00 +0000",
        "date_modified": "Tue, 20 Jan 2026 02:00:00 +0000",
        "default_currency_code": "AUD",
        "currency_code": "USD",
        "is_tax_inclusive_pricing": True,
        "items_total": sum(item["quantity"] for item in items),
        "customer_id": 0,
        "payment_method": "Credit Card",
        "subtotal_inc_tax": "22.0000",
        "subtotal_ex_tax": "20.0000",
        "shipping_cost_inc_tax": "5.5000",
        "shipping_cost_ex_tax": "5.0000",
        "discount_amount": "2.0000",
        "total_inc_tax": "25.5000",
        "total_ex_tax": "23.0000",
        "total_tax": "2.5000",
        "billing_address": {"email": "jane@example.com"},
        "consignments": {"shipping": [{"id": 9, "shipping_method": "Standard", "line_items": items}]},
    } | fields


RULES = OrderRules([11], "New", None, "on_hold", {"Credit Card": "Card"}, {"Standard": "Parcel"}, None, None)


def test_an_order_is_read_in_the_currency_that_was_charged() -> None:
    order = read_order(payload())
    assert (order.currency, order.customer_id, order.customer_email) == ("AUD", None, "jane@example.com")
    assert order.placed_at == datetime(2026, 1, 20, 1, tzinfo=UTC)
    assert order.amounts["total_inc_tax"] == Decimal("25.50")
    assert [item.discounted_total_inc_tax for item in order.lines] == [Decimal(20)]
    assert units_sold(order) == {"SKU-1": (2, 0)}


def test_lines_of_every_kind_of_consignment_are_read_and_the_warning_is_none() -> None:
    consignments = {
        "shipping": [{"id": 9, "line_items": [line(1), {"__warning__": "only 50 line items"}]}],
        "pickups": [{"id": 3, "line_items": [line(2, order_address_id=0)]}],
        "downloads": [{"line_items": [line(3, order_address_id=0)]}],
        "email": {"gift_certificates": [{"line_items": [line(4, order_address_id=0, sku="")]}]},
    }
    order = read_order(payload(consignments=consignments))
    assert [(item.bigcommerce_order_product_id, item.order_address_id, item.sku) for item in order.lines] == [
        *((1, 9, "SKU-1"), (2, None, "SKU-2"), (3, None, "SKU-3"), (4, None, None)),
    ]


@pytest.mark.parametrize("field", ["id", "status_id", "total_inc_tax", "date_created", "date_modified"])
@pytest.mark.parametrize("value", [None, ""])
def test_an_order_without_what_matters_is_invalid(field: str, value: Any) -> None:
    with pytest.raises(Invalid, match=field):
        read_order(payload(**{field: value}))


@pytest.mark.parametrize("value", ["NaN", "ten", "1e20", "-Infinity", True, {}])
def test_what_is_no_amount_is_invalid(value: Any) -> None:
    with pytest.raises(Invalid):
        amount(value, "total_inc_tax")


@pytest.mark.parametrize("value", ["19.9500", Decimal("19.95"), " 19.95 "])
def test_an_amount_may_be_text_or_a_number(value: Any) -> None:
    assert amount(value, "total_inc_tax") == Decimal("19.95")


def test_what_postgres_cannot_hold_is_replaced_and_nothing_else() -> None:
    assert storable({"a\x00": ["b\x00\ud800", "é😀\u202e\x07"]}) == {"a\ufffd": ["b\ufffd\ufffd", "é😀\u202e\x07"]}


@given(cents=st.integers(-3, 3), lines=st.integers(1, 4), currency=st.sampled_from(["AUD", "JPY", "KWD"]))
def test_one_minor_unit_a_line_is_tolerated_and_not_more(cents: int, lines: int, currency: str) -> None:
    items = [line(number, total_inc_tax="22.0000") for number in range(1, lines + 1)]
    subtotal = 22 * lines + cents * minor_unit(currency)
    said = {
        "default_currency_code": currency,
        "subtotal_inc_tax": str(subtotal),
        "total_inc_tax": str(subtotal + Decimal("3.5")),
    }
    off = tie_out(read_order(payload(*items, **said)))
    assert bool(off) == (abs(cents) > lines)


def test_only_the_exact_side_is_compared() -> None:
    assert tie_out(read_order(payload(subtotal_ex_tax="1.0000", total_ex_tax="2.0000"))) == {}
    assert set(tie_out(read_order(payload(subtotal_inc_tax="1.0000")))) == {"subtotal_inc_tax", "total_inc_tax"}
    assert tie_out(read_order(payload(is_tax_inclusive_pricing=False, subtotal_ex_tax="1.0000")))


def test_quantities_tie_with_all_units_or_with_those_shipped() -> None:
    digital = line(2, order_address_id=0, total_inc_tax="0")
    assert tie_out(read_order(payload(line(), digital, items_total=4))) == {}
    assert tie_out(read_order(payload(line(), digital, items_total=2))) == {}
    assert set(tie_out(read_order(payload(line(), digital, items_total=3)))) == {"items_total"}


def test_a_leaving_parcel_changes_the_payload_and_not_the_content() -> None:
    before = payload(line(quantity_shipped=0), items_shipped=0)
    after = payload(line(quantity_shipped=2), items_shipped=2, status_id=2, date_shipped="today")
    assert payload_hash(before) != payload_hash(after)
    assert content_hash(before) == content_hash(after)
    assert content_hash(before) != content_hash(payload(line(quantity=3)))


@given(credit=st.decimals(0, 10, places=2), certificate=st.decimals(0, 10, places=2))
def test_payments_add_up_to_the_total(credit: Decimal, certificate: Decimal) -> None:
    said = {"store_credit_amount": str(credit), "gift_certificate_amount": str(certificate)}
    payments = list_payments(read_order(payload(**said)), [{"id": 5, "total_amount": Decimal("3.50")}])
    means = [payment for payment in payments if payment.kind != "refund"]
    assert sum(payment.amount for payment in means) == Decimal("25.50")
    assert all(payment.amount for payment in payments)
    assert refunded_amount(payments) == Decimal("3.50")


@pytest.mark.parametrize(
    "name", ["credit card", "Credit Card ", " Credit Card", "Credit  Card", unicodedata.normalize("NFD", "Crédit")]
)
def test_a_name_is_mapped_only_where_it_is_exactly_the_same(name: str) -> None:
    names = {"Credit Card": "Card", unicodedata.normalize("NFC", "Crédit"): "Card"}
    assert map_name("Credit Card", names, None).name == "Card"
    assert map_name(name, names, None).is_unmapped
    assert map_name(name, names, "Other").name == "Other"
    assert "Credit Card" in near_misses(name, names) or "dit" in name


def test_an_absent_name_needs_no_mapping() -> None:
    assert not map_name(None, {}, None).is_unmapped
    assert not map_name("", {}, None).is_unmapped


def test_an_unmapped_order_is_held_or_parked() -> None:
    order = read_order(payload(payment_method="Zip Pay"))
    held = decide_receipt(order, RULES, False, set())
    assert (held.outcome, held.status, held.payment_method, held.needs_attention) == ("received", ON_HOLD, None, True)
    parked = decide_receipt(order, OrderRules(**vars(RULES) | {"unmapped_policy": "park"}), False, set())
    assert (parked.outcome, [problem.code for problem in parked.problems]) == ("parked", ["unmapped_payment_method"])


def test_an_order_is_received_only_in_a_status_to_sync_and_not_from_before() -> None:
    assert decide_receipt(read_order(payload()), RULES, False, set()).outcome == "received"
    assert decide_receipt(read_order(payload(status_id=1)), RULES, False, set()).outcome == "not_synced"
    since = OrderRules(**vars(RULES) | {"orders_since": datetime(2026, 2, 1, tzinfo=UTC)})
    assert decide_receipt(read_order(payload()), since, False, set()).outcome == "not_synced"
    assert decide_receipt(read_order(payload()), since, True, set()).outcome == "received"
    asked = OrderRules(**vars(since) | {"asked_for": True})
    assert decide_receipt(read_order(payload()), asked, False, set()).outcome == "received"


def test_an_unknown_sku_is_said_and_a_line_without_one_is_not() -> None:
    order = read_order(payload(line(1), line(2, sku="")))
    receipt = decide_receipt(order, RULES, False, {"SKU-1"})
    assert [problem.code for problem in receipt.problems] == ["sku_not_in_back_office"]
    assert (receipt.outcome, receipt.status) == ("received", "New")


def test_a_window_is_half_open_and_overlaps_the_last_one() -> None:
    watermark = datetime(2026, 1, 2, tzinfo=UTC)
    assert scheduled_window(watermark, None).start == datetime(2026, 1, 1, 23, 55, tzinfo=UTC)
    window = requested_window({"placed_from": "2026-01-01T00:00:00Z", "placed_to": "2026-01-02T00:00:00Z"})
    assert window and window.holds(datetime(2026, 1, 1, tzinfo=UTC)) and not window.holds(watermark)


@pytest.mark.parametrize(
    "params",
    [
        {"placed_to": "2026-01-02T00:00:00Z"},
        {"modified_from": "2026-01-02T00:00:00"},
        {"modified_from": "yesterday"},
        {"modified_from": "2026-01-02T00:00:00Z", "modified_to": "2026-01-02T00:00:00Z"},
        {"modified_from": "2026-01-02T00:00:00Z", "placed_from": "2026-01-02T00:00:00Z"},
    ],
)
def test_a_window_that_makes_no_sense_is_refused(params: dict[str, str]) -> None:
    with pytest.raises(BadRequest):
        requested_window(params)
