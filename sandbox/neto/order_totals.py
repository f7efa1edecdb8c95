"""What an order comes to: Neto computes every total and every tax itself, from what its lines say."""

from decimal import Decimal
from typing import Any

from sandbox.neto.databases import Account
from sandbox.neto.values import cents

JSON = dict[str, Any]
ZERO = Decimal(0)


def compute(account: Account, order: JSON) -> None:
    """Fill in the totals. With TaxInclusive every price includes the tax, else it comes on top; a line is rounded."""
    rate = Decimal(str(account.settings["tax_rate"]))
    includes = order["TaxInclusive"] == "True"
    subtotal = tax = ZERO
    for line in order["OrderLine"]:
        amount = amount_of(line)
        line_tax = ZERO if line["_tax_free"] == "True" else tax_of(amount, rate, includes)
        line["Tax"] = f"{line_tax:.2f}"
        line["TaxCode"] = "FREE" if line["_tax_free"] == "True" else "GST"
        subtotal, tax = subtotal + amount, tax + line_tax
    shipping = cents(Decimal(order["ShippingTotal"]) - Decimal(order["ShippingDiscount"]))
    shipping_tax = ZERO if order["TaxFreeShipping"] == "True" else tax_of(shipping, rate, includes)
    total = subtotal + shipping + cents(Decimal(order["OrderRounding"])) + (ZERO if includes else tax + shipping_tax)
    order["ProductSubtotal"], order["ShippingTax"] = f"{subtotal:.2f}", f"{shipping_tax:.2f}"
    order["OrderTax"], order["GrandTotal"] = f"{tax + shipping_tax:.2f}", f"{total:.2f}"


def amount_of(line: JSON) -> Decimal:
    whole = Decimal(line["UnitPrice"]) * int(line["Quantity"])
    percent = whole * Decimal(line["PercentDiscount"]) / 100
    return cents(whole - percent - Decimal(line["ProductDiscount"]))


def tax_of(amount: Decimal, rate: Decimal, includes: bool) -> Decimal:
    return cents(amount * rate / (1 + rate) if includes else amount * rate)


def paid(order: JSON) -> Decimal:
    return sum((Decimal(payment["Amount"]) for payment in order["OrderPayment"]), ZERO)


def payment_status(order: JSON) -> str:
    if paid(order) >= Decimal(order["GrandTotal"]):
        return "FullyPaid"
    return "PartialPaid" if paid(order) > 0 else "Pending"
