"""Catalogue V3: variants, base variants of simple products among them. Source: catalog_variants.v3."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from sandbox.bigcommerce import product_changes, products
from sandbox.bigcommerce.answers import Refused, answer, body_of, integers, paging, store_of, v3_page
from sandbox.bigcommerce.product_views import choose, fields_of, show_variants

router = APIRouter(prefix="/stores/{store_hash}/v3/catalog")


def _listed(request: Request, condition: str, values: list[Any]) -> Response:
    store = store_of(request)
    page, limit = paging(request)
    total = store.rows(f"select count(*) as n from variants where {condition}", values)[0]["n"]
    found = store.rows(
        f"select doc from variants where {condition} order by product_id, id limit ? offset ?",
        [*values, limit, (page - 1) * limit],
    )
    shown, fields = show_variants(store, [json.loads(row["doc"]) for row in found]), fields_of(request.query_params)
    return v3_page(request, [choose(row, fields) for row in shown], total, page, limit)


@router.get("/variants")
def list_variants(request: Request) -> Response:
    """getVariants: filters id, sku (one value), product_id:in. No sort, no key to walk by."""
    query, clauses, values = request.query_params, ["1"], []
    if query.get("id"):
        clauses.append("id in (select value from json_each(?))")
        values.append(json.dumps(integers(query["id"])))
    if query.get("sku"):
        clauses.append("sku_key = ?")
        values.append(query["sku"].casefold())
    if query.get("product_id:in"):
        clauses.append("product_id in (select value from json_each(?))")
        values.append(json.dumps(integers(query["product_id:in"])))
    return _listed(request, " and ".join(clauses), values)


@router.put("/variants")
def put_variants(request: Request) -> Response:
    """updateVariantsBatch."""
    store = store_of(request)
    saved = product_changes.update_variants(store, body_of(request))
    return answer({"data": show_variants(store, saved), "meta": {}})


@router.get("/products/{product_id:int}/variants")
def list_product_variants(request: Request, product_id: int) -> Response:
    """getProductVariants."""
    products.load_product(store_of(request), product_id)
    return _listed(request, "product_id = ?", [product_id])


@router.get("/products/{product_id:int}/variants/{variant_id:int}")
def get_variant(request: Request, product_id: int, variant_id: int) -> Response:
    """getProductVariant."""
    store = store_of(request)
    variant = products.load_variant(store, variant_id, product_id)
    return answer({"data": show_variants(store, [variant])[0], "meta": {}})


@router.put("/products/{product_id:int}/variants/{variant_id:int}")
def put_variant(request: Request, product_id: int, variant_id: int) -> Response:
    """updateProductVariant: null clears a price override."""
    store, body = store_of(request), body_of(request)
    with store.transaction():
        variant = products.load_variant(store, variant_id, product_id)
        errors = (
            product_changes.invalid({**body, "id": variant_id}, nullable=True) if isinstance(body, dict) else {"": ""}
        )
        if errors:
            raise Refused(422, "JSON data is missing or invalid", errors)
        if "sku" in body and products.sku_taken(store, body["sku"], product_id, variant_id):
            raise Refused(409, f"The sku is a duplicate: {body['sku']}")
        saved = product_changes.update_variant(store, variant, body)
    return answer({"data": show_variants(store, [saved])[0], "meta": {}})
