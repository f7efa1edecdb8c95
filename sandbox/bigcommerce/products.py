"""Products and variants in the database: create, load, save, and their prices. Source: catalog_products.v3.

A simple product has one base variant that mirrors it; a product with options has variants whose null prices inherit.
"""

import json
from typing import Any

from sandbox.bigcommerce import stock
from sandbox.bigcommerce.answers import Refused
from sandbox.bigcommerce.clocks import now
from sandbox.bigcommerce.databases import Store
from sandbox.memories import to_json

PRICES = ("price", "sale_price", "retail_price", "cost_price")
FIRST_PRODUCT, FIRST_VARIANT = 77, 400


def create(store: Store, wish: dict[str, Any]) -> dict[str, Any]:
    """Add a product; its document. wish: sku, name, price…, variants [{sku, price…, options {name: label}}],
    inventory_tracking (none, product, variant), inventory_level (of the product, or of each variant).
    """
    moment = now(store)
    product_id = wish.get("id") or store.next_ids("product", first=FIRST_PRODUCT)
    asked = wish.get("variants") or []
    first = store.next_ids("variant", max(1, len(asked)), first=FIRST_VARIANT)
    tracking = wish.get("inventory_tracking", "product")
    product: dict[str, Any] = {
        "id": product_id,
        "name": wish.get("name", wish.get("sku", f"Product {product_id}")),
        "sku": wish.get("sku", ""),
        "type": wish.get("type", "physical"),
        "price": wish.get("price", 0),
        "sale_price": wish.get("sale_price", 0),
        "retail_price": wish.get("retail_price", 0),
        "cost_price": wish.get("cost_price", 0),
        "inventory_tracking": tracking,
        "is_visible": wish.get("is_visible", True),
        "availability": wish.get("availability", "available"),
        "base_variant_id": None if asked else first,
        "date_created": moment,
        "date_modified": moment,
    }
    variants = [
        {
            "id": first + number,
            "product_id": product_id,
            "sku": one.get("sku", product["sku"]),
            "is_base": not asked,
            **{name: one.get(name) for name in PRICES},
            "options": one.get("options", {"Option": f"{number + 1}"} if asked else {}),
        }
        for number, one in enumerate(asked or [{}])
    ]
    level = int(wish.get("inventory_level", 0))
    with store.transaction() as db:
        db.execute("insert into products values (?,?,?,?,?,?,?,?,?,?,?)", product_row(product))
        db.executemany("insert into variants values (?,?,?,?,?,?)", [variant_row(variant) for variant in variants])
        if tracking == "product":
            stock.write_now(store, [(product_id, 0, stock.DEFAULT_LOCATION, level)])
        if tracking == "variant":
            levels = [int(one.get("inventory_level", level)) for one in asked or [{}]]
            rows = zip(variants, levels, strict=True)
            stock.write_now(store, [(product_id, v["id"], stock.DEFAULT_LOCATION, n) for v, n in rows])
    return product


def product_row(product: dict[str, Any]) -> tuple[Any, ...]:
    """The database row of a product document."""
    return (
        product["id"],
        product["sku"],
        product["sku"].casefold(),
        product["name"],
        product["name"].casefold(),
        product["inventory_tracking"],
        product["date_modified"],
        product["price"],
        product["sale_price"] or product["price"],
        product["is_visible"],
        to_json(product),
    )


def variant_row(variant: dict[str, Any]) -> tuple[Any, ...]:
    """The database row of a variant document."""
    sku = variant["sku"]
    return (variant["id"], variant["product_id"], sku, sku.casefold(), variant["is_base"], to_json(variant))


def save_product(store: Store, product: dict[str, Any]) -> None:
    """Write a product back and move its date_modified; the base variant follows its SKU."""
    product["date_modified"] = now(store)
    with store.transaction() as db:
        db.execute("insert or replace into products values (?,?,?,?,?,?,?,?,?,?,?)", product_row(product))
        if product["base_variant_id"]:
            base = load_variant(store, product["base_variant_id"])
            if base["sku"] != product["sku"]:
                base["sku"] = product["sku"]
                db.execute("insert or replace into variants values (?,?,?,?,?,?)", variant_row(base))


def save_variant(store: Store, variant: dict[str, Any]) -> None:
    """Write a variant back; its product counts as modified. A base variant's prices are the product's."""
    product = load_product(store, variant["product_id"])
    if variant["is_base"]:
        for name in PRICES:
            if variant[name] is not None:
                product[name], variant[name] = variant[name], None
        product["sku"] = variant["sku"]
    with store.transaction() as db:
        db.execute("insert or replace into variants values (?,?,?,?,?,?)", variant_row(variant))
        save_product(store, product)


def load_product(store: Store, product_id: int) -> dict[str, Any]:
    """A product document; 404."""
    row = store.row("select doc from products where id = ?", (product_id,))
    if not row:
        raise Refused(404, f"The product {product_id} was not found.")
    found: dict[str, Any] = json.loads(row["doc"])
    return found


def load_variant(store: Store, variant_id: int, product_id: int | None = None) -> dict[str, Any]:
    """A variant document (of that product, when named); 404."""
    row = store.row("select doc from variants where id = ?", (variant_id,))
    found: dict[str, Any] | None = json.loads(row["doc"]) if row else None
    if found is None or (product_id is not None and found["product_id"] != product_id):
        raise Refused(404, f"The variant {variant_id} was not found.")
    return found


def remove(store: Store, product_id: int) -> None:
    """Delete a product with its variants, stock and price records."""
    load_product(store, product_id)
    with store.transaction() as db:
        db.execute("delete from products where id = ?", (product_id,))
        for table in ("variants", "stock", "stock_pending", "price_records"):
            db.execute(f"delete from {table} where product_id = ?", (product_id,))


def sku_taken(store: Store, sku: str, product_id: int, variant_id: int | None = None) -> bool:
    """Whether another product or variant has this SKU; case does not tell SKUs apart.

    A product and its own base variant share theirs, so only other products count unless a variant is named.
    """
    if not sku:
        return False
    other = store.row(
        "select 1 from variants where sku_key = ? and product_id <> ? union all"
        " select 1 from products where sku_key = ? and id <> ? union all"
        " select 1 from variants where sku_key = ? and product_id = ? and id <> ? and ? is not null",
        (*(sku.casefold(), product_id) * 2, sku.casefold(), product_id, variant_id or 0, variant_id),
    )
    return other is not None
