"""How an order was paid: one row a means, and they add up."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.orders import read_order
from bigcommerce.domain.payments import list_payments, may_have_refunds, refunded_amount
from tests.domain.order_payloads import line, payload

AMOUNTS = st.decimals(0, 1000, places=2)


@given(credit=AMOUNTS, certificate=AMOUNTS, total=AMOUNTS, refunds=st.lists(AMOUNTS, max_size=4))
def test_payments_add_up_to_the_total_and_refunds_to_what_was_refunded(
    credit: Decimal, certificate: Decimal, total: Decimal, refunds: list[Decimal]
) -> None:
    said = {
        "store_credit_amount": str(credit),
        "gift_certificate_amount": str(certificate),
        "total_inc_tax": str(total),
    }
    back = [{"id": number, "total_amount": refund} for number, refund in enumerate(refunds)]
    payments = list_payments(read_order(payload(**said)), back)
    means = [payment for payment in payments if payment.kind != "refund"]
    assert sum(payment.amount for payment in means) == total
    assert all(payment.amount for payment in means)
    assert refunded_amount(payments) == sum(refunds)
    numbers = [payment.payment_no for payment in payments]
    assert len(set(numbers)) == len(numbers)


def test_a_means_keeps_its_number_when_another_goes() -> None:
    """requirement: a repeat changes nothing, an edit only what it edits."""
    both = list_payments(read_order(payload(store_credit_amount="5", gift_certificate_amount="5")), [])
    one = list_payments(read_order(payload(gift_certificate_amount="5")), [])
    assert {p.kind: p.payment_no for p in one}.items() <= {p.kind: p.payment_no for p in both}.items()


def test_refunds_are_numbered_by_age_and_dated() -> None:
    newer = {"id": 8, "total_amount": Decimal("2.5"), "created": "2026-01-21T00:00:00+00:00"}
    older = {"id": 7, "total_amount": 1, "created": "2026-01-20T00:00:00+00:00"}
    refunds = [p for p in list_payments(read_order(payload()), [newer, older]) if p.kind == "refund"]
    assert [(p.payment_no, p.amount) for p in refunds] == [(4, 1), (5, Decimal("2.5"))]
    assert refunds[0].paid_at == datetime(2026, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "asks"),
    [
        ({}, False),
        ({"status_id": 4}, True),
        ({"status_id": 14}, True),
        ({"payment_status": "refunded"}, True),
        ({"payment_status": "partially refunded"}, True),
        ({"payment_status": "captured"}, False),
        ({"refunded_amount": "5.0000"}, False),
    ],
)
def test_refunds_are_read_only_where_something_says_so(fields: dict[str, Any], asks: bool) -> None:
    assert may_have_refunds(read_order(payload(**fields))) == asks


def test_a_refunded_unit_says_so_too() -> None:
    assert may_have_refunds(read_order(payload(line(quantity_refunded=1))))
