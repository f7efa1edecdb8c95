"""Two exports of one store at once: the second waits, then plans on what the first was accepted for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.journeys.operator_runs import export_prices
from tests.journeys.shop_world import Shop


def test_each_price_is_written_once(shop: Shop) -> None:
    for number in range(30):
        shop.list_product(f"P{number}")
        shop.stock_up(f"P{number}")
    shop.operations()
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(export_prices, ["one", "two"]))
    writes = {name: count for name, count in shop.operations().items() if not name.startswith("GET")}
    assert writes == {"PUT /v3/catalog/products": 3}
    kept = "select dag_run_id, items_written, items_unchanged from bigcommerce.sync_runs where flow = 'prices'"
    assert runs == ["one", "two"]
    assert sorted(row[1:] for row in shop.db.execute(kept).fetchall()) == [(0, 30), (30, 0)]
