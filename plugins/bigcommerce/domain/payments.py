"""How an order was paid: one row per means, and a row per refund."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bigcommerce.domain.fields import moment
from bigcommerce.domain.money import amount
from bigcommerce.domain.orders import PARTIALLY_REFUNDED, REFUNDED, Order


@dataclass(frozen=True)
class Payment:
    """kind: payment, store_credit, gift_certificate or refund; amounts are positive, the kind is the sign."""

    payment_no: int
    kind: str
    amount: Decimal
    bigcommerce_payment_method: str | None = None
    status: str | None = None
    paid_at: datetime | None = None


def may_have_refunds(order: Order) -> bool:
    """V2 always says refunded_amount 0, so these orders' V3 refunds are read."""
    return (
        order.bigcommerce_status_id in (REFUNDED, PARTIALLY_REFUNDED)
        or (order.payment_status or "") in ("refunded", "partially refunded")
        or any(line.quantity_refunded for line in order.lines)
    )


def list_payments(order: Order, refunds: Iterable[dict[str, Any]]) -> list[Payment]:
    """payment + store credit + gift certificates = total; refunds: of getOrdersRefunds, in their order of id.

    Store credit and gift certificates are means of payment, so the rest was paid by the order's method.
    """
    credit = order.amounts["store_credit_amount"]
    certificates = order.amounts["gift_certificate_amount"]
    rest = order.amounts["total_inc_tax"] - credit - certificates
    means = [
        Payment(1, "payment", rest, order.bigcommerce_payment_method, order.payment_status),
        Payment(2, "store_credit", credit),
        Payment(3, "gift_certificate", certificates),
    ]
    back = [
        Payment(number, "refund", amount(refund.get("total_amount"), "total_amount"), None, "refunded",
                moment(refund.get("created"), "created"))
        for number, refund in enumerate(sorted(refunds, key=lambda refund: refund["id"]), start=4)
    ]  # fmt: skip
    return [payment for payment in means if payment.amount] + back


def refunded_amount(payments: Iterable[Payment]) -> Decimal:
    return sum((payment.amount for payment in payments if payment.kind == "refund"), Decimal(0))
