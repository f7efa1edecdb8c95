"""Only money that has arrived is paid at Neto, once."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bigcommerce.domain.neto.payments import CAPTURED, PaymentRow, PaymentToPush, is_paid, payment_of
from bigcommerce.errors import Invalid

PLACED, PAID = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)


def row(kind: str = "payment", amount: str = "25.50", **fields: Any) -> PaymentRow:
    values = {"status": "captured", "payment_method": "Card", "bigcommerce_transaction_id": None, "paid_at": None}
    return PaymentRow(kind=kind, amount=Decimal(amount), **values | fields)


def paid(*rows: PaymentRow) -> PaymentToPush | None:
    return payment_of("BC7", 7, PLACED, rows)


def test_a_payment_as_neto_documents_it() -> None:
    found = paid(row(bigcommerce_transaction_id="91", paid_at=PAID))
    assert found and found.body == {
        "OrderID": "BC7",
        "PaymentMethodName": "Card",
        "CardAuthorisation": "91",
        "AmountPaid": "25.50",
        "DatePaid": "2026-03-03 00:00:00",
    }
    without = paid(row())
    assert without and without.body["CardAuthorisation"] == "BC-7" and without.body["DatePaid"].startswith("2026-03-02")


@pytest.mark.parametrize("status", [None, "", "authorized", "pending", "capture pending", "declined", "void"])
def test_money_that_has_not_arrived_is_not_paid(status: str | None) -> None:
    assert paid(row(status=status)) is None


@pytest.mark.parametrize("status", [*CAPTURED, "Captured"])
def test_money_that_has_arrived_is_paid(status: str) -> None:
    found = paid(row(status=status))
    assert found and found.amount == Decimal("25.50")


def test_what_was_given_back_is_taken_off() -> None:
    found = paid(row(status="partially refunded"), row("refund", "5.50", status="refunded"))
    assert found and found.amount == 20
    assert paid(row(status="refunded"), row("refund", status="refunded")) is None


def test_store_credit_and_gift_certificates_are_not_paid_at_neto() -> None:
    found = paid(row(amount="10"), row("store_credit", "5"), row("gift_certificate", "5"))
    assert found and found.amount == 10
    assert paid(row("store_credit", "25.50"), row("gift_certificate", "5")) is None


def test_a_method_without_a_name_at_neto_is_not_paid() -> None:
    assert paid(row(payment_method=None)) is None


def test_a_payment_is_known_by_its_authorisation_or_by_the_money() -> None:
    wanted = paid(row(bigcommerce_transaction_id="91"))
    assert wanted
    assert is_paid(wanted, [{"CardAuthorisation": "91", "AmountPaid": "1.00"}])
    # Sent before the transaction was known.
    assert is_paid(wanted, [{"CardAuthorisation": "BC-7", "AmountPaid": "1.00"}])
    assert is_paid(wanted, [{"CardAuthorisation": "by hand", "AmountPaid": "20.00"}, {"AmountPaid": "5.50"}])
    assert not is_paid(wanted, [{"CardAuthorisation": "by hand", "AmountPaid": "20.00"}])
    assert not is_paid(wanted, [])
    with pytest.raises(Invalid):
        is_paid(wanted, [{"AmountPaid": "much"}])
