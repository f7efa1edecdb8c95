"""Every combination of the settings that decide a price, worked out by an independent oracle, equal to what is shown.

One SKU for each combination of what can be said of a product, one run for each combination of a store's settings, all
in one world, so that sale prices are set, moved and cleared on the way. 72 settings x 480 products = 34,560 prices of
the catalogue and as many of a price list; and 72 settings under which prices are managed in BigCommerce.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import psycopg
import pytest

from tests.conftest import SandboxStore
from tests.journeys.operator_runs import export_prices
from tests.journeys.shop_world import Shop

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
TAX = Decimal("0.15")
DIGITS = {"AUD": 2, "JPY": 0, "KWD": 3}
# Group `retail` is the default and includes tax, `trade` does not.
INCLUDES_TAX = {"retail": True, "trade": False}

# What the two groups say of a product: price and promotion price of retail, of trade.
PRICES = {
    "both": (("100.005", "80.5"), ("70", "60.125")),
    "promotion above the price": (("19.99", "25"), ("15", "15")),
    "trade is nothing": (("33.335", "30"), ("0", "1")),
    "trade rounds to nothing": (("12.5", None), ("0.0004", None)),
    "neither": ((None, "5"), (None, None)),
}
RRP = Decimal("45.675")
WINDOWS = {
    "open": (None, None),
    "running": (-DAY, DAY),
    "over": (-2 * DAY, -DAY),
    "to come": (DAY, None),
    "ends before it starts": (DAY, -DAY),
    "since yesterday": (-DAY, None),
    "until tomorrow": (None, DAY),
    "to come and end": (DAY, 2 * DAY),
}


@dataclass(frozen=True)
class Product:
    prices: str
    window: str
    is_tax_free: bool
    includes_tax: bool | None
    is_variant: bool

    @property
    def sku(self) -> str:
        return f"{self.prices}/{self.window}/{self.is_tax_free}/{self.includes_tax}/{self.is_variant}"


PRODUCTS = [
    Product(*each) for each in itertools.product(PRICES, WINDOWS, (False, True), (None, True, False), (False, True))
]


@dataclass(frozen=True)
class Settings:
    group: str | None
    policy: str
    promotions: bool
    store_includes_tax: bool
    currency: str


SETTINGS = [
    Settings(*each)
    for each in itertools.product(
        (None, "trade"), ("skip", "default_group", "rrp"), (False, True), (True, False), DIGITS
    )
]


def converted(price: Decimal, product: Product, group: str, settings: Settings) -> Decimal:
    has_tax = INCLUDES_TAX[group] if product.includes_tax is None else product.includes_tax
    if not product.is_tax_free and has_tax and not settings.store_includes_tax:
        price = price / (1 + TAX)
    if not product.is_tax_free and not has_tax and settings.store_includes_tax:
        price = price * (1 + TAX)
    return price.quantize(Decimal(1).scaleb(-DIGITS[settings.currency]), ROUND_HALF_UP)


def expected(product: Product, group: str, settings: Settings) -> tuple[Decimal, Decimal | None] | None:
    """(price, sale price), or None where nothing may be sent."""
    said = dict(zip(("retail", "trade"), PRICES[product.prices], strict=True))
    price, promotion = said[group]
    basis = group
    if price is None or converted(Decimal(price), product, group, settings) <= 0:
        basis = "retail"
        if settings.policy == "skip":
            return None
        price, promotion = said["retail"] if settings.policy == "default_group" else (str(RRP), None)
        if price is None:
            return None
    full = converted(Decimal(price), product, basis, settings)
    if full <= 0:
        return None
    start, end = WINDOWS[product.window]
    is_running = (start is None or start <= timedelta(0)) and (end is None or end > timedelta(0))
    if settings.promotions and promotion is not None and is_running:
        sale = converted(Decimal(promotion), product, basis, settings)
        if 0 < sale < full:
            return full, sale
    return full, None


def load(shop: Shop) -> None:
    """The products on both sides, approved."""
    for product in PRODUCTS:
        if not product.is_variant:
            shop.list_product(product.sku)
    variants = [{"sku": product.sku} for product in PRODUCTS if product.is_variant]
    for number, start in enumerate(range(0, len(variants), 100)):
        shop.list_product("", name=f"Options {number}", variants=variants[start : start + 100])
    shop.db.execute("insert into backoffice.price_groups (code, includes_tax) values ('trade', false)")
    for product in PRODUCTS:
        shop.db.execute(
            "insert into backoffice.products (sku, rrp, is_tax_free, prices_include_tax) values (%s, %s, %s, %s)",
            [product.sku, RRP, product.is_tax_free, product.includes_tax],
        )
        bounds = [None if days is None else NOW + days for days in WINDOWS[product.window]]
        for group, (price, promotion) in zip(("retail", "trade"), PRICES[product.prices], strict=True):
            shop.db.execute(
                "insert into backoffice.product_prices values (%s, %s, %s, %s, %s, %s)",
                [product.sku, group, price, promotion, *bounds],
            )
        shop.approve(product.sku)


def in_catalogue(sandbox: SandboxStore) -> dict[str, tuple[Any, Any]]:
    state = sandbox.control("GET", "state/prices")
    return {sku: (exact(row["price"]), exact(row["sale_price"]) or None) for sku, row in state.items()}


def on_list(sandbox: SandboxStore, list_id: int, currency: str) -> dict[str, tuple[Any, Any]]:
    found = sandbox.client().rows(f"/v3/pricelists/{list_id}/records", currency=currency, include="sku")
    return {row["sku"]: (exact(row["price"]), exact(row.get("sale_price")) or None) for row in found}


def exact(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def apply(shop: Shop, settings: Settings) -> None:
    shop.set_store(
        price_group=settings.group,
        empty_price_policy=settings.policy,
        promotion_pricing_enabled=settings.promotions,
        prices_include_tax=settings.store_includes_tax,
    )
    shop.sandbox.control("PATCH", "settings", {"currency": settings.currency})


@pytest.mark.slow
def test_every_combination_of_the_settings_shows_the_price_of_the_rule(
    commerce: psycopg.Connection, sandbox: SandboxStore
) -> None:
    shop = Shop(commerce, sandbox, tax_rate=TAX)
    load(shop)
    list_id = sandbox.control("POST", "pricelists", {"name": "Trade"})["id"]
    commerce.execute("insert into bigcommerce.price_list_map values ('default', %s, 'trade')", [list_id])
    assert (len(PRODUCTS), len(SETTINGS)) == (480, 72)
    # What nothing was sent for stays as it was.
    shown: dict[str, tuple[Any, Any]] = {sku: value for sku, value in in_catalogue(sandbox).items() if sku}
    listed: dict[str, dict[str, tuple[Any, Any]]] = {currency.lower(): {} for currency in DIGITS}
    for settings in SETTINGS:
        # A record is one of its currency: another one is another record, of which nothing was sent yet.
        commerce.execute("delete from bigcommerce.price_exports where target <> 'catalog'")
        apply(shop, settings)
        export_prices()
        currency = settings.currency.lower()
        for product in PRODUCTS:
            if price := expected(product, settings.group or "retail", settings):
                shown[product.sku] = price
            if price := expected(product, "trade", settings):
                former = listed[currency].get(product.sku)
                # Sale prices that another currency's record was given are not seen from this one.
                kept = former[1] if former and not settings.promotions else None
                listed[currency][product.sku] = (price[0], price[1] or kept)
        assert differing(in_catalogue(sandbox), shown) == [], settings
        assert differing(on_list(sandbox, list_id, currency), listed[currency]) == [], settings
        empty = {
            p.sku
            for p in PRODUCTS
            if None in (expected(p, settings.group or "retail", settings), expected(p, "trade", settings))
        }
        assert {key for _, key, code in shop.problems() if code == "empty_price"} == empty

    before = in_catalogue(sandbox)
    shop.operations()
    for settings in SETTINGS:
        apply(shop, settings)
        shop.set_store(prices_managed_in="bigcommerce")
        export_prices()
    assert shop.operations().keys() <= {"GET /v3/pricelists/{id}/records"} and in_catalogue(sandbox) == before


def differing(found: dict[str, Any], wanted: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    return [(sku, found.get(sku), value) for sku, value in wanted.items() if found.get(sku) != value][:5]
