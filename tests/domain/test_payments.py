"""How an order was paid: one row a means, and they add up."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bigcommerce.domain.orders import read_order
from bigcommerce.domain.payments import (
    Payment,
    list_payments,
    may_have_refunds,
    needs_transactions,
    payment_state,
    refunded_amount,
)
from tests.domain.order_payloads import line, payload

AMOUNTS = st.decimals(0, 1000, places=2)
FEW_AMOUNTS = st.sampled_from(["", "0", "5", "5.00", "5.0000", "7.5"])
TRANSACTIONS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.integers(1, 200) | st.integers(1, 200).map(str),
            "method": st.sampled_from(["store_credit", "gift_certificate", "credit_card", "custom", None]),
            "event": st.sampled_from(["purchase", "capture", "authorization", "refund", "void", "settled", "pending"]),
            "status": st.sampled_from(["ok", "error"]),
            "amount": st.integers(0, 9999),
            "date_created": st.sampled_from([None, "2026-01-20T01:02:03+00:00"]),
        }
    ),
    max_size=6,
)


def transaction(number: Any = 1, method: str = "credit_card", event: str = "purchase", **fields: Any) -> dict[str, Any]:
    made = {"id": number, "method": method, "event": event, "status": "ok"}
    return made | {"date_created": "2026-01-20T01:02:03+00:00"} | fields


def named(*transactions: dict[str, Any], **fields: Any) -> dict[str, str | None]:
    """{means: the transaction it goes by}."""
    said = {"store_credit_amount": "5", "gift_certificate_amount": "5"} | fields
    payments = list_payments(read_order(payload(**said)), [], transactions)
    return {payment.kind: payment.bigcommerce_transaction_id for payment in payments}


def given_back(*payments: Any) -> Payment:
    refund = {"id": 7, "total_amount": 1, "payments": list(payments)}
    (found,) = [payment for payment in list_payments(read_order(payload()), [refund]) if payment.kind == "refund"]
    return found


@given(
    credit=AMOUNTS,
    certificate=AMOUNTS,
    total=AMOUNTS,
    refunds=st.lists(AMOUNTS, max_size=4),
    transactions=TRANSACTIONS,
)
def test_payments_add_up_to_the_total_and_refunds_to_what_was_refunded_whatever_the_transactions_say(
    credit: Decimal,
    certificate: Decimal,
    total: Decimal,
    refunds: list[Decimal],
    transactions: list[dict[str, Any]],
) -> None:
    said = {
        "store_credit_amount": str(credit),
        "gift_certificate_amount": str(certificate),
        "total_inc_tax": str(total),
    }
    back = [{"id": number, "total_amount": refund} for number, refund in enumerate(refunds)]
    payments = list_payments(read_order(payload(**said)), back, transactions)
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


# --- transactions --------------------------------------------------------------------------------------------------
def test_each_means_goes_by_its_own_transaction() -> None:
    found = list_payments(
        read_order(payload(store_credit_amount="5", gift_certificate_amount="5")),
        [],
        [transaction(1, "gift_certificate"), transaction(2, "store_credit", date_created=None), transaction(3, "zip")],
    )
    assert [(p.kind, p.bigcommerce_transaction_id, p.paid_at) for p in found] == [
        ("payment", "3", datetime(2026, 1, 20, 1, 2, 3, tzinfo=UTC)),
        ("store_credit", "2", None),
        ("gift_certificate", "1", datetime(2026, 1, 20, 1, 2, 3, tzinfo=UTC)),
    ]
    assert [(p.bigcommerce_payment_method, p.status) for p in found[1:]] == [(None, None)] * 2


@pytest.mark.parametrize("numbers", [(9, 10), ("9", "10"), (9, "10"), ("9", 10)])
def test_the_newest_is_the_highest_number_however_it_is_written_and_wherever_it_stands(numbers: Any) -> None:
    pair = [transaction(number) for number in numbers]
    assert named(*pair)["payment"] == named(*reversed(pair))["payment"] == "10"


@pytest.mark.parametrize("event", ["purchase", "capture", "settled", "authorization", "pending"])
def test_money_that_came_in_or_was_promised_names_a_payment(event: str) -> None:
    assert named(transaction(3, event=event))["payment"] == "3"


@pytest.mark.parametrize("event", ["refund", "void", "refund manual", None, "Purchase"])
def test_any_other_event_names_none(event: Any) -> None:
    assert named(transaction(3, event=event)) == {"payment": None, "store_credit": None, "gift_certificate": None}


@pytest.mark.parametrize("fields", [{"status": "error"}, {"status": None}, {"event": "void"}])
def test_what_failed_or_paid_nothing_does_not_hide_what_paid(fields: dict[str, Any]) -> None:
    assert named(transaction(3), transaction(4, **fields))["payment"] == "3"


def test_a_capture_follows_its_authorization() -> None:
    assert named(transaction(3, event="authorization"), transaction(4, event="capture"))["payment"] == "4"


def test_a_transaction_of_a_means_that_paid_nothing_makes_no_payment() -> None:
    found = named(transaction(1, "store_credit"), store_credit_amount="0", gift_certificate_amount="0")
    assert found == {"payment": None}


@pytest.mark.parametrize(
    ("payments", "number"),
    [
        ([{"transaction_id": 5}], "5"),
        ([{"transaction_id": "5", "is_declined": True}, {"transaction_id": 6, "is_declined": False}], "6"),
        ([{"transaction_id": 5, "is_declined": True}], None),
        ([{"transaction_id": 5}, {"transaction_id": 6}], "5"),
        ([{"transaction_id": ""}], None),
        ([None, "x"], None),
        ([], None),
    ],
)
def test_a_refund_goes_by_the_first_payment_that_was_not_declined(payments: list[Any], number: str | None) -> None:
    assert given_back(*payments).bigcommerce_transaction_id == number


# --- when they are read --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "refunds", "needed"),
    [
        ({}, [], False),
        ({}, [{"id": 1}], True),
        ({"store_credit_amount": "5"}, [], True),
        ({"gift_certificate_amount": "5"}, [], True),
        ({"gift_certificate_amount": "25.50"}, [], False),
        ({"total_inc_tax": "0"}, [], False),
        ({"store_credit_amount": "20.50", "gift_certificate_amount": "5"}, [], True),
    ],
)
def test_transactions_are_needed_where_several_means_paid_or_money_went_back(
    fields: dict[str, Any], refunds: list[Any], needed: bool
) -> None:
    assert needs_transactions(read_order(payload(**fields)), refunds) == needed


SITUATIONS = st.tuples(
    st.sampled_from(["", "captured", "refunded"]),
    *[FEW_AMOUNTS] * 2,
    st.sampled_from(["25.5", "25.5000", "30"]),
    st.sets(st.integers(1, 3)),
)


def situation(said: tuple[str, str, str, str, set[int]], as_text: bool) -> tuple[str, list[Payment]]:
    status, credit, certificate, total, refunds = said
    order = read_order(
        payload(
            payment_status=status, store_credit_amount=credit, gift_certificate_amount=certificate, total_inc_tax=total
        )
    )
    back = [{"id": str(number) if as_text else number, "total_amount": number} for number in refunds]
    return payment_state(order, back if as_text else back[::-1]), list_payments(order, back)


@given(one=SITUATIONS, other=SITUATIONS)
def test_the_same_state_is_the_same_payments_and_another_is_others(one: Any, other: Any) -> None:
    (state, payments), (other_state, other_payments) = situation(one, True), situation(other, False)
    # A status is the payment's own, so it counts only where there is one.
    if one[0] == other[0] or any(payment.kind == "payment" for payment in payments + other_payments):
        assert (state == other_state) == (payments == other_payments)
