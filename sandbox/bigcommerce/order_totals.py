"""Money of an order: from unit prices and costs to the totals BigCommerce shows.

An order document keeps what was entered (unit prices, costs, discounts, on the side `inclusive` names) and gets what
follows from it under `totals` and each part's `money`. The entered side is exact: it adds up to the last digit. The
other side is derived and rounded: lines to 4 decimals, order totals to the currency's minor unit.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

ZERO = Decimal(0)
FOUR = Decimal("0.0001")
NO_DECIMALS = {"JPY", "KRW", "VND", "CLP"}


def money(amount: Decimal) -> str:
    """V2's money: a string with four decimals."""
    return str(amount.quantize(FOUR, ROUND_HALF_UP))


def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency: 0.01, or 1 for the yen and its like."""
    return Decimal(1) if currency in NO_DECIMALS else Decimal("0.01")


def sides(amount: Decimal, rate: Decimal, inclusive: bool, step: Decimal = FOUR) -> tuple[Decimal, Decimal]:
    """(without tax, with tax) of an entered amount; the derived one rounded to `step`."""
    if not rate:
        return amount, amount
    if inclusive:
        return (amount / (1 + rate)).quantize(step, ROUND_HALF_UP), amount
    return amount, (amount * (1 + rate)).quantize(step, ROUND_HALF_UP)


def total_up(order: dict[str, Any]) -> None:
    """Fill in every derived figure of an order document, in place.

    total (entered side) = lines + wrapping + shipping + handling + fees − discounts − coupons. Store credit and gift
    certificates are payments: the total is before them.
    """
    inclusive, step = order["inclusive"], minor_unit(order["currency"])
    spread_discounts(order, step)
    groups: dict[str, list[tuple[Decimal, Decimal]]] = {
        name: [] for name in ("subtotal", "shipping_cost", "handling_cost", "wrapping_cost", "fees", "discounts")
    }
    coupon = manual = ZERO
    for line in order["lines"]:
        rate, quantity = Decimal(line["tax_rate"]), line["quantity"]
        unit, whole = Decimal(line["unit"]), Decimal(line["unit"]) * quantity
        wrapping = Decimal(line["wrapping"])
        off = ZERO
        for discount in line["discounts"]:
            off += Decimal(discount["amount"])
            if discount["code"]:
                coupon += Decimal(discount["amount"])
            else:
                manual += Decimal(discount["amount"])
        price, total, left = (sides(a, rate, inclusive) for a in (unit, whole, whole - off))
        line["money"] = [money(a) for a in (*price, *total, left[1], *sides(wrapping, rate, inclusive))]
        groups["subtotal"].append((whole, rate))
        groups["wrapping_cost"].append((wrapping, rate))
        groups["discounts"].append((-off, rate))
    for address in order["addresses"]:
        rate = Decimal(address["tax_rate"])
        for name, key in (("shipping_cost", "cost"), ("handling_cost", "handling")):
            groups[name].append((Decimal(address[key]), rate))
        address["money"] = [
            money(a) for key in ("cost", "handling") for a in sides(Decimal(address[key]), rate, inclusive, step)
        ]
    for fee in order["fees"]:
        groups["fees"].append((Decimal(fee["cost"]), Decimal(fee["tax_rate"])))
        fee["money"] = [money(a) for a in sides(Decimal(fee["cost"]), Decimal(fee["tax_rate"]), inclusive, step)]
    totals: dict[str, str] = {}
    for name in ("subtotal", "shipping_cost", "handling_cost", "wrapping_cost"):
        _put(totals, name, groups[name], inclusive, step)
    _put(totals, "total", [pair for group in groups.values() for pair in group], inclusive, step)
    totals["discount_amount"], totals["coupon_discount"] = money(manual), money(coupon)
    order["totals"] = totals
    payable = Decimal(totals["total_inc_tax"])
    for key in ("gift_certificate", "store_credit"):
        order[key] = money(min(Decimal(order[key]), payable))
        payable -= Decimal(order[key])


def _put(
    totals: dict[str, str], name: str, parts: list[tuple[Decimal, Decimal]], inclusive: bool, step: Decimal
) -> None:
    """Add `{name}_ex_tax`, `_inc_tax` and `_tax`: the entered side summed, the tax rounded once."""
    entered = sum((amount for amount, _ in parts), ZERO)
    tax = ZERO
    for rate in {rate for _, rate in parts if rate}:
        base = sum((amount for amount, other in parts if other == rate), ZERO)
        tax += base * rate / (1 + rate) if inclusive else base * rate
    tax = tax.quantize(step, ROUND_HALF_UP)
    totals[f"{name}_ex_tax"] = money(entered - tax if inclusive else entered)
    totals[f"{name}_inc_tax"] = money(entered if inclusive else entered + tax)
    totals[f"{name}_tax"] = money(tax)


def spread_discounts(order: dict[str, Any], step: Decimal) -> None:
    """Lay order discounts and coupons on the lines in proportion, the rest on the last; never below zero."""
    lines = order["lines"]
    for line in lines:
        line["discounts"] = []
        own = min(Decimal(line["own_discount"]), Decimal(line["unit"]) * line["quantity"])
        if own:
            line["discounts"].append(_discount("promotion", own, "Line discount", None, "product"))
    _spread(lines, Decimal(order["discount"]), step, "manual-discount", "Manual discount", None)
    coupon = order["coupon"]
    if coupon:
        amount = Decimal(coupon["amount"])
        if coupon["type"] == 1:
            amount = (sum((_left(line) for line in lines), ZERO) * amount / 100).quantize(step, ROUND_HALF_UP)
        amount = ZERO if coupon["type"] in (3, 4) else amount
        coupon["discount"] = money(_spread(lines, amount, step, "coupon", coupon["code"], coupon["code"]))


def _left(line: dict[str, Any]) -> Decimal:
    taken = sum((Decimal(discount["amount"]) for discount in line["discounts"]), ZERO)
    return Decimal(line["unit"]) * line["quantity"] - taken


def _spread(
    lines: list[dict[str, Any]], amount: Decimal, step: Decimal, id_: str, name: str, code: str | None
) -> Decimal:
    """Discount the lines by `amount` together; what was really taken off."""
    open_lines = [line for line in lines if _left(line) > 0]
    whole = sum((_left(line) for line in open_lines), ZERO)
    amount = min(amount, whole)
    rest = amount
    if amount > 0:
        for line in open_lines:
            share = (amount * _left(line) / whole).quantize(step, ROUND_HALF_UP)
            share = rest if line is open_lines[-1] else min(share, rest, _left(line))
            rest -= share
            if share:
                line["discounts"].append(_discount(id_, share, name, code, "order"))
    return amount


def _discount(id_: str, amount: Decimal, name: str, code: str | None, target: str) -> dict[str, Any]:
    return {"id": id_, "amount": money(amount), "name": name, "code": code, "target": target}
