"""Every combination of a store's stock settings over every combination of a SKU's facts: BigCommerce then holds what
an arithmetic of its own says."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from sandbox.bigcommerce.product_changes import MOST_PRODUCTS
from tests.conftest import SandboxStore
from tests.journeys.shop_world import Shop
from tests.journeys.stock_world import export_stock, units, writes

BEFORE = 777
UNITS = 3
# What the back office has: by warehouse.
STOCK: list[dict[str, int]] = [{}, {"main": 10}, {"main": 10, "east": 5}, {"east": 5}, {"main": -4, "east": 5}]
# (status, received: before or after the count, accepted: the same, is placed before orders_since)
ORDERS: dict[str, tuple[int, str | None, str | None, bool] | None] = {
    "none": None,
    "not counted": (11, "after", None, False),
    "counted": (11, "before", None, False),
    "confirmed, then received again": (11, "after", "before", False),
    "confirmed after the count": (2, "before", "after", False),
    "open, never received": (7, None, None, False),
    "old, never received": (11, None, None, True),
    "shipped, never received": (2, None, None, False),
    "received and cancelled": (5, "after", None, False),
}
TRACKING = {
    "product": ("product", False),
    "variant": ("variant", True),
    "none": ("none", False),
    "none+": ("none", True),
}

SETTINGS: dict[str, list[Any]] = {
    "switch_on_inventory_tracking": [False, True],
    "stock_api": ["inventory", "catalog"],
    "zero_stock_when_unapproved": [False, True],
    "orders_are_confirmed": [False, True],
    "stock_limit": [None, 4],
    "stock_buffer": [0, 2],
    "stock_warehouses": [None, ["main"], ["east", "nowhere"], ["nowhere"]],
}


@dataclass(frozen=True)
class Fact:
    sku: str
    is_active: bool
    stock: dict[str, int]
    order: str
    tracking: str
    approval: str


COMBINATIONS = [
    *product([True, False], STOCK, ORDERS, TRACKING, ["approved"]),
    # Orders make no difference to what is not approved.
    *product([True, False], STOCK, ["not counted"], TRACKING, ["unapproved after it was sent", "never approved"]),
]
FACTS = [Fact(f"{number:04d}", *fact) for number, fact in enumerate(COMBINATIONS)]


def reserved(fact: Fact, settings: dict[str, Any]) -> int:
    order = ORDERS[fact.order]
    if order is None:
        return 0
    status, received, accepted, is_old = order
    if received is None:
        return UNITS if status in {1, 3, 7, 8, 9, 11, 12, 13, 14} and not is_old else 0
    accounted = accepted if settings["orders_are_confirmed"] else received
    return 0 if status in {5, 6} or accounted == "before" else UNITS


def expected(fact: Fact, settings: dict[str, Any]) -> int | None:
    """Units that BigCommerce shows after the run; None where it does not count them."""
    is_tracked = fact.tracking in ("product", "variant")
    unsent = BEFORE if is_tracked else None
    if fact.approval == "unapproved after it was sent" and settings["zero_stock_when_unapproved"] and is_tracked:
        return 0
    if fact.approval != "approved" or not (is_tracked or settings["switch_on_inventory_tracking"]):
        return unsent
    if not fact.is_active:
        return 0
    chosen = settings["stock_warehouses"]
    rows = [number for place, number in fact.stock.items() if chosen is None or place in chosen]
    if not rows:
        return unsent
    left = sum(rows) - reserved(fact, settings) - settings["stock_buffer"]
    if settings["stock_limit"] is not None:
        left = min(left, settings["stock_limit"])
    return max(left, 0)


class OracleShop(Shop):
    def fill(self) -> None:
        """Every fact on both sides. The orders are a day old, the numbers an hour."""
        self.set_store(orders_since="2000-01-01")
        ids = [self.make(fact) for fact in FACTS]
        db = self.db
        rows = [(f.sku, f.is_active) for f in FACTS]
        with db.cursor() as cursor:
            cursor.executemany("insert into backoffice.products (sku, is_active) values (%s, %s)", rows)
            cursor.executemany(
                "insert into backoffice.stock values (%s, %s, %s, now() - interval '1 hour')",
                [(f.sku, place, number) for f in FACTS for place, number in f.stock.items()],
            )
            cursor.executemany(
                "insert into bigcommerce.product_approvals (store_code, sku, is_approved) values ('default', %s, %s)",
                [(f.sku, f.approval == "approved") for f in FACTS],
            )
            cursor.executemany(
                "insert into bigcommerce.product_links (store_code, sku, product_id, variant_id, is_base_variant,"
                " inventory_tracking, state) values ('default', %s, %s, %s, %s, %s, 'linked')",
                [
                    (f.sku, *one, not TRACKING[f.tracking][1], TRACKING[f.tracking][0])
                    for f, one in zip(FACTS, ids, strict=True)
                ],
            )
        self.ids = {f.sku: one for f, one in zip(FACTS, ids, strict=True)}
        for number, name in enumerate(ORDERS):
            self.place(number, name)

    def make(self, fact: Fact) -> tuple[int, int]:
        tracking, has_options = TRACKING[fact.tracking]
        if has_options:
            variants = [{"sku": fact.sku}]
            made = self.list_product("", name=fact.sku, variants=variants, inventory_tracking=tracking)
        else:
            made = self.list_product(fact.sku, name=fact.sku, inventory_tracking=tracking)
        return made["id"], made["variants"][0]["id"]

    def place(self, number: int, name: str) -> None:
        order = ORDERS[name]
        if order is None:
            return
        status, received, accepted, is_old = order
        moments = {"before": "now() - interval '2 hours'", "after": "now()", None: "null"}
        placed = "timestamptz '1999-01-01'" if is_old else "now() - interval '1 day'"
        self.db.execute(
            "insert into bigcommerce.landed_orders"
            " (store_code, bigcommerce_order_id, status_id, placed_at, modified_at)"
            f" values ('default', %s, %s, {placed}, {placed})",
            [number, status],
        )
        if received:
            self.db.execute(
                "insert into backoffice.orders (store_code, bigcommerce_order_id, received_at, accepted_at)"
                f" values ('default', %s, {moments[received]}, {moments[accepted]})",
                [number],
            )
        self.db.execute(
            "insert into bigcommerce.order_units (store_code, bigcommerce_order_id, sku, quantity)"
            " select 'default', %s, unnest(%s::text[]), %s",
            [number, [f.sku for f in FACTS if f.order == name], UNITS],
        )

    def begin(self, settings: dict[str, Any]) -> None:
        """As if nothing had been sent yet but what is not approved any more; BigCommerce shows BEFORE everywhere."""
        for table in ("stock_exports", "refused_items", "item_problems", "tracking_switches"):
            self.db.execute(f"delete from bigcommerce.{table}")
        self.set_store(**settings)
        untracked = [f.sku for f in FACTS if f.tracking.startswith("none")]
        switched = self.db.execute(
            "update bigcommerce.product_links set inventory_tracking = 'none'"
            " where sku = any(%s) and inventory_tracking <> 'none' returning product_id",
            [untracked],
        ).fetchall()
        client = self.sandbox.client()
        for start in range(0, len(switched), MOST_PRODUCTS):
            batch = [{"id": one, "inventory_tracking": "none"} for (one,) in switched[start : start + MOST_PRODUCTS]]
            client.update_products(batch)
        self.db.execute(
            "insert into bigcommerce.stock_exports (store_code, location_id, sku, quantity)"
            " select 'default', 1, unnest(%s::text[]), %s",
            [[f.sku for f in FACTS if f.approval == "unapproved after it was sent"], BEFORE],
        )
        levels = {"product": ("product_id", 0), "variant": ("variant_id", 1)}
        items = [
            {"location_id": 1, levels[f.tracking][0]: self.ids[f.sku][levels[f.tracking][1]], "quantity": BEFORE}
            for f in FACTS
            if f.tracking in levels
        ]
        client.set_stock(items, "as before")


@pytest.mark.slow
def test_bigcommerce_holds_what_the_oracle_says_for_every_combination_of_settings(
    commerce: Any, sandbox: SandboxStore
) -> None:
    shop = OracleShop(commerce, sandbox)
    shop.fill()
    combinations = [dict(zip(SETTINGS, values, strict=True)) for values in product(*SETTINGS.values())]
    assert (len(FACTS), len(combinations)) == (440, 256)  # 112,640 numbers
    shop.db.execute(
        "insert into bigcommerce.catalog_stock_proofs values ('default', 'product'), ('default', 'variant')"
    )
    for number, settings in enumerate(combinations):
        shop.begin(settings)
        export_stock(shop)
        held, wanted = units(shop), {f.sku: expected(f, settings) for f in FACTS}
        wrong = {f: (wanted[f.sku], held.get(f.sku)) for f in FACTS if wanted[f.sku] != held.get(f.sku)}
        assert not wrong, (settings, len(wrong), list(wrong.items())[:3])
        missing = {sku for flow, sku, code in shop.problems() if (flow, code) == ("stock", "stock_missing")}
        chosen = settings["stock_warehouses"]
        assert missing == {
            f.sku
            for f in FACTS
            if f.approval == "approved" and f.is_active
            if not [place for place in f.stock if chosen is None or place in chosen]
        }
        if number % 8 == 0:
            assert writes(export_stock(shop)) == {}, settings


@pytest.mark.parametrize("settings", [{"stock_managed_in": "bigcommerce"}, {"stock_sync_enabled": False}])
def test_switched_off_nothing_is_asked_for_and_nothing_moves(
    commerce: Any, sandbox: SandboxStore, settings: dict[str, Any]
) -> None:
    shop = Shop(commerce, sandbox, **settings, switch_on_inventory_tracking=True, zero_stock_when_unapproved=True)
    shop.list_product("A")
    shop.stock_up("A")
    assert export_stock(shop) == {} and units(shop) == {"A": 1}
