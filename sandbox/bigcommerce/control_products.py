"""The hand behind the store: products added and edited, stock set; what the store holds, and its fingerprint."""

import hashlib
import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from sandbox.bigcommerce import bulk_products, price_lists, products, stock
from sandbox.bigcommerce.answers import Refused, answer, body_of, store_of
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.product_changes import PRODUCT_FIELDS
from sandbox.bigcommerce.product_views import show_products, show_variants

router = APIRouter(prefix="/_control")
KINDS = {
    "orders": ("orders", "transactions", "refunds"),
    "catalog": ("products", "variants", "price_lists", "price_records"),
    "inventory": ("stock",),
    "shipments": ("shipments",),
}


@router.post("/products")
def add_product(request: Request) -> Response:
    """Add a product: the wish of `products.create`. Twin SKUs are allowed: real stores have them."""
    store = store_of(request)
    return answer(_product(store, products.create(store, body_of(request))), 201)


@router.post("/products/bulk")
def add_products(request: Request) -> Response:
    """{count, prefix, tracking, variants_each}."""
    body = body_of(request) or {}
    first = bulk_products.add_many(
        store_of(request),
        body.get("count", 100),
        body.get("prefix", "SKU-"),
        body.get("tracking", "product"),
        body.get("variants_each", 0),
    )
    return answer({"first_id": first, "count": body.get("count", 100)}, 201)


@router.patch("/products/{product_id:int}")
def edit_product(request: Request, product_id: int) -> Response:
    """Edit by hand: any catalogue field; inventory_level at once."""
    store, body = store_of(request), body_of(request)
    with store.transaction():
        product = products.load_product(store, product_id)
        product.update({name: body[name] for name in PRODUCT_FIELDS - {"inventory_level"} if name in body})
        products.save_product(store, product)
        if "inventory_level" in body:
            stock.write_now(store, [(product_id, 0, stock.DEFAULT_LOCATION, body["inventory_level"])])
    return answer(_product(store, product))


@router.patch("/variants/{variant_id:int}")
def edit_variant(request: Request, variant_id: int) -> Response:
    """Edit by hand: prices (null inherits), sku."""
    store, body = store_of(request), body_of(request)
    with store.transaction():
        variant = products.load_variant(store, variant_id)
        variant.update({name: body[name] for name in (*products.PRICES, "sku") if name in body})
        products.save_variant(store, variant)
    return answer(show_variants(store, [variant])[0])


@router.delete("/products/{product_id:int}")
def delete_product(request: Request, product_id: int) -> Response:
    """Delete a product and its variants."""
    products.remove(store_of(request), product_id)
    return answer({})


@router.post("/pricelists")
def add_price_list(request: Request) -> Response:
    """{name, active}: an empty price list."""
    body = body_of(request) or {}
    list_id = price_lists.create(store_of(request), body.get("name", "Wholesale"), body.get("active", True))
    return answer({"id": list_id}, 201)


@router.delete("/pricelists/{list_id:int}")
def delete_price_list(request: Request, list_id: int) -> Response:
    """Delete a price list and its records."""
    with store_of(request).transaction() as db:
        db.execute("delete from price_records where price_list_id = ?", (list_id,))
        db.execute("delete from price_lists where id = ?", (list_id,))
    return answer({})


@router.put("/pricelists/{list_id:int}/records")
def edit_price_record(request: Request, list_id: int) -> Response:
    """[{variant_id, currency, price, sale_price}]: records edited or added by hand."""
    return answer({"refused": price_lists.upsert(store_of(request), list_id, body_of(request))})


@router.delete("/pricelists/{list_id:int}/records/{variant_id:int}")
def delete_price_record(request: Request, list_id: int, variant_id: int) -> Response:
    """Delete a variant's records, in every currency."""
    with store_of(request).transaction() as db:
        db.execute("delete from price_records where price_list_id = ? and variant_id = ?", (list_id, variant_id))
    return answer({})


@router.patch("/inventory")
def set_stock(request: Request) -> Response:
    """{sku, quantity, location_id, safety_stock}: set a level at once."""
    store, body = store_of(request), body_of(request)
    location = body.get("location_id", stock.DEFAULT_LOCATION)
    with store.transaction() as db:
        unit = _unit(store, body["sku"])
        key = (unit["product_id"], unit["level_id"], location)
        if "quantity" in body:
            stock.write_now(store, [(*key, body["quantity"])])
        if "safety_stock" in body:
            sql = "update stock set safety_stock = ? where product_id = ? and variant_id = ? and location_id = ?"
            db.execute(sql, (body["safety_stock"], *key))
    return answer({"sku": body["sku"], "location_id": location})


@router.get("/state/inventory")
def stock_state(request: Request) -> Response:
    """What is on hand at the default location: {"sku": n} of `sku` (repeatable), or of everything tracked."""
    store = store_of(request)
    stock.settle(store)
    skus = request.query_params.getlist("sku")
    wanted = "u.sku_key in (select value from json_each(?))" if skus else "? is not null"
    found = store.rows(
        "select u.sku, coalesce(s.on_hand, 0) as n from stock_units u left join stock s"
        f" on s.product_id = u.product_id and s.variant_id = u.level_id and s.location_id = 1 where {wanted}",
        (json.dumps([sku.casefold() for sku in skus]),),
    )
    return answer({row["sku"]: row["n"] for row in found})


@router.get("/state/prices")
def price_state(request: Request) -> Response:
    """{"sku": {price, sale_price, retail_price, calculated_price}} of `sku` (repeatable), or of everything."""
    store = store_of(request)
    skus = request.query_params.getlist("sku")
    wanted = "sku_key in (select value from json_each(?))" if skus else "? is not null"
    found = store.rows(f"select doc from variants where {wanted}", (json.dumps([sku.casefold() for sku in skus]),))
    shown = show_variants(store, [json.loads(row["doc"]) for row in found])
    names = ("product_id", "price", "sale_price", "retail_price", "calculated_price")
    return answer({row["sku"]: {"variant_id": row["id"], **{n: row[n] for n in names}} for row in shown})


@router.get("/state/digest")
def digest(request: Request) -> Response:
    """A hash of all the store holds, by kind: the same twice means that nothing changed in between."""
    store = store_of(request)
    stock.settle(store)
    return answer({kind: _hash(store, tables) for kind, tables in KINDS.items()})


def _hash(store: Store, tables: tuple[str, ...]) -> str:
    """Every row of the tables, in the order of their keys."""
    digest = hashlib.sha256()
    for table in tables:
        for row in store.rows(f"select * from {table} order by {'1, 2, 3' if table == 'stock' else '1'}"):
            digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()[:16]


def _product(store: Store, product: dict[str, Any]) -> dict[str, Any]:
    """A product as shown, with its variants."""
    found = store.rows("select doc from variants where product_id = ? order by id", (product["id"],))
    variants = show_variants(store, [json.loads(row["doc"]) for row in found])
    return {**show_products(store, [product])[0], "variants": variants}


def _unit(store: Store, sku: str) -> Any:
    unit = store.row("select * from stock_units where sku_key = ?", (sku.casefold(),))
    if not unit:
        raise Refused(404, f"No tracked product has the SKU {sku}.")
    return unit
