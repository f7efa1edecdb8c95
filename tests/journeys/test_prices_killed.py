"""Killed at any request or commit, whatever the prices are by then, a rerun ends with what the rule says."""

from __future__ import annotations

import itertools
import os
import signal
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from bigcommerce.errors import Unreachable
from bigcommerce.operators import prices
from tests.conftest import SandboxStore
from tests.journeys.operator_runs import export_prices
from tests.journeys.shop_world import Shop
from tests.journeys.test_orders_killed import Points, in_a_process_of_its_own
from tests.journeys.test_price_lists import add_list, writes
from tests.journeys.test_price_oracle import in_catalogue, on_list

# {group: {sku: (price, sale price)}}: what the back office says, or the catalogue and the price list hold.
Prices = dict[str, dict[str, tuple[Decimal, Decimal | None]]]

# Simple products, and variants of D and E. Batches are small: A B, C, D-L E-L, E-S.
SKUS = ["A", "B", "C", "D-L", "E-L", "E-S", "G"]
BATCHES = {"PRODUCTS_A_BATCH": 2, "VARIANTS_A_BATCH": 2, "PRICE_RECORDS_A_BATCH": 4}
GUARDED = (Decimal(900), None)


def prices_of(retail: int, trade: int, **sale: int) -> Prices:
    """sale: price in both groups, of the SKUs that have one, _ for -."""
    sales = {sku.replace("_", "-"): Decimal(price) for sku, price in sale.items()}
    full = {"retail": Decimal(retail), "trade": Decimal(trade)}
    return {group: {sku: (price, sales.get(sku)) for sku in SKUS} for group, price in full.items()}


def mixed(first: Prices, skus: list[str], others: Prices) -> Prices:
    """First's prices of these SKUs, and the others'."""
    return {group: {sku: (first if sku in skus else others)[group][sku] for sku in SKUS} for group in first}


# Sale prices are set, cleared and left alone; one SKU of each batch goes back to what it was, another one on.
BEFORE = prices_of(9, 8, A=7, E_L=7)
AFTER = prices_of(12, 10, B=7, D_L=7)
MEANWHILE = mixed(BEFORE, ["B", "C", "D-L", "E-L"], prices_of(10, 11, E_S=7))
MOVED = mixed(prices_of(11, 9), ["C"], AFTER)
# The price of G changes too much.
for changed in (AFTER, MEANWHILE, MOVED):
    changed["retail"]["G"] = GUARDED


class KilledShop(Shop):
    """A catalogue and a price list for group trade that hold what was BEFORE."""

    def begin(self) -> None:
        self.sandbox.control("PATCH", "settings", {"quota": None})
        for sku in "ABCG":
            self.list_product(sku)
        for sku in "DE":
            self.list_product(sku, variants=[{"sku": f"{sku}-S"}, {"sku": f"{sku}-L"}])
        self.stock_up(*SKUS)
        self.db.execute("insert into backoffice.price_groups (code) values ('trade')")
        self.db.execute("insert into backoffice.product_prices select sku, 'trade' from backoffice.products")
        self.list_id = add_list(self, "trade")
        self.set_store(promotion_pricing_enabled=True)
        self.settle(BEFORE)
        self.set_store(max_price_change_percent=50)

    def say(self, said: Prices) -> None:
        """What the back office says from now on."""
        update = (
            "update backoffice.product_prices set price = %s, promotion_price = %s where sku = %s and price_group = %s"
        )
        rows = [(*price, sku, group) for group, by_sku in said.items() for sku, price in by_sku.items()]
        self.db.cursor().executemany(update, rows)

    def settle(self, said: Prices) -> None:
        self.say(said)
        export_prices()
        assert self.held() == said

    def held(self) -> Prices:
        catalogue = in_catalogue(self.sandbox)
        currency = self.sandbox.control("GET", "settings")["currency"].lower()
        return {
            "retail": {sku: catalogue[sku] for sku in SKUS},
            "trade": on_list(self.sandbox, self.list_id, currency),
        }

    def export_dying_at(self, kill_at: int | None, run_id: str, count_to: int | None = None, **params: Any) -> int:
        points = Points(kill_at)

        def work() -> None:
            points.watch()
            export_prices(run_id, **params)
            if count_to is not None:
                os.write(count_to, str(points.passed).encode())

        # They are looked at once a day.
        self.db.execute("delete from bigcommerce.group_discount_checks")
        return in_a_process_of_its_own(work)

    def count_points(self, **params: Any) -> int:
        """Of a run that nothing disturbs."""
        read_end, write_end = os.pipe()
        assert self.export_dying_at(None, "undisturbed", write_end, **params) == 0
        return int(os.read(read_end, 20))

    def assert_stands(self, wanted: Prices, *where: Any) -> None:
        """BigCommerce holds it, but for the change that waits; and the next run has nothing to do."""
        is_guarded = wanted["retail"]["G"] == GUARDED
        held = self.held()
        assert held["trade"] == wanted["trade"], where
        assert held["retail"] == wanted["retail"] | {"G": BEFORE["retail"]["G"]}, where
        guarded = self.db.execute("select target, sku, old, new, state from bigcommerce.guarded_prices").fetchall()
        assert guarded == ([("catalog", "G", 9, 900, "waiting")] if is_guarded else []), where
        kept = self.kept()
        self.operations()
        export_prices()
        assert writes(self) == {} and self.kept() == kept, where


