"""What a person should know before a live store shows other stock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bigcommerce.domain.setups import SEE_FIRST, quoted

# By these every product's number is worked out.
RULE = ("stock_limit", "stock_buffer", "stock_warehouses", "stock_location_id")


def is_sent(settings: Mapping[str, Any]) -> bool:
    return settings["stock_managed_in"] == "backoffice" and settings["stock_sync_enabled"]


def stock_points(before: Mapping[str, Any], wanted: Mapping[str, Any], approved: int) -> list[str]:
    """What follows from the change; empty where no number moves by it. before, wanted: all settings of the step;
    approved: how many products are."""
    if not is_sent(wanted):
        stops = (
            "No stock is sent any more: each product keeps the number it has in BigCommerce, whatever is counted here."
        )
        return [stops] if is_sent(before) else []
    starts = not is_sent(before)
    changed = {name for name, value in wanted.items() if starts or value != before[name]}
    points = effects(wanted, changed)
    if changed.isdisjoint(RULE):
        return points
    products = f"{approved:,} approved product{'' if approved == 1 else 's'}"
    if wanted["stock_limit"] == 0:
        total = (
            f"Every approved product becomes unavailable: with a limit of 0 the next run sends 0 for up to {products}."
        )
    else:
        total = f"The next run sends new stock for up to {products}."
    return [total, *points, SEE_FIRST]


def effects(wanted: Mapping[str, Any], changed: set[str]) -> list[str]:
    """Of the changed settings by themselves."""
    points = []
    if "stock_buffer" in changed and wanted["stock_buffer"]:
        points.append(f"A product with {wanted['stock_buffer']:,} or fewer left becomes unavailable.")
    if "stock_warehouses" in changed and wanted["stock_warehouses"]:
        points.append(
            f"Only stock of {quoted(wanted['stock_warehouses'])} counts. A product that has no stock row there keeps "
            "its last number, and a problem opens."
        )
    if "stock_location_id" in changed:
        points.append(f"Stock goes to location {wanted['stock_location_id']}. What another one holds stays there.")
    if "zero_stock_when_unapproved" in changed and wanted["zero_stock_when_unapproved"]:
        points.append("Products whose stock was sent before and that are not approved any more get 0, once.")
    if "switch_on_inventory_tracking" in changed and wanted["switch_on_inventory_tracking"]:
        points.append("Approved products that BigCommerce does not count are switched to counting, once.")
    return points
