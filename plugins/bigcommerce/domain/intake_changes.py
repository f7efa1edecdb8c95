"""What a person should know before a live store receives other orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bigcommerce.domain.setups import quoted
from bigcommerce.domain.statuses import STATUSES

# What is in them has left already.
LEFT = (2, 3, 10)
DEFAULTS = {"default_payment_method": "payment method", "default_shipping_service": "shipping method"}


def order_points(before: Mapping[str, Any], wanted: Mapping[str, Any], aside: int, stops_stock: bool) -> list[str]:
    """What follows from the change; empty where other orders or names do not. before, wanted: all settings of the
    step; aside: how many orders are here that were none to receive and now would be; stops_stock: whether stock waits
    for orders."""
    if not wanted["order_sync_enabled"]:
        return [no_orders(stops_stock)] if before["order_sync_enabled"] else []
    statuses, former = set(wanted["order_statuses_to_sync"]), set(before["order_statuses_to_sync"])
    return [
        *more_statuses(sorted(statuses - former), wanted["received_order_status"]),
        *fewer_statuses(sorted(former - statuses)),
        *other_day(before["orders_since"], wanted["orders_since"]),
        *(fits_now(aside) if statuses - former or before["orders_since"] != wanted["orders_since"] else []),
        *(
            f"Orders that wait for a {what} are let go with the next run, as {wanted[column]}."
            for column, what in DEFAULTS.items()
            if wanted[column] and wanted[column] != before[column]
        ),
    ]


def no_orders(stops_stock: bool) -> str:
    stock = (
        "Stock stops too, once orders are more than an hour behind."
        if stops_stock
        else "Stock goes on being sent, and units that are sold meanwhile are not held back: it may be oversold."
    )
    return f"No order comes down any more. {stock}"


def named(statuses: Sequence[int]) -> str:
    return quoted([STATUSES.get(status, f"status {status}") for status in statuses])


def more_statuses(added: Sequence[int], received_as: str) -> list[str]:
    if not added:
        return []
    points = [f"Orders that are changed at BigCommerce from now on come down in {named(added)}, too."]
    if left := [status for status in added if status in LEFT]:
        points.append(f"What is in {named(left)} has left already, and comes down as {received_as} all the same.")
    return points


def fewer_statuses(removed: Sequence[int]) -> list[str]:
    return [f"Orders in {named(removed)} do not come down any more; those received stay."] if removed else []


def other_day(before: Any, wanted: Any) -> list[str]:
    return [] if before == wanted else ["Orders that were received stay, whenever they were placed."]


def fits_now(aside: int) -> list[str]:
    if not aside:
        return []
    orders = "1 order that was" if aside == 1 else f"{aside:,} orders that were"
    it = "It comes" if aside == 1 else "They come"
    return [
        f"{orders} seen before would be received now. {it} down with the next change at BigCommerce, or by a backfill "
        "of the days on which they were placed: Runs, Start a run."
    ]
