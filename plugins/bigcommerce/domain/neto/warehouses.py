"""Which warehouses of Neto a person chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bigcommerce.errors import BadRequest


def choose_warehouses(found: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, str]:
    """{WarehouseID: name} in the order chosen. found: as GetWarehouse answers; names: its names, references or ids.

    Raises BadRequest for one that Neto does not have.
    """
    numbers: dict[str, str] = {}
    for field in ("WarehouseID", "WarehouseReference", "WarehouseName"):
        numbers |= {row[field]: row["WarehouseID"] for row in found if row.get(field) and row.get("WarehouseID")}
    if unknown := [name for name in names if name not in numbers]:
        known = ", ".join(f'"{row.get("WarehouseName")}"' for row in found) or "none"
        raise BadRequest(
            f'Neto has no warehouse "{unknown[0]}". Correct the warehouses in Neto\'s settings; Neto has: {known}.'
        )
    return {numbers[name]: name for name in names}
