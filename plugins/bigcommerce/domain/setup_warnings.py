"""What is worth a second look before a store goes live, and what will not work."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from bigcommerce.domain.flows import DAG_IDS
from bigcommerce.domain.mappings import Coverage
from bigcommerce.domain.setups import plain_number, quoted

# Clocks further apart than this put parcels and counts into the wrong hour.
CLOCKS_APART_SECONDS = 60
NO_GUARD = (
    "A price may move by any amount: one mistyped in the back office, or a whole wrong price list, goes up as it is. "
    "With a percentage in “A price may move by at most”, a larger change waits under Guarded prices for approval."
)


@dataclass(frozen=True)
class Warning:
    """step: where it is mended, None where that is not in the wizard."""

    sentence: str
    step: str | None = None


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
    if unknown := not_listed(names.values(), known):
        warnings.append(Warning(f"{kind} mapped to names that the back office does not list: {quoted(unknown)}.", step))
    if unknown := not_listed([default], known):
        warnings.append(
            Warning(f"{kind} that are not mapped become {unknown[0]}, which the back office does not list.", "orders")
        )
    return warnings


def not_listed(names: Collection[str | None], known: Sequence[str]) -> list[str]:
    """Of the back office's names as somebody wrote them. known: as in name_warnings."""
    return sorted({name for name in names if name and known and name not in known})


def said_of_unlisted(names: Sequence[str]) -> str:
    """After they were saved; "" for none."""
    if not names:
        return ""
    return f"The back office does not list {quoted(names)}: orders will carry it all the same. Is it spelled right?"


def service_warnings(store: Any, cover: Coverage, carriers: int) -> list[Warning]:
    """cover: of the parcels' shipping services; carriers: how many are mapped. One that is not mapped goes out without
    a carrier."""
    if not store.consignment_sync_enabled:
        return []
    if missing := missing_names("Shipping services", "carriers", cover):
        return missing
    return [] if carriers else [Warning("No carrier is mapped: a tracking number may not become a link.", "carriers")]


def first_order_warnings(store: Any, waiting: int | None) -> list[Warning]:
    """Of a store that was never live. waiting: how many orders the first run would bring; None: not known."""
    if not store.order_sync_enabled or store.orders_since is not None or waiting == 0:
        return []
    count = "Orders" if waiting is None else f"{waiting:,} order{'' if waiting == 1 else 's'}"
    return [
        Warning(
            f"{count} of any age would come down with the first run. If another program has brought orders to your "
            "back office until now, enter the day from which on this one shall, or they are there twice, and their "
            "units are held back from the stock that is sent until it is counted anew.",
            "orders",
        )
    ]


def wrong_tax(includes_tax: bool, rate: Decimal, entered_with_tax: bool | None) -> str | None:
    """What shoppers would see where prices go up otherwise than the store takes them. rate: a fraction;
    entered_with_tax: BigCommerce's is_price_entered_with_tax, None: not known."""
    if entered_with_tax is None or includes_tax == entered_with_tax or not rate:
        return None
    off = rate / (1 + rate) if entered_with_tax else rate
    return (
        f"Prices would be sent {'with' if includes_tax else 'without'} tax, and the store takes them as entered "
        f"{'with' if entered_with_tax else 'without'} it: every price would be "
        f"{plain_number(round(off * 100, 1))} % too {'low' if entered_with_tax else 'high'}."
    )


def tax_warnings(store: Any, entered_with_tax: bool | None) -> list[Warning]:
    if store.prices_managed_in != "backoffice":
        return []
    said = wrong_tax(store.prices_include_tax, store.tax_rate, entered_with_tax)
    return [Warning(said, "pricing")] if said else []


def missing_names(kind: str, step: str, cover: Coverage) -> list[Warning]:
    missing = quoted(list(cover.missing)[:5]) + (" and others" if len(cover.missing) > 5 else "")
    return [Warning(f"{kind} not mapped yet: {missing}.", step)] if cover.missing else []
