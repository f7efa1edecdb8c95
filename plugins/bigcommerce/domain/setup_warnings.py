"""What is worth a second look before a store goes live, and what will not work."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bigcommerce.domain.flows import DAG_IDS
from bigcommerce.domain.mappings import Coverage
from bigcommerce.domain.setups import quoted

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
