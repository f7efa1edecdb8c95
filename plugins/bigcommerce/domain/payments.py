"""How an order was paid: one row per means, and a row per refund."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bigcommerce.domain.fields import moment, text
from bigcommerce.domain.money import amount, plain
from bigcommerce.domain.orders import JSON, PARTIALLY_REFUNDED, REFUNDED, Order

# Transactions of these methods name that means; all others belong to the order's own payment method.
MEANS = {"store_credit": "store_credit", "gift_certificate": "gift_certificate"}
# Events in which money came in, or was at least promised. Source: Orders V3, getOrderTransactions.
PAYING_EVENTS = ("purchase", "capture", "settled", "authorization", "pending")


@dataclass(frozen=True)
class Payment:
    """kind: payment, store_credit, gift_certificate or refund; amounts are positive, the kind is the sign.

    bigcommerce_transaction_id, paid_at: None where the transactions were not read.
    """

    payment_no: int
    kind: str
    amount: Decimal
    bigcommerce_payment_method: str | None = None
    status: str | None = None
    paid_at: datetime | None = None
    bigcommerce_transaction_id: str | None = None


def may_have_refunds(order: Order) -> bool:
    """V2 always says refunded_amount 0, so these orders' V3 refunds are read."""
    return (
        order.bigcommerce_status_id in (REFUNDED, PARTIALLY_REFUNDED)
        or (order.payment_status or "") in ("refunded", "partially refunded")
        or any(line.quantity_refunded for line in order.lines)
    )


def needs_transactions(order: Order, refunds: Sequence[JSON]) -> bool:
    """Several means, or money back: then it matters which transaction is whose."""
    return bool(refunds) or sum(bool(value) for value in amounts_by_means(order).values()) > 1


def payment_state(order: Order, refunds: Iterable[JSON]) -> str:
    """Same text, same payments."""
    means = (f"{kind} {plain(value)}" for kind, value in amounts_by_means(order).items() if value)
    back = sorted(str(refund.get("id")) for refund in refunds)
    return "; ".join([order.payment_status or "", *means, *(f"refund {number}" for number in back)])


def amounts_by_means(order: Order) -> dict[str, Decimal]:
    """Store credit and gift certificates are means of payment, so the rest was paid by the order's method."""
    credit = order.amounts["store_credit_amount"]
    certificates = order.amounts["gift_certificate_amount"]
    rest = order.amounts["total_inc_tax"] - credit - certificates
    return {"payment": rest, "store_credit": credit, "gift_certificate": certificates}


def list_payments(order: Order, refunds: Iterable[JSON], transactions: Iterable[JSON] = ()) -> list[Payment]:
    """payment + store credit + gift certificates = total; refunds: of getOrdersRefunds, in their order of id.

    transactions: of getOrderTransactions, where they were read. Raises Invalid.
    """
    named = newest_by_means(transactions)
    means = []
    for number, (kind, value) in enumerate(amounts_by_means(order).items(), start=1):
        transaction = named.get(kind, {})
        is_rest = kind == "payment"
        means.append(
            Payment(
                number,
                kind,
                value,
                bigcommerce_payment_method=order.bigcommerce_payment_method if is_rest else None,
                status=order.payment_status if is_rest else None,
                paid_at=moment(transaction.get("date_created"), "date_created"),
                bigcommerce_transaction_id=text(transaction.get("id")),
            )
        )
    back = [
        Payment(
            number,
            "refund",
            amount(refund.get("total_amount"), "total_amount"),
            status="refunded",
            paid_at=moment(refund.get("created"), "created"),
            bigcommerce_transaction_id=refund_transaction(refund),
        )
        for number, refund in enumerate(sorted(refunds, key=number_of), start=4)
    ]
    return [payment for payment in means if payment.amount] + back


def newest_by_means(transactions: Iterable[JSON]) -> dict[str, JSON]:
    """{kind: the last transaction that went through and paid}; a capture comes after its authorization."""
    found: dict[str, JSON] = {}
    for transaction in sorted(transactions, key=number_of):
        if transaction.get("status") == "ok" and transaction.get("event") in PAYING_EVENTS:
            found[MEANS.get(str(transaction.get("method")), "payment")] = transaction
    return found


def number_of(row: JSON) -> tuple[int, str]:
    """By number, whether it came as one or as text."""
    number = str(row.get("id"))
    return len(number), number


def refund_transaction(refund: JSON) -> str | None:
    """The transaction that gave the money back, of the first payment that was not declined."""
    payments: Iterable[Any] = refund.get("payments") or ()
    for payment in payments:
        if isinstance(payment, dict) and not payment.get("is_declined"):
            return text(payment.get("transaction_id"))
    return None


def refunded_amount(payments: Iterable[Payment]) -> Decimal:
    return sum((payment.amount for payment in payments if payment.kind == "refund"), Decimal(0))
