"""A stock adjustment read and judged: every item valid, or nothing is applied. Source: inventory.v3."""

import json
from typing import Any

from sandbox.bigcommerce.answers import Refused
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.product_changes import MOST_UNITS, too_many
from sandbox.bigcommerce.stock import Change, settle
from sandbox.bigcommerce.store_facts import LOCATIONS

MOST_ITEMS = 2_000
IDENTITIES = ("sku", "variant_id", "product_id")


def read_adjustments(store: Store, body: Any, relative: bool) -> list[Change]:
    """The changes of a valid body. 413 above 2,000 items; 422 naming the items that cannot be.

    Above 2,147,483,647 an item is accepted and not saved, as the vendor's guide says.
    """
    items = body.get("items") if isinstance(body, dict) else None
    if not isinstance(items, list) or not items:
        raise Refused(422, "JSON data is missing or invalid", {"items": "error.path.missing"})
    if len(items) > MOST_ITEMS:
        raise too_many(MOST_ITEMS)
    for number, item in enumerate(items):
        _check_shape(number, item)
    known = _known(store, items)
    missing, wrong, changes = [], [], []
    for item in items:
        name = next(name for name in IDENTITIES if name in item)
        found = known.get((name, item[name].casefold() if name == "sku" else item[name]))
        if found is None:
            missing.append(f"{name} {item[name]}")
            continue
        product_id, variant_id, tracking, is_base = found
        problem = _misnamed(store, name, tracking, is_base)
        if problem:
            wrong.append(f"Item with {name} {item[name]} {problem}")
        elif tracking != "none" and item["quantity"] <= MOST_UNITS:
            level_id = variant_id if tracking == "variant" else 0
            changes.append((product_id, level_id, item["location_id"], item["quantity"]))
    if missing:
        raise Refused(422, f"Items with identity: [{', '.join(missing)}] were not found")
    if wrong:
        raise Refused(422, f"[{', '.join(wrong)}]")
    if relative:
        _check_relative(store, changes)
    return changes


def _check_shape(number: int, item: Any) -> None:
    named = [name for name in IDENTITIES if name in item] if isinstance(item, dict) else []
    if len(named) != 1:
        raise Refused(422, "JSON data is missing or invalid", {f"items.{number}": "exactly one identity is expected"})
    for name in ("location_id", "quantity", named[0]):
        kind = str if name == "sku" else int
        if not isinstance(item.get(name), kind) or isinstance(item[name], bool):
            raise Refused(422, "JSON data is missing or invalid", {f"items.{number}.{name}": "error.expected"})
    location = next((location for location in LOCATIONS if location["id"] == item["location_id"]), None)
    if location is None or not location["enabled"]:
        raise Refused(422, f"Location with id {item['location_id']} is not found or not enabled")


def _known(store: Store, items: list[dict[str, Any]]) -> dict[tuple[str, Any], tuple[int, int, str, bool]]:
    """(identity, value) → (product id, variant id or 0, tracking, names the whole product)."""
    found: dict[tuple[str, Any], tuple[int, int, str, bool]] = {}
    ids = json.dumps([item["product_id"] for item in items if "product_id" in item])
    for row in store.rows("select id, tracking from products where id in (select value from json_each(?))", (ids,)):
        found["product_id", row["id"]] = (row["id"], 0, row["tracking"], True)
    skus = json.dumps([item["sku"].casefold() for item in items if "sku" in item])
    for row in store.rows(
        "select id, sku_key, tracking from products where sku_key in (select value from json_each(?))", (skus,)
    ):
        found["sku", row["sku_key"]] = (row["id"], 0, row["tracking"], True)
    ids = json.dumps([item["variant_id"] for item in items if "variant_id" in item])
    for column, values in (("v.id", ids), ("v.sku_key", skus)):
        for row in store.rows(
            "select v.id, v.sku_key, v.product_id, v.is_base, p.tracking from variants v"
            f" join products p on p.id = v.product_id where {column} in (select value from json_each(?))",
            (values,),
        ):
            key = ("variant_id", row["id"]) if column == "v.id" else ("sku", row["sku_key"])
            found[key] = (row["product_id"], row["id"], row["tracking"], bool(row["is_base"]) and key[0] == "sku")
    return found


def _misnamed(store: Store, name: str, tracking: str, names_product: bool) -> str:
    """Why the identity does not follow the tracking; the first text is the vendor's own."""
    if tracking == "none":
        reject = store.settings["untracked_inventory"] == "reject"
        return "is not tracked, please enable inventory tracking" if reject else ""
    if tracking == "product" and name != "product_id":
        accepted = name == "sku" and names_product and store.settings["sku_for_product_tracking"] == "accept"
        return "" if accepted else "is tracked by product, please update stock by product id"
    if tracking == "variant" and name == "product_id":
        return "is tracked by variant, please update stock by variant id"
    return ""


def _check_relative(store: Store, changes: list[Change]) -> None:
    """422 unless every unit had an absolute adjustment and stays at or above its safety stock."""
    settle(store)
    for product_id, variant_id, location_id, quantity in changes:
        named = f"variant_id {variant_id}" if variant_id else f"product_id {product_id}"
        row = store.row(
            "select * from stock where product_id = ? and variant_id = ? and location_id = ?",
            (product_id, variant_id, location_id),
        )
        if not row or not row["is_set"]:
            raise Refused(422, f"Items with identity: [{named}] requires absolute adjustment before relative")
        if row["on_hand"] + quantity < row["safety_stock"]:
            raise Refused(422, f"Items with identity: [{named}] would go below the safety stock")
