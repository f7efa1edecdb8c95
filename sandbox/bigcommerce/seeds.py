"""What a new store starts with: the demo shop, or nothing."""

import csv
from itertools import groupby
from pathlib import Path
from typing import Any

from sandbox.bigcommerce import demo_orders, price_lists, products, settings, stock
from sandbox.bigcommerce.databases import Store, erase

SEEDS = ("demo", "empty")
CATALOGUE = Path(__file__).parents[1] / "data" / "store_products.csv"


def sow(store: Store, seed: str) -> None:
    """Empty the store and fill it; settings go back to the seed's own."""
    with store.transaction():
        erase(store)
        store.keep("settings", settings.DEMO if seed == "demo" else {})
        settings.load(store)
        store.keep("seed", seed)
        if seed == "demo":
            for wish in read_catalogue():
                products.create(store, wish)
            levels = store.rows("select product_id, variant_id, location_id, on_hand from stock")
            price_lists.create(store, "Wholesale")
            demo_orders.place_all(store)
            # the file's levels are what is left after these orders
            stock.write_now(store, [(row[0], row[1], row[2], row[3]) for row in levels])
        store.mails.clear()


def read_catalogue() -> list[dict[str, Any]]:
    """store_products.csv as wishes for products.create: one row a simple product, one a variant otherwise."""
    with CATALOGUE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    wishes = []
    for _, group in groupby(rows, key=lambda row: row["sku"]):
        variants = list(group)
        first = variants[0]
        wish: dict[str, Any] = {key: first[key] for key in ("sku", "name", "type", "inventory_tracking")}
        for key in ("price", "sale_price", "retail_price"):
            wish[key] = float(first[key] or 0)
        wish["inventory_level"] = int(first["inventory_level"] or 0)
        if first["variant_sku"]:
            wish["variants"] = [_variant(row) for row in variants]
        wishes.append(wish)
    return wishes


def _variant(row: dict[str, str]) -> dict[str, Any]:
    return {
        "sku": row["variant_sku"],
        "options": {row["option_name"]: row["option_label"]},
        "inventory_level": int(row["inventory_level"]),
        "price": float(row["variant_price"]) if row["variant_price"] else None,
    }
