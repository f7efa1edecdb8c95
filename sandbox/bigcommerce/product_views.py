"""Products and variants as the API shows them.

Source: catalog_products.v3 getProducts, catalog_variants.v3 getVariants.
"""

import json
from typing import Any

from sandbox.bigcommerce import stock
from sandbox.bigcommerce.clocks import iso
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.products import PRICES

PRODUCT_CONSTANTS: dict[str, Any] = {
    "description": "",
    "weight": 0.5,
    "width": 0,
    "depth": 0,
    "height": 0,
    "map_price": 0,
    "tax_class_id": 0,
    "product_tax_code": "",
    "categories": [23],
    "brand_id": 0,
    "option_set_id": None,
    "option_set_display": "right",
    "inventory_warning_level": 0,
    "reviews_rating_sum": 0,
    "reviews_count": 0,
    "total_sold": 0,
    "fixed_cost_shipping_price": 0,
    "is_free_shipping": False,
    "is_featured": False,
    "related_products": [-1],
    "warranty": "",
    "bin_picking_number": "",
    "upc": "",
    "mpn": "",
    "gtin": "",
    "search_keywords": "",
    "availability_description": "",
    "condition": "New",
    "is_condition_shown": False,
    "order_quantity_minimum": 0,
    "order_quantity_maximum": 0,
    "page_title": "",
    "meta_keywords": [],
    "meta_description": "",
    "view_count": 0,
    "preorder_release_date": None,
    "preorder_message": "",
    "is_preorder_only": False,
    "is_price_hidden": False,
    "price_hidden_label": "",
    "open_graph_type": "product",
    "open_graph_title": "",
    "open_graph_description": "",
}
VARIANT_CONSTANTS: dict[str, Any] = {
    "weight": None,
    "width": None,
    "height": None,
    "depth": None,
    "is_free_shipping": False,
    "fixed_cost_shipping_price": None,
    "purchasing_disabled": False,
    "purchasing_disabled_message": "",
    "upc": "",
    "mpn": "",
    "gtin": "",
    "inventory_warning_level": 0,
    "bin_picking_number": "",
}
WRITABLE_CONSTANTS = set(PRODUCT_CONSTANTS) - {"option_set_id", "reviews_rating_sum", "reviews_count", "total_sold"}


def fields_of(query: Any) -> tuple[set[str] | None, set[str]]:
    """(`include_fields` or None, `exclude_fields`) of a query."""
    wanted = set(query.get("include_fields", "").split(",")) - {""}
    return (wanted or None), set(query.get("exclude_fields", "").split(",")) - {""}


def choose(row: dict[str, Any], fields: tuple[set[str] | None, set[str]]) -> dict[str, Any]:
    """The wanted fields; `id` always."""
    wanted, unwanted = fields
    return {k: v for k, v in row.items() if k == "id" or ((wanted is None or k in wanted) and k not in unwanted)}


def show_products(store: Store, products: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Product documents as getProducts shows them; the stock of the default location in one read."""
    held = stock.levels(store, [product["id"] for product in products])
    summed: dict[int, int] = {}
    for (product_id, variant_id), level in held.items():
        if variant_id:
            summed[product_id] = summed.get(product_id, 0) + level
    shown = []
    for product in products:
        by_product = product["inventory_tracking"] == "product"
        level = held.get((product["id"], 0), 0) if by_product else summed.get(product["id"], 0)
        slug = product["name"].lower().replace(" ", "-")
        row = {
            **PRODUCT_CONSTANTS,
            **product,
            "calculated_price": product["sale_price"] or product["price"],
            "inventory_level": 0 if product["inventory_tracking"] == "none" else level,
            "date_created": iso(product["date_created"]),
            "date_modified": iso(product["date_modified"]),
            "custom_url": {"url": f"/{slug}/", "is_customized": False},
        }
        shown.append(row)
    return shown


def show_variants(store: Store, variants: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Variant documents as getVariants shows them: null prices inherit, calculated_price is what the shop asks."""
    ids = sorted({variant["product_id"] for variant in variants})
    held = stock.levels(store, ids)
    found = store.rows("select id, doc from products where id in (select value from json_each(?))", (json.dumps(ids),))
    products = {row["id"]: json.loads(row["doc"]) for row in found}
    return [show_variant(variant, products[variant["product_id"]], held) for variant in variants]


def show_variant(variant: dict[str, Any], product: dict[str, Any], held: dict[tuple[int, int], int]) -> dict[str, Any]:
    """One variant. A base variant mirrors its product and has no sku_id."""
    base = variant["is_base"]
    prices = {name: product[name] if base else variant[name] for name in PRICES}
    level_id = variant["id"] if product["inventory_tracking"] == "variant" else 0
    level = held.get((product["id"], level_id), 0) if level_id or base else 0
    if base or variant["price"] is None:
        asked = prices["sale_price"] or product["sale_price"] or product["price"]
    else:
        asked = prices["sale_price"] or prices["price"]
    return {
        **VARIANT_CONSTANTS,
        **variant.get("more", {}),
        "id": variant["id"],
        "product_id": variant["product_id"],
        "sku": variant["sku"],
        "sku_id": None if base else variant["id"] - 300,
        **prices,
        "calculated_price": asked,
        "calculated_weight": 0.5,
        "image_url": "",
        "inventory_level": 0 if product["inventory_tracking"] == "none" else level,
        "option_values": [
            {
                "id": variant["id"] * 10 + n,
                "label": label,
                "option_id": product["id"] * 10 + n,
                "option_display_name": name,
            }
            for n, (name, label) in enumerate(variant["options"].items(), start=1)
        ],
    }
