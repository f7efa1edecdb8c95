"""Inventory V3: adjustments and readings. Source: inventory.v3, locations.v3."""

import json
import uuid
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from sandbox.bigcommerce import stock
from sandbox.bigcommerce.adjustments import read_adjustments
from sandbox.bigcommerce.answers import Refused, answer, body_of, integers, paging, store_of, v3_page, words
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.store_facts import LOCATIONS

router = APIRouter(prefix="/stores/{store_hash}/v3/inventory")


@router.put("/adjustments/absolute")
def put_absolute(request: Request) -> Response:
    """put-absolute-adjustment: all or nothing; accepted now, read back after the delay."""
    store = store_of(request)
    with store.transaction():
        stock.write_later(store, read_adjustments(store, body_of(request), relative=False))
    return answer({"transaction_id": str(uuid.uuid4())})


@router.post("/adjustments/relative")
def post_relative(request: Request) -> Response:
    """post-relative-adjustment: needs an absolute one before."""
    store = store_of(request)
    with store.transaction():
        stock.write_later(store, read_adjustments(store, body_of(request), relative=True), relative=True)
    return answer({"transaction_id": str(uuid.uuid4())})


@router.get("/items")
def list_items(request: Request) -> Response:
    """get-inventory-items: one row a tracked unit, its locations inside."""
    store, query = store_of(request), request.query_params
    page, limit = paging(request, most=1_000)
    wanted = set(integers(query.get("location_id:in", "")))
    codes = words(query.get("location_code:in", ""))
    wanted |= {location["id"] for location in LOCATIONS if location["code"] in codes}
    units, total = _units(store, request, page, limit)
    rows = []
    for unit, held in _with_levels(store, units):
        locations = [
            {
                "location_id": location["id"],
                "location_code": location["code"],
                "location_name": location["label"],
                "location_enabled": location["enabled"],
                **held[location["id"]],
            }
            for location in LOCATIONS
            if location["id"] in held and (not wanted or location["id"] in wanted)
        ]
        rows.append({"identity": _identity(unit), "locations": locations})
    return v3_page(request, rows, total, page, limit)


@router.get("/locations")
def list_locations(request: Request) -> Response:
    """getLocations."""
    page, limit = paging(request, most=1_000)
    wanted = set(integers(request.query_params.get("location_id:in", "")))
    codes = set(words(request.query_params.get("location_code:in", "")))
    found = [
        location
        for location in LOCATIONS
        if (not wanted or location["id"] in wanted) and (not codes or location["code"] in codes)
    ]
    return v3_page(request, found[(page - 1) * limit : page * limit], len(found), page, limit)


@router.get("/locations/{location_id:int}/items")
def list_location_items(request: Request, location_id: int) -> Response:
    """get-location-inventory-items."""
    store = store_of(request)
    if location_id not in [location["id"] for location in LOCATIONS]:
        raise Refused(404, f"Location with id {location_id} not found")
    page, limit = paging(request, most=1_000)
    units, total = _units(store, request, page, limit)
    rows = [
        {"identity": _identity(unit), **held.get(location_id, stock_row(None))}
        for unit, held in _with_levels(store, units)
    ]
    return v3_page(request, rows, total, page, limit)


def _units(store: Store, request: Request, page: int, limit: int) -> tuple[list[Any], int]:
    query, clauses, values = request.query_params, ["1"], []
    for name in ("variant_id", "product_id"):
        if query.get(f"{name}:in"):
            clauses.append(f"{name} in (select value from json_each(?))")
            values.append(json.dumps(integers(query[f"{name}:in"])))
    if query.get("sku:in"):
        clauses.append("sku_key in (select value from json_each(?))")
        values.append(json.dumps([sku.casefold() for sku in words(query["sku:in"])]))
    condition = " and ".join(clauses)
    total = store.rows(f"select count(*) as n from stock_units where {condition}", values)[0]["n"]
    sql = f"select * from stock_units where {condition} order by product_id, variant_id limit ? offset ?"
    return store.rows(sql, [*values, limit, (page - 1) * limit]), total


def _with_levels(store: Store, units: list[Any]) -> list[tuple[Any, dict[int, dict[str, Any]]]]:
    """(unit, {location id: level}); the default location is always there."""
    stock.settle(store)
    ids = json.dumps(sorted({unit["product_id"] for unit in units}))
    held: dict[tuple[int, int], dict[int, dict[str, Any]]] = {}
    for row in store.rows("select * from stock where product_id in (select value from json_each(?))", (ids,)):
        held.setdefault((row["product_id"], row["variant_id"]), {})[row["location_id"]] = stock_row(row)
    empty = {stock.DEFAULT_LOCATION: stock_row(None)}
    return [(unit, {**empty, **held.get((unit["product_id"], unit["level_id"]), {})}) for unit in units]


def stock_row(row: Any) -> dict[str, Any]:
    """A level: what is on hand, and what is left to sell above the safety stock."""
    on_hand, safety = (row["on_hand"], row["safety_stock"]) if row else (0, 0)
    return {
        "available_to_sell": on_hand - safety,
        "total_inventory_onhand": on_hand,
        "settings": {
            "safety_stock": safety,
            "is_in_stock": bool(row["is_in_stock"]) if row else True,
            "warning_level": row["warning_level"] if row else 0,
            "bin_picking_number": row["bin"] if row else "",
        },
    }


def _identity(unit: Any) -> dict[str, Any]:
    sku_id = unit["variant_id"] - 300 if unit["level_id"] else None
    known = {"sku": unit["sku"], "variant_id": unit["variant_id"], "product_id": unit["product_id"], "sku_id": sku_id}
    return {name: value for name, value in known.items() if value is not None}
