"""A full export takes what BigCommerce holds for the truth: what drifted is listed, and put right where it is ours."""

from __future__ import annotations

import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from bigcommerce.operators import full_exports
from tests.journeys.shop_world import Shop

Run = Callable[..., str]

EXPORT, INGEST = "bigcommerce_price_stock_export", "bigcommerce_order_ingest"
PRODUCTS, VARIANTS = "PUT /v3/catalog/products", "PUT /v3/catalog/variants"
STOCK, READING = "PUT /v3/inventory/adjustments/absolute", "GET /v3/inventory/items"
SIZES = [{"sku": "B-S"}, {"sku": "B-L"}]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What a full export would have waited."""
    waited: list[float] = []
    monkeypatch.setattr(full_exports, "sleep", waited.append)
    return waited


def writes(shop: Shop) -> dict[str, int]:
    return {name: count for name, count in shop.operations().items() if not name.startswith("GET")}


def drift(shop: Shop, flow: str) -> dict[str, tuple[Any, ...]]:
    """{sku: (expected, held, was it repaired)} of the newest run."""
    found = shop.db.execute(
        "select sku, expected::float8, held::float8, is_repaired from bigcommerce.price_stock_drift d"
        " where flow = %s and found_at = (select max(found_at) from bigcommerce.price_stock_drift where flow = d.flow)",
        [flow],
    )
    return {sku: tuple(row) for sku, *row in found}


# Of what is kept all but the links, which note the price that a reading saw.
def forget_drift(shop: Shop) -> None:
    shop.db.execute("delete from bigcommerce.price_stock_drift")


@pytest.fixture
def sent(shop: Shop, run_dag: Run, waits: list[float]) -> Shop:
    """A product, two variants and a third that stays as it is, sent an hour ago."""
    shop.list_product("A")
    shop.list_product("B", inventory_tracking="variant", variants=SIZES)
    shop.stock_up("A", "B-S", "B-L")
    assert run_dag(EXPORT) == "success"
    shop.db.execute("update bigcommerce.price_exports set sent_at = sent_at - interval '1 hour'")
    shop.advance(3600)
    shop.operations()
    return shop


def edit_by_hand(shop: Shop, sku: str, price: float, units: int) -> None:
    _, product_id, variant_id = shop.links()[sku]
    path = f"products/{product_id}" if sku == "A" else f"variants/{variant_id}"
    shop.sandbox.control("PATCH", path, {"price": price})
    shop.sandbox.control("PATCH", "inventory", {"sku": sku, "quantity": units})


def test_what_was_edited_there_is_listed_and_put_right_and_then_it_is_quiet(
    sent: Shop, run_dag: Run, waits: list[float]
) -> None:
    edit_by_hand(sent, "A", 4, 7)
    edit_by_hand(sent, "B-S", 5, 8)
    assert run_dag(EXPORT) == "success"
    # An ordinary run asks nothing of what it sent before.
    assert writes(sent) == {} and sent.shown()["A"] == (4, 7)
    sent_at = time.monotonic()
    assert run_dag(EXPORT, full=True) == "success"
    counted = sent.operations()
    assert {name: n for name, n in counted.items() if not name.startswith("GET")} == {
        PRODUCTS: 1,
        VARIANTS: 1,
        STOCK: 1,
    }
    assert (
        counted[READING] == 1 and counted["GET /v3/catalog/products"] == 1 and counted["GET /v3/catalog/variants"] == 1
    )
    assert sent.shown() == {"A": (9, 50), "B-S": (9, 50), "B-L": (9, 50)}
    assert drift(sent, "prices") == {"A": (9, 4, True), "B-S": (9, 5, True)}
    assert drift(sent, "stock") == {"A": (50, 7, True), "B-S": (50, 8, True)}
    assert (sent.counts("prices"), sent.counts("stock")) == ((3, 2, 1, 0), (3, 2, 1, 0))
    assert waits == []

    for full in (True, False):
        forget_drift(sent)
        before = sent.kept()[1:]
        sent.operations()
        assert run_dag(EXPORT, full=full) == "success"
        assert writes(sent) == {} and drift(sent, "prices") == drift(sent, "stock") == {}
        assert sent.kept()[1:] == before
    # Right after our own sending a reading says nothing yet. What the runs themselves took is not waited for.
    passed = time.monotonic() - sent_at
    assert len(waits) == 2 or passed > 9
    assert all(10 - passed <= seconds <= 11 for seconds in waits)


@pytest.mark.slow
def test_fifty_skus_that_drifted_are_listed_and_put_right(shop: Shop, run_dag: Run, waits: list[float]) -> None:
    shop.sandbox.control("POST", "products/bulk", {"count": 1200, "prefix": "N-"})
    skus = [f"N-{number:06d}" for number in range(1, 1201)]
    shop.stock_up(*skus)
    assert run_dag(EXPORT) == "success"
    links = shop.links()
    for number, sku in enumerate(skus[:50]):
        shop.sandbox.control("PATCH", f"products/{links[sku][1]}", {"price": 100 + number})
        shop.sandbox.control("PATCH", "inventory", {"sku": sku, "quantity": number})
    shop.operations()
    assert run_dag(EXPORT, full=True) == "success"
    counted = shop.operations()
    assert counted[READING] == 2 and counted["GET /v3/catalog/products"] == 5
    assert (counted[PRODUCTS], counted[STOCK]) == (5, 1)
    assert set(shop.shown().values()) == {(9, 50)}
    assert drift(shop, "prices") == {sku: (9, 100 + number, True) for number, sku in enumerate(skus[:50])}
    assert drift(shop, "stock") == {sku: (50, number, True) for number, sku in enumerate(skus[:50])}


@pytest.mark.parametrize(
    "settings",
    [{"prices_managed_in": "bigcommerce", "stock_managed_in": "bigcommerce"}, {"stock_sync_enabled": False}],
)
def test_what_is_not_ours_is_listed_and_left(sent: Shop, run_dag: Run, settings: dict[str, Any]) -> None:
    edit_by_hand(sent, "A", 4, 7)
    sent.set_store(**settings)
    before = sent.kept()[1:]
    assert run_dag(EXPORT, full=True, what="prices" if "prices_managed_in" in settings else "stock") == "success"
    assert run_dag(EXPORT, full=True, what="stock") == "success"
    assert writes(sent) == {} and sent.shown()["A"] == (4, 7)
    assert drift(sent, "stock") == {"A": (50, 7, False)}
    if "prices_managed_in" in settings:
        assert drift(sent, "prices") == {"A": (9, 4, False)}
    assert sent.kept()[1:] == before and sent.problems() == []


def test_a_dry_run_lists_what_differs_and_leaves_it(sent: Shop, run_dag: Run) -> None:
    edit_by_hand(sent, "A", 4, 7)
    before = sent.kept()
    assert run_dag(EXPORT, full=True, dry_run=True) == "success"
    assert writes(sent) == {} and sent.kept() == before
    assert drift(sent, "prices") == {"A": (9, 4, False)} and drift(sent, "stock") == {"A": (50, 7, False)}


def test_a_change_of_our_own_and_a_first_sending_are_no_drift(sent: Shop, run_dag: Run) -> None:
    sent.list_product("NEW")
    sent.stock_up("NEW")
    sent.set_price("A", 12)
    sent.set_units("A", 12)
    assert run_dag(EXPORT, full=True) == "success"
    assert sent.shown()["A"] == (12, 12) and sent.shown()["NEW"] == (9, 50)
    assert drift(sent, "prices") == drift(sent, "stock") == {}


def test_what_bigcommerce_holds_already_is_not_sent_though_the_ledger_does_not_know(sent: Shop, run_dag: Run) -> None:
    sent.db.execute("delete from bigcommerce.price_exports")
    sent.db.execute("delete from bigcommerce.stock_exports where sku <> 'A'")
    sent.db.execute("update bigcommerce.stock_exports set quantity = 3")
    assert run_dag(EXPORT, full=True) == "success"
    assert writes(sent) == {} and drift(sent, "prices") == drift(sent, "stock") == {}
    assert (sent.counts("prices"), sent.counts("stock")) == ((3, 0, 3, 0), (3, 0, 3, 0))
    assert run_dag(EXPORT) == "success"
    assert writes(sent) == {}


def test_a_refused_item_is_sent_again(sent: Shop, run_dag: Run) -> None:
    sent.sandbox.control("PATCH", "settings", {"partial_failure_skus": ["A"]})
    sent.set_price("A", 12)
    assert run_dag(EXPORT, what="prices") == "success"
    sent.sandbox.control("PATCH", "settings", {"partial_failure_skus": []})
    assert run_dag(EXPORT, what="prices") == "success"
    assert sent.shown()["A"][0] == 9 and sent.problems() == [("prices", "A", "rejected_by_bigcommerce")]
    assert run_dag(EXPORT, what="prices", full=True) == "success"
    assert sent.shown()["A"][0] == 12 and sent.problems() == []


def test_a_sale_price_set_by_hand_is_cleared_where_promotions_are_ours(sent: Shop, run_dag: Run) -> None:
    links = sent.links()
    sent.sandbox.control("PATCH", f"products/{links['A'][1]}", {"sale_price": 2})
    sent.sandbox.control("PATCH", f"variants/{links['B-S'][2]}", {"sale_price": 3})
    assert run_dag(EXPORT, full=True, what="prices") == "success"
    assert writes(sent) == {} and sent.shown()["A"][0] == 2
    sent.set_store(promotion_pricing_enabled=True)
    assert run_dag(EXPORT, full=True, what="prices") == "success"
    assert [sent.shown()[sku][0] for sku in ("A", "B-S", "B-L")] == [9, 9, 9]
    rows = sent.db.execute("select sku, held_sale_price from bigcommerce.price_stock_drift order by sku").fetchall()
    assert rows == [("A", Decimal(2)), ("B-S", Decimal(3))]


def test_a_variant_whose_own_price_was_taken_away_gets_it_back(sent: Shop, run_dag: Run) -> None:
    sent.sandbox.control("PATCH", f"variants/{sent.links()['B-S'][2]}", {"price": None})
    assert run_dag(EXPORT, full=True, what="prices") == "success"
    assert sent.shown()["B-S"][0] == 9 and drift(sent, "prices") == {"B-S": (9, None, True)}


def test_named_skus_alone_are_compared(sent: Shop, run_dag: Run) -> None:
    edit_by_hand(sent, "A", 4, 7)
    edit_by_hand(sent, "B-S", 5, 8)
    assert run_dag(EXPORT, full=True, skus=["A"]) == "success"
    assert sent.shown()["A"] == (9, 50) and sent.shown()["B-S"] == (5, 8)


def test_what_was_sold_since_is_no_drift_and_is_not_given_back(sent: Shop, run_dag: Run) -> None:
    sent.set_store(default_payment_method="Card", default_shipping_service="Parcel")
    sent.order({"sku": "A", "quantity": 3})
    assert run_dag(INGEST) == "success"
    sent.operations()
    assert run_dag(EXPORT, full=True) == "success"
    assert writes(sent) == {} and sent.shown()["A"] == (9, 47) and drift(sent, "stock") == {}


def test_a_reading_at_once_after_an_accepted_number_would_not_see_it_yet(
    sent: Shop, run_dag: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BigCommerce applies what it accepted later; the wait ends after that."""
    sent.sandbox.control("PATCH", "settings", {"inventory_delay_ms": 3000})
    sent.set_units("A", 20)
    assert run_dag(EXPORT, what="stock") == "success"
    sent.operations()

    def settle(seconds: float) -> None:
        assert seconds >= 10
        sent.sandbox.control("PATCH", "settings", {"inventory_delay_ms": 0})
        while sent.shown()["A"] != (9, 20):
            pass

    monkeypatch.setattr(full_exports, "sleep", settle)
    assert run_dag(EXPORT, full=True, what="stock") == "success"
    assert writes(sent) == {} and drift(sent, "stock") == {}
