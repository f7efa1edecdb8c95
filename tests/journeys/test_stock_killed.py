"""Killed at any request or commit, whatever the numbers are by then, a rerun ends with what the rule says."""

from __future__ import annotations

import os
import signal
from typing import Any

import psycopg
import pytest

from bigcommerce.errors import Unreachable
from bigcommerce.operators import stock, stock_writers
from tests.conftest import SandboxStore
from tests.journeys.shop_world import Shop
from tests.journeys.stock_world import GUIDE, export_stock, units, use_account, writes
from tests.journeys.test_orders_killed import Points, in_a_process_of_its_own

TRACKED = ["A", "B", "C", "D", "E", "F-L", "F-S"]
EMPTIED = ("stock_exports", "sendings", "tracking_switches", "catalog_stock_proofs", "refused_items", "sync_runs")


class KilledShop(Shop):
    """Some products in any state of tracking; every number is 50 on both sides."""

    def begin(self, api: str) -> None:
        self.sandbox.control("POST", "reset", {"seed": "empty"})
        self.sandbox.control("PATCH", "settings", {"quota": None, "inventory_delay_ms": 0})
        for sku in "ABCDE":
            self.list_product(sku)
        self.list_product("F", inventory_tracking="variant", variants=[{"sku": "F-S"}, {"sku": "F-L"}])
        self.list_product("G", inventory_tracking="none")
        self.list_product("H", inventory_tracking="none", variants=[{"sku": "H-S"}, {"sku": "H-L"}])
        for table in EMPTIED:
            self.db.execute(f"delete from bigcommerce.{table}")
        self.set_store(stock_api=api, switch_on_inventory_tracking=False)
        self.db.execute("update bigcommerce.product_links set inventory_tracking = 'none' where sku in ('G', 'H-S')")
        self.db.execute("update backoffice.stock set available_quantity = 50")
        export_stock(self)
        self.set_store(switch_on_inventory_tracking=True)

    def export_dying_at(self, kill_at: int | None, count_to: int | None = None) -> int:
        points = Points(kill_at)

        def work() -> None:
            points.watch()
            export_stock(self)
            if count_to is not None:
                os.write(count_to, str(points.passed).encode())

        return in_a_process_of_its_own(work)

    def wanted(self) -> dict[str, Any]:
        return dict(self.db.execute("select sku, available_quantity from backoffice.stock").fetchall())

    def held(self) -> dict[str, Any]:
        return {sku: n for sku, n in units(self).items() if sku != "H-L"}


@pytest.fixture
def shop(commerce: psycopg.Connection, sandbox: SandboxStore) -> KilledShop:
    return KilledShop(commerce, sandbox)


@pytest.mark.slow
@pytest.mark.parametrize("api", ["inventory", "catalog"])
def test_killed_at_any_request_or_commit_a_rerun_ends_with_the_rule_s_numbers(
    shop: KilledShop, api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Several batches of each kind, and no waiting for a store that answers at once.
    monkeypatch.setattr(stock, "STOCK_ITEMS_A_BATCH", 2)
    monkeypatch.setattr(stock_writers, "PRODUCTS_A_BATCH", 2)
    monkeypatch.setattr(stock_writers, "VARIANTS_A_BATCH", 1)
    monkeypatch.setattr(stock_writers, "READ_BACK_AFTER", (0.01,))
    if api == "catalog":
        use_account(shop, GUIDE)
    shop.stock_up(*TRACKED, "G", "H-S")
    shop.begin(api)
    shop.db.execute("update backoffice.stock set available_quantity = 90")
    read_end, write_end = os.pipe()
    assert shop.export_dying_at(None, write_end) == 0
    points = int(os.read(read_end, 20))
    assert shop.held() == dict.fromkeys([*TRACKED, "G", "H-S"], 90) and points > 20
    for point in range(1, points + 1):
        for numbers_change in (False, True):
            shop.begin(api)
            shop.db.execute("update backoffice.stock set available_quantity = 90")
            assert os.WTERMSIG(shop.export_dying_at(point)) == signal.SIGKILL, point
            if numbers_change:
                # Back to what the ledger may still take for the last accepted number.
                shop.db.execute("update backoffice.stock set available_quantity = 50 where sku < 'D'")
                shop.db.execute("update backoffice.stock set available_quantity = 7 where sku > 'E'")
            export_stock(shop)
            assert shop.held() == shop.wanted(), (point, numbers_change)
            kept = shop.kept()
            assert writes(export_stock(shop)) == {} and shop.kept() == kept
            assert shop.db.execute("select count(*) from bigcommerce.sendings").fetchone() == (0,)


def test_a_lost_answer_leaves_no_number_behind(shop: KilledShop) -> None:
    """The write was done, no answer came, and by the next run the number is what it was before."""
    shop.stock_up(*TRACKED, "G", "H-S")
    shop.begin("inventory")
    shop.set_units("B", 90)
    fault = {"kind": "cut", "when": "after", "path": "*absolute", "times": None}
    shop.sandbox.control("POST", "faults", fault)
    with pytest.raises(Unreachable):
        export_stock(shop)
    assert units(shop)["B"] == 90
    shop.sandbox.control("DELETE", "faults")
    shop.set_units("B", 50)
    # Neither a run for others settles it, nor one that cannot send it.
    export_stock(shop, skus=["A"])
    shop.approve("B", is_approved=False)
    export_stock(shop)
    shop.approve("B")
    export_stock(shop)
    assert units(shop)["B"] == 50 and writes(export_stock(shop)) == {}
