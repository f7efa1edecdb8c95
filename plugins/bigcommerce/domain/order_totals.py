"""Does an order add up? Asked before it is received, because a list can be cut and a total is money."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from bigcommerce.domain.money import minor_unit, plain
from bigcommerce.domain.orders import Order


def tie_out(order: Order) -> dict[str, str]:
    """{part: what is off}; empty where every part ties.

    The exact side is compared (`is_tax_inclusive_pricing`: inc, else ex), the derived one is BigCommerce's to round.
    One minor unit a line is tolerated. Source: Orders V2, getOrders, totals.
    """
    off = {}
    if not quantities_tie(order):
        off["items_total"] = f"{order.items_total} items, but the lines hold {all_units(order)}"
    if doubled := listed_twice(order):
        off["ids"] = f"listed twice: {', '.join(doubled)}"
    side = "inc_tax" if order.is_tax_inclusive else "ex_tax"
    tolerance = minor_unit(order.currency) * max(1, len(order.lines))
    for part, (said, summed) in sums(order, side).items():
        if abs(said - summed) > tolerance:
            off[part] = f"{plain(said)}, but its parts are {plain(summed)} (difference {plain(said - summed)})"
    return off


def listed_twice(order: Order) -> list[str]:
    """Lines and addresses whose number another one has; the tables hold one of each."""
    numbers = [f"line {line.bigcommerce_order_product_id}" for line in order.lines]
    numbers += [f"address {address.bigcommerce_order_address_id}" for address in order.addresses]
    return [number for number, times in Counter(numbers).items() if times > 1]


def all_units(order: Order) -> int:
    return sum(line.quantity for line in order.lines)


def quantities_tie(order: Order) -> bool:
    """items_total counts all units or, on some orders, only those that are shipped to an address."""
    shippable = sum(line.quantity for line in order.lines if line.order_address_id is not None)
    return order.items_total in (all_units(order), shippable)


def sums(order: Order, side: str) -> dict[str, tuple[Decimal, Decimal]]:
    """{part: (what BigCommerce says, what its parts add up to)}."""
    amounts = order.amounts
    lines = sum((getattr(line, f"total_{side}") for line in order.lines), Decimal(0))
    costs = sum((amounts[f"{part}_{side}"] for part in ("shipping", "handling", "wrapping", "fees")), Decimal(0))
    discounts = amounts["discount_amount"] + amounts["coupon_discount"]
    return {
        f"subtotal_{side}": (amounts[f"subtotal_{side}"], lines),
        f"total_{side}": (amounts[f"total_{side}"], amounts[f"subtotal_{side}"] + costs - discounts),
    }