@pytest.fixture
def shop(commerce: psycopg.Connection, sandbox: SandboxStore, monkeypatch: pytest.MonkeyPatch) -> KilledShop:
    for name, size in BATCHES.items():
        monkeypatch.setattr(prices, name, size)
    shop = KilledShop(commerce, sandbox)
    shop.begin()
    return shop


@pytest.mark.slow
def test_killed_at_any_request_or_commit_a_rerun_ends_with_the_rule_s_prices(shop: KilledShop) -> None:
    shop.say(AFTER)
    points = shop.count_points()
    shop.assert_stands(AFTER)
    assert points > 25
    for point, by_then in itertools.product(range(1, points + 1), (AFTER, MEANWHILE)):
        shop.settle(BEFORE)
        shop.say(AFTER)
        run = f"dies at {point} {by_then is AFTER}"
        assert os.WTERMSIG(shop.export_dying_at(point, run)) == signal.SIGKILL, point
        shop.say(by_then)
        export_prices(run)
        shop.assert_stands(by_then, run)
        # Wherever it died, the history knows what stood before.
        export_prices(rollback_run=run)
        assert shop.held() == BEFORE, run


@pytest.mark.slow
def test_a_rollback_killed_at_any_request_or_commit_goes_on(shop: KilledShop) -> None:
    shop.say(AFTER)
    points = shop.count_points(rollback_run=export_prices())
    assert shop.held() == BEFORE and points > 25
    for point in range(1, points + 1):
        shop.settle(BEFORE)
        shop.say(AFTER)
        bad, rollback = export_prices(), f"dies at {point}"
        assert os.WTERMSIG(shop.export_dying_at(point, rollback, rollback_run=bad)) == signal.SIGKILL, point
        # The back office moves, for one SKU of each batch to a promotion that leaves the rule's price as it is.
        shop.say(MOVED)
        shop.db.execute("update backoffice.product_prices set promotion_price = 99 where sku in ('A', 'E-L')")
        export_prices(rollback, rollback_run=bad)
        export_prices()
        wanted = mixed(MOVED, ["A", "C", "E-L"], BEFORE)
        wanted["retail"]["G"] = GUARDED
        shop.assert_stands(wanted, point)


def test_a_lost_answer_leaves_no_price_behind(shop: KilledShop) -> None:
    """The write was done, no answer came, and when a price can be sent again it is what it was before."""
    shop.say(AFTER)
    fault = {"kind": "cut", "when": "after", "method": "PUT", "path": "/v3/catalog/variants", "times": None}
    shop.sandbox.control("POST", "faults", fault)
    with pytest.raises(Unreachable):
        export_prices()
    shop.sandbox.control("DELETE", "faults")
    assert shop.held()["retail"]["D-L"] == AFTER["retail"]["D-L"] != BEFORE["retail"]["D-L"]
    # Too much of a change, so that a whole run sends others alone; and then sale prices are nobody's business.
    shop.set_price("D-L", 900)
    export_prices()
    assert shop.held()["retail"]["D-L"] == AFTER["retail"]["D-L"]
    shop.set_store(promotion_pricing_enabled=False)
    shop.say(BEFORE)
    export_prices()
    assert shop.held()["retail"]["D-L"] == BEFORE["retail"]["D-L"]
    shop.operations()
    export_prices()
    assert writes(shop) == {}
