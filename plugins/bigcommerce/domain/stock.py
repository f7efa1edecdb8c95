"""Stock as BigCommerce takes it: rows of the plan → bodies, refusals → which item each of them is about.

A row: sku, level (what the product tracks: "product" or "variant"), product_id, variant_id, location_id, quantity.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

# The API reference's own examples of put-absolute-adjustment: "Items with identity: [product_id 113] requires …" and
# "[Item with variant_id 106 is tracked by product, please update stock by product id]".
LISTED = re.compile(r"(?s)^(.*?identity: \[)([^\]]*)(\].*)$")
SINGLE = re.compile(r"(?s)Item with (product_id|variant_id) (\d+)\b.*?(?=, Item with |\]?$)")
IDENTITY = re.compile(r"(product_id|variant_id) (\d+)")


def identity(row: Row) -> tuple[str, int]:
    """The name of an item, at the level the product tracks: ("product_id", 77) or ("variant_id", 421)."""
    key = f"{row['level']}_id"
    return key, row[key]


def inventory_item(row: Row) -> dict[str, Any]:
    """One item of put-absolute-adjustment."""
    key, value = identity(row)
    return {"location_id": row["location_id"], key: value, "quantity": int(row["quantity"])}


def catalog_item(row: Row) -> dict[str, Any]:
    """One item of updateProducts or updateVariantsBatch."""
    return {"id": identity(row)[1], "inventory_level": int(row["quantity"])}


def items_named(title: str) -> dict[tuple[str, int], str]:
    """{identity: what is said of it} of a refused adjustment; empty where the title names none."""
    if listed := LISTED.match(title):
        before, names, after = listed.groups()
        return {(key, int(value)): f"{before}{key} {value}{after}" for key, value in IDENTITY.findall(names)}
    return {(found[1], int(found[2])): found[0] for found in SINGLE.finditer(title)}


def requests_needed(levels: Mapping[str, int], batch_sizes: Mapping[str, int]) -> int:
    """How many batches these values take. levels, batch_sizes: {level: how many}."""
    return sum(-(-count // batch_sizes[level]) for level, count in levels.items())


def levels_held(items: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """{id: units} of products or variants as the catalogue shows them."""
    return {item["id"]: item["inventory_level"] for item in items if item.get("inventory_level") is not None}
