"""Catalogue V3: products. Source: catalog_products.v3."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from sandbox.bigcommerce import product_changes, products
from sandbox.bigcommerce.answers import Refused, answer, body_of, integers, paging, store_of, v3_page, words
from sandbox.bigcommerce.clocks import now, read_date
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.product_views import choose, fields_of, show_products, show_variants

router = APIRouter(prefix="/stores/{store_hash}/v3/catalog")
SORTS = {
    "id": "id",
    "name": "name_key",
    "sku": "sku_key",
    "price": "price",
    "date_modified": "date_modified",
    "is_visible": "is_visible",
    "calculated_price": "calculated_price",
    "date_last_imported": "id",
    "inventory_level": "id",
    "total_sold": "id",
}
EDGES = {"min": ">=", "max": "<=", "greater": ">", "less": "<"}
SHORT_PAGE = 10  # with options or modifiers a page holds ten products whatever `limit` says


@router.get("/products")
def list_products(request: Request) -> Response:
    """getProducts. `sku` and `sku:in` match the product's own SKU, not those of its variants."""
    store, query = store_of(request), request.query_params
    page, limit = paging(request)
    include = set(words(query.get("include", "")))
    if include & {"options", "modifiers"}:
        limit = min(limit, SHORT_PAGE)
    sort, direction = query.get("sort", "id"), query.get("direction", "asc")
    if sort not in SORTS or direction not in ("asc", "desc"):
        raise Refused(422, "The sort or its direction is not supported.")
    condition, values = where(request)
    total = store.rows(f"select count(*) as n from products where {condition}", values)[0]["n"]
    found = store.rows(
        f"select doc from products where {condition} order by {SORTS[sort]} {direction}, id limit ? offset ?",
        [*values, limit, (page - 1) * limit],
    )
    shown = shown_with(store, [json.loads(row["doc"]) for row in found], request, include)
    return v3_page(request, shown, total, page, limit)


@router.get("/products/{product_id:int}")
def get_product(request: Request, product_id: int) -> Response:
    """getProduct."""
    store, include = store_of(request), set(words(request.query_params.get("include", "")))
    shown = shown_with(store, [products.load_product(store, product_id)], request, include)
    return answer({"data": shown[0], "meta": {}})


@router.put("/products")
def put_products(request: Request) -> Response:
    """updateProducts: 10 at most; 404, 409 and 422 apply nothing; 207 when a part could not be saved."""
    saved, failed = product_changes.update_products(store_of(request), body_of(request))
    return _saved(request, saved, failed)


@router.put("/products/{product_id:int}")
def put_product(request: Request, product_id: int) -> Response:
    """updateProduct."""
    body = body_of(request)
    if not isinstance(body, dict):
        raise Refused(422, "JSON data is missing or invalid")
    saved, failed = product_changes.update_products(store_of(request), [{**body, "id": product_id}])
    return _saved(request, saved, failed, one=True)


def _saved(request: Request, saved: list[dict[str, Any]], failed: dict[str, str], one: bool = False) -> Response:
    fields = fields_of(request.query_params)
    rows = [choose(row, fields) for row in show_products(store_of(request), saved)]
    content: dict[str, Any] = {"data": (rows[0] if rows else {}) if one else rows, "meta": {}}
    if failed:
        title = "Some product data could not be saved"
        content["errors"] = {"status": 207, "title": title, "type": "about:blank", "errors": failed}
    return answer(content, 207 if failed else 200)


def shown_with(store: Store, found: list[dict[str, Any]], request: Request, include: set[str]) -> list[dict[str, Any]]:
    """Products with the wanted fields and inclusions; inclusions of no interest here are empty lists."""
    fields = fields_of(request.query_params)
    shown = [choose(row, fields) for row in show_products(store, found)]
    for name in include - {"variants", "primary_image"}:
        for row in shown:
            row[name] = []
    if "variants" in include:
        ids = json.dumps([row["id"] for row in shown])
        rows = store.rows(
            "select doc from variants where product_id in (select value from json_each(?)) order by id", (ids,)
        )
        by_product: dict[int, list[dict[str, Any]]] = {}
        for variant in show_variants(store, [json.loads(row["doc"]) for row in rows]):
            by_product.setdefault(variant["product_id"], []).append(variant)
        for row in shown:
            row["variants"] = by_product.get(row["id"], [])
    return shown


def where(request: Request) -> tuple[str, list[Any]]:
    """The SQL condition of the documented filters that this store can answer; others are ignored."""
    query, clauses, values = request.query_params, ["1"], []

    def add(clause: str, value: Any) -> None:
        clauses.append(clause)
        values.append(value)

    for name in ("id", "id:in", "id:not_in"):
        if query.get(name):
            negated = "not in" if name == "id:not_in" else "in"
            add(f"id {negated} (select value from json_each(?))", json.dumps(integers(query[name])))
    for edge, sign in EDGES.items():
        if query.get(f"id:{edge}"):
            add(f"id {sign} ?", integers(query[f"id:{edge}"])[0])
    if query.get("sku"):
        add("sku_key = ?", query["sku"].casefold())
    if query.get("sku:in"):
        keys = json.dumps([sku.casefold() for sku in words(query["sku:in"])])
        add("sku_key in (select value from json_each(?))", keys)
    if query.get("name"):
        add("name_key = ?", query["name"].casefold())
    if query.get("keyword"):
        add("(name_key || ' ' || sku_key) like ?", f"%{query['keyword'].casefold()}%")
    if query.get("is_visible"):
        add("is_visible = ?", int(query["is_visible"] in ("true", "1")))
    if query.get("price"):
        add("price = ?", float(query["price"]))
    for name in ("type", "availability"):
        if query.get(name):
            add(f"json_extract(doc, '$.{name}') = ?", query[name])
    for edge in ("min", "max"):
        if query.get(f"date_modified:{edge}"):
            try:
                moment = int(read_date(query[f"date_modified:{edge}"]))
            except ValueError as error:
                raise Refused(422, f"date_modified:{edge} is not a date.") from error
            if len(query[f"date_modified:{edge}"]) == len("2026-01-31"):
                moment += now(store_of(request)) % 86_400  # a bare date gets the time of day: so the spec
            add(f"date_modified {EDGES[edge]} ?", moment)
    return " and ".join(clauses), values
