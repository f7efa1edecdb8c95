"""A store's set-up in words: every choice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC
from typing import Any

from bigcommerce.domain.mappings import Coverage
from bigcommerce.domain.statuses import STATUSES

# Before a live store is set otherwise.
SEE_FIRST = (
    "A dry run knows only settings that are saved. To see first what would change, switch the store off at Review, "
    "save this, and start a dry run: a store that is off sends nothing, and reads no orders either."
)


def on(flag: bool, yes: str, no: str) -> str:
    return yes if flag else no


def quoted(values: Collection[Any]) -> str:
    return ", ".join(str(value) for value in values)


def order_words(store: Any, waiting: int | None = None) -> list[str]:
    """store: a row of bigcommerce.stores; waiting: how many orders the first run would bring, None: not known."""
    if not store.order_sync_enabled:
        return ["Order sync is off: no order is read."]
    statuses = [f"{STATUSES.get(status, 'status')} ({status})" for status in store.order_statuses_to_sync]
    policy = {
        "on_hold": "is received On Hold and needs attention",
        "park": "waits, and is not received",
    }[store.unmapped_order_policy]
    since = (
        f"placed since {store.orders_since.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if store.orders_since else "of any age"
    )
    words = [
        f"Orders {since} are received once they are {quoted(statuses)}, as {store.received_order_status}.",
        f"An order with a name that is not mapped {policy}.",
    ]
    if waiting is not None:
        words.insert(1, f"At BigCommerce {waiting:,} such order{' is' if waiting == 1 else 's are'} there now.")
    if store.default_payment_method:
        words.append(f"Payment methods that are not mapped become {store.default_payment_method}.")
    if store.default_shipping_service:
        words.append(f"Shipping methods that are not mapped become {store.default_shipping_service}.")
    words.append(
        on(
            store.orders_are_confirmed,
            "Units stay reserved until your back office confirms the order and counts after that.",
            "Units stay reserved until stock is counted after the order was received.",
        )
    )
    days = store.raw_order_retention_days
    words.append(f"Superseded payloads go after {days:,} days." if days else "Every payload of an order is kept.")
    return words


def price_words(store: Any, lists: Mapping[int, str]) -> list[str]:
    if store.prices_managed_in == "bigcommerce":
        return ["Prices are managed in BigCommerce: none is sent."]
    empty = {
        "skip": "nothing is sent and a problem opens",
        "default_group": "the default group's price counts",
        "rrp": "the recommended retail price counts",
    }[store.empty_price_policy]
    percent = store.max_price_change_percent
    return [
        f"Prices of {'group ' + store.price_group if store.price_group else 'the default group'} are sent.",
        f"Where the group has no price, {empty}.",
        on(store.promotion_pricing_enabled, "Running promotions become sale prices.", "Promotions are not sent."),
        f"BigCommerce's prices {on(store.prices_include_tax, 'include', 'exclude')} tax; "
        f"the tax rate is {plain_number(store.tax_rate * 100)} %.",
        *(
            []
            if percent is None
            else [f"A price that moves by more than {plain_number(percent)} % waits for approval."]
        ),
        *(f"Price list {number} receives the prices of group {group}." for number, group in lists.items()),
    ]


def stock_words(store: Any) -> list[str]:
    if store.stock_managed_in == "bigcommerce":
        return ["Stock is managed in BigCommerce: none is sent."]
    if not store.stock_sync_enabled:
        return ["Stock sync is off: none is sent."]
    places = f"of {quoted(store.stock_warehouses)}" if store.stock_warehouses else "of all warehouses"
    limit = "without a limit" if store.stock_limit is None else f"at most {store.stock_limit:,}"
    words = [
        f"The stock {places} is sent to location {store.stock_location_id}, less a buffer of {store.stock_buffer:,}, "
        f"{limit}."
    ]
    words.append(
        on(
            store.stop_stock_when_orders_stale,
            "No stock is sent while orders are more than an hour behind.",
            "Stock is sent also while orders are behind.",
        )
    )
    words.append(
        on(
            store.zero_stock_when_unapproved,
            "What is no longer approved shows 0.",
            "What is no longer approved keeps its last number.",
        )
    )
    if store.switch_on_inventory_tracking:
        words.append("Approved products that BigCommerce does not count are switched to counting.")
    return words


def tracking_words(store: Any, carriers: int) -> list[str]:
    if not store.consignment_sync_enabled:
        return ["Consignment sync is off: no tracking number is sent."]
    return [
        f"Parcels are sent as shipments. Shipping services and patterns mapped to carriers: {carriers or 'none'}.",
        on(
            store.ship_without_tracking_number,
            "Parcels without a tracking number are sent, too.",
            "Parcels wait for their tracking number.",
        ),
    ]


def name_words(names: Mapping[str, str], cover: Coverage, where: str) -> list[str]:
    words = [f"{theirs} is {ours}." for theirs, ours in names.items()]
    said = [] if cover.percent is None else [coverage_sentence(cover, where)]
    return [*words, *said] if words or (said and not cover.has_maps) else ["No name is mapped.", *said]


def coverage_sentence(cover: Coverage, where: str, most: int = 5) -> str:
    """where: which orders, e.g. "the last 90 days' orders"."""
    if cover.percent is None:
        return f"None of {where} is here yet, so there is nothing to compare these maps with."
    missing = [f"{name} ({count:,})" for name, count in cover.missing.items()]
    if not cover.has_maps and not missing:
        return f"No name is mapped yet, and {where} carry none that needs it."
    rest = f" and {len(missing) - most:,} more" if len(missing) > most else ""
    named = f"{', '.join(missing[:most])}{rest}."
    if not cover.has_maps:
        return f"No name is mapped yet; of {where}, missing: {named}"
    tail = f"; missing: {named}" if missing else "."
    return f"These maps cover {plain_number(cover.percent)} % of {where}{tail}"


def plain_number(value: Any) -> str:
    """10 and 99.6 rather than 10.0000 and 1E+1."""
    return f"{value.normalize():f}"
