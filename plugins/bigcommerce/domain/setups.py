"""A store's set-up in words: every choice, and what is worth a second look before it goes live."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bigcommerce.domain.flows import DAG_IDS
from bigcommerce.domain.mappings import Coverage
from bigcommerce.domain.statuses import STATUSES

# Clocks further apart than this put parcels and counts into the wrong hour.
CLOCKS_APART_SECONDS = 60
NO_GUARD = (
    "A price may move by any amount: one mistyped in the back office, or a whole wrong price list, goes up as it is. "
    "With a percentage in “A price may move by at most”, a larger change waits under Guarded prices for approval."
)
# Before a live store is set otherwise.
SEE_FIRST = (
    "A dry run knows only settings that are saved. To see first what would change, switch the store off at Review, "
    "save this, and start a dry run: a store that is off sends nothing, and reads no orders either."
)


@dataclass(frozen=True)
class Warning:
    """step: where it is mended, None where that is not in the wizard."""

    sentence: str
    step: str | None = None


def on(flag: bool, yes: str, no: str) -> str:
    return yes if flag else no


def quoted(values: Collection[Any]) -> str:
    return ", ".join(str(value) for value in values)


def order_words(store: Any) -> list[str]:
    """store: a row of bigcommerce.stores."""
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


def state_of_account(test: Mapping[str, Any] | None, vital: Collection[str]) -> str:
    """not tested, failed or ok. test: what the last test found; vital: the scopes without which a flow stops."""
    if test is None:
        return "not tested"
    is_missing = any(test["scopes"].get(name) is False for name in vital)
    return "failed" if test["problem"] or is_missing else "ok"


def what_will_not_work(test: Mapping[str, Any] | None, wanted: Mapping[str, str]) -> list[str]:
    """In sentences, of an account that is not tested or failed its test."""
    nothing = "no order is read, and no price, stock or tracking number is sent"
    if test is None:
        return [f"BigCommerce was not asked yet. If the token, the store hash or a scope is wrong, {nothing}."]
    found = [warning.sentence for warning in account_warnings(True, test, wanted)]
    return [*found, f"Until that is mended, {nothing}."] if test["problem"] else found


def account_warnings(exists: bool, test: Mapping[str, Any] | None, wanted: Mapping[str, str]) -> list[Warning]:
    """test: what the last test found; wanted: {scope: what fails without it}."""
    if not exists:
        return [Warning("There is no account yet: enter it first.", "account")]
    if test is None:
        return [Warning("The account has not been tested since it changed.", "account")]
    if test["problem"]:
        return [Warning(test["problem"], "account")]
    return [
        Warning(f"The scope {name} is missing: {without}.", "account")
        for name, without in wanted.items()
        if test["scopes"].get(name) is False
    ]


def pause_warnings(paused: Mapping[str, bool] | None) -> list[Warning]:
    """paused: {DAG id: is it}; None: Airflow did not say."""
    return [
        Warning(f"The DAG {dag_id} is paused in Airflow: nothing of it runs until it is switched on there.")
        for dag_id in dict.fromkeys(DAG_IDS.values())
        if (paused or {}).get(dag_id)
    ]


def setting_warnings(store: Any, found: Mapping[str, Any], now: datetime) -> list[Warning]:
    """found: what select_review says."""
    warnings = []
    sends_prices = store.prices_managed_in == "backoffice"
    sends_stock = store.stock_managed_in == "backoffice" and store.stock_sync_enabled
    if not found["has_products"]:
        warnings.append(Warning("The back office has no products yet: orders are received, but every SKU is unknown."))
    if not found["has_approvals"] and (sends_prices or sends_stock):
        warnings.append(Warning("No product is approved yet: neither prices nor stock are sent until some are."))
    if sends_prices and store.price_group is None and not found["has_default_group"]:
        warnings.append(
            Warning("There is no default price group, so no product has a price: choose a group.", "pricing")
        )
    if sends_prices and store.price_group and not found["has_price_group"]:
        warnings.append(Warning(f"The back office has no price group {store.price_group}.", "pricing"))
    if sends_prices and not found["has_prices"]:
        warnings.append(Warning("The back office has no prices yet, so none is sent."))
    if sends_prices and store.max_price_change_percent is None:
        warnings.append(Warning(NO_GUARD, "pricing"))
    if sends_prices and store.max_price_change_percent == 0:
        warnings.append(
            Warning("Every price change waits for approval, since none may move by more than 0 %.", "pricing")
        )
    if store.order_sync_enabled and store.orders_since and store.orders_since > now:
        since = f"{store.orders_since.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        warnings.append(
            Warning(f"No order is received that is placed before {since}, which is still to come.", "orders")
        )
    if sends_stock and not found["has_stock"]:
        warnings.append(Warning("The back office has no stock yet, so none is sent."))
    if sends_stock and store.stock_api == "catalog" and store.stock_location_id != 1:
        warnings.append(
            Warning("Without the scope Store Inventory only location 1 can be written, and another is set.", "stock")
        )
    apart = abs((found["database_now"] - now).total_seconds())
    if apart > CLOCKS_APART_SECONDS:
        warnings.append(
            Warning(f"The clocks of the database and of Airflow are {apart:,.0f} seconds apart: set them by NTP.")
        )
    return warnings


def name_warnings(
    kind: str, step: str, cover: Coverage, names: Mapping[str, str], known: Sequence[str], default: str | None
) -> list[Warning]:
    """known: the back office's own names; empty where it keeps no list of them. default: for names not mapped."""
    warnings = []
    if not names and not default and not cover.missing:
        warnings.append(Warning(f"{kind}: none is mapped yet, and there is no default, so orders will be held.", step))
    warnings += missing_names(kind, step, cover)
    unknown = sorted({ours for ours in names.values() if known and ours not in known})
    if unknown:
        warnings.append(Warning(f"{kind} mapped to names that the back office does not list: {quoted(unknown)}.", step))
    return warnings


def service_warnings(cover: Coverage) -> list[Warning]:
    """cover: of the parcels' shipping services. One that is not mapped goes out without a carrier."""
    return missing_names("Shipping services", "carriers", cover)


def missing_names(kind: str, step: str, cover: Coverage) -> list[Warning]:
    missing = quoted(list(cover.missing)[:5]) + (" and others" if len(cover.missing) > 5 else "")
    return [Warning(f"{kind} not mapped yet: {missing}.", step)] if cover.missing else []
