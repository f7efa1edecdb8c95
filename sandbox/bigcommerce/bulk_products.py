"""Many products at once, for benchmarks: plain rows, no questions asked."""

from typing import Any

from sandbox.bigcommerce import stock
from sandbox.bigcommerce.clocks import now
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.products import FIRST_PRODUCT, FIRST_VARIANT, PRICES, product_row, variant_row


def add_many(store: Store, count: int, prefix: str, tracking: str, variants_each: int) -> int:
    """Add `count` products `{prefix}000001`…, each with that many variants `…-1`; the first product id."""
    moment = now(store)
    each = max(1, variants_each)
    first = store.next_ids("product", count, first=FIRST_PRODUCT)
    variant_id = store.next_ids("variant", count * each, first=FIRST_VARIANT)
    products: list[tuple[Any, ...]] = []
    variants: list[tuple[Any, ...]] = []
    levels: list[stock.Change] = []
    for number in range(count):
        product_id, sku = first + number, f"{prefix}{number + 1:06d}"
        product = {
            "id": product_id,
            "name": f"Product {sku}",
            "sku": sku,
            "type": "physical",
            "price": 10 + number % 90,
            "sale_price": 0,
            "retail_price": 0,
            "cost_price": 0,
            "inventory_tracking": tracking,
            "is_visible": True,
            "availability": "available",
            "base_variant_id": None if variants_each else variant_id,
            "date_created": moment,
            "date_modified": moment,
        }
        products.append(product_row(product))
        if tracking == "product":
            levels.append((product_id, 0, stock.DEFAULT_LOCATION, 5))
        for position in range(each):
            variant = {
                "id": variant_id,
                "product_id": product_id,
                "sku": f"{sku}-{position + 1}" if variants_each else sku,
                "is_base": not variants_each,
                **dict.fromkeys(PRICES),
                "options": {"Size": str(position + 1)} if variants_each else {},
            }
            variants.append(variant_row(variant))
            if tracking == "variant":
                levels.append((product_id, variant_id, stock.DEFAULT_LOCATION, 5))
            variant_id += 1
    with store.transaction() as db:
        db.executemany("insert into products values (?,?,?,?,?,?,?,?,?,?,?)", products)
        db.executemany("insert into variants values (?,?,?,?,?,?)", variants)
        stock.write_now(store, levels)
    return first
