"""What of an order's money is paid at Neto, and whether it is there already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from bigcommerce.domain.money import plain
from bigcommerce.domain.neto.order_amounts import TOLERANCE
from bigcommerce.domain.neto.texts import JSON
from bigcommerce.domain.neto.values import decimal_of
from bigcommerce.errors import Invalid

# Statuses in which money has arrived; what was given back is a row of its own. Source: Orders V2, payment_status.
CAPTURED = ("captured", "paid", "partially refunded", "refunded")
AUTHORISATION = 50


@dataclass(frozen=True)
class PaymentRow:
    """A row of backoffice.order_payments."""

    kind: str
    amount: Decimal
    status: str | None
    payment_method: str | None
    bigcommerce_transaction_id: str | None
    paid_at: datetime | None


@dataclass(frozen=True)
class PaymentToPush:
    """authorisations: what it may be known by at Neto; the first is what is sent."""

    neto_order_id: str
    method: str
    amount: Decimal
    authorisations: tuple[str, ...]
    paid_at: datetime

    @property
    def body(self) -> JSON:
        return {
            "OrderID": self.neto_order_id,
            "PaymentMethodName": self.method,
            "CardAuthorisation": self.authorisations[0],
            "AmountPaid": plain(self.amount),
            "DatePaid": f"{self.paid_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}",
        }

    @property
    def fingerprint(self) -> str:
        """What Neto refused is sent again only as another."""
        return f"{self.method}: {plain(self.amount)}"


def payment_of(
    neto_order_id: str, bigcommerce_order_id: int, placed_at: datetime, rows: Iterable[PaymentRow]
) -> PaymentToPush | None:
    """Captured money less what was given back; None where that is nothing, or where its method is not mapped.

    Store credit and gift certificates are BigCommerce's own and stay there.
    """
    rows = list(rows)
    paid = [row for row in rows if row.kind == "payment" and (row.status or "").lower() in CAPTURED]
    back = sum((row.amount for row in rows if row.kind == "refund"), Decimal(0))
    amount = sum((row.amount for row in paid), Decimal(0)) - back
    if not paid or amount <= 0 or not paid[0].payment_method:
        return None
    transactions = [row.bigcommerce_transaction_id for row in paid if row.bigcommerce_transaction_id]
    return PaymentToPush(
        neto_order_id,
        paid[0].payment_method,
        amount,
        (*(name[:AUTHORISATION] for name in transactions), f"BC-{bigcommerce_order_id}"),
        paid[0].paid_at or placed_at,
    )


def is_paid(wanted: PaymentToPush, found: Iterable[JSON]) -> bool:
    """found: Neto's payments of that order. There by its authorisation, or the order is paid by whatever else: a
    person's own entry counts too. Raises Invalid for an amount that cannot be read."""
    rows = list(found)
    if any(row.get("CardAuthorisation") in wanted.authorisations for row in rows):
        return True
    amounts = [decimal_of(row, "AmountPaid") for row in rows]
    if None in amounts:
        raise Invalid(f"a payment of {wanted.neto_order_id} has no AmountPaid", field="AmountPaid")
    return sum((amount for amount in amounts if amount), Decimal(0)) >= wanted.amount - TOLERANCE
