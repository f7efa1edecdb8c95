"""Writes to the catalogue: what is accepted, what is refused whole, what is saved in part.

Source: catalog_products.v3 updateProducts, catalog_variants.v3 updateVariantsBatch and updateProductVariant.
"""

from typing import Any

from sandbox.bigcommerce import products, stock
from sandbox.bigcommerce.answers import STATUS_PAGE, Refused
from sandbox.bigcommerce.databases import Store
from sandbox.bigcommerce.product_views import VARIANT_CONSTANTS, WRITABLE_CONSTANTS
from sandbox.bigcommerce.products import PRICES

MOST_PRODUCTS, MOST_VARIANTS = 10, 50
MOST_UNITS = 2_147_483_647
PRODUCT_FIELDS = {
    *PRICES,
    *WRITABLE_CONSTANTS,
    "name",
    "sku",
    "type",
    "is_visible",
    "availability",
    "inventory_tracking",
    "inventory_level",
}


def too_many(most: int) -> Refused:
    """413 in the vendor's words."""
    return Refused(413, f"The request payload is too large. The maximum items allowed in the array is {most}.")


def update_products(store: Store, body: Any) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Apply a batch. Returns (documents saved, {what: why not} of the parts that were not)."""
    if not isinstance(body, list) or not all(isinstance(item, dict) for item in body):
        raise Refused(422, "JSON data is missing or invalid")
    if len(body) > MOST_PRODUCTS:
        raise too_many(MOST_PRODUCTS)
    saved, failed = [], {}
    with store.transaction():
        errors = {f"{n}.{k}": why for n, item in enumerate(body) for k, why in invalid(item, nullable=False).items()}
        if errors:
            raise Refused(422, "JSON data is missing or invalid", errors)
        current = [products.load_product(store, item["id"]) for item in body]
        for item in body:
            check_unique(store, item)
        for item, product in zip(body, current, strict=True):
            if product["sku"] in store.settings["partial_failure_skus"]:
                failed[str(product["id"])] = "could not be saved"
                continue
            product.update({k: v for k, v in item.items() if k in PRODUCT_FIELDS and k != "inventory_level"})
            products.save_product(store, product)
            if "inventory_level" in item and store.settings["catalog_inventory_writes"]:
                if product["inventory_tracking"] != "product":
                    failed["inventory_level"] = f"product {product['id']} is not tracked by product"
                else:
                    stock.write_later(store, [(product["id"], 0, stock.DEFAULT_LOCATION, item["inventory_level"])])
            saved.append(product)
    return saved, failed


def check_unique(store: Store, item: dict[str, Any]) -> None:
    """409 when another product has the name, or another product or variant the SKU."""
    if "sku" in item and products.sku_taken(store, item["sku"], item["id"]):
        raise Refused(409, f"The product sku is a duplicate: {item['sku']}")
    if "name" in item:
        twin = store.row("select 1 from products where name_key = ? and id <> ?", (item["name"].casefold(), item["id"]))
        if twin:
            raise Refused(409, f"The product name is a duplicate: {item['name']}")


def invalid(item: dict[str, Any], nullable: bool) -> dict[str, str]:
    """{field: why} of one product or variant body."""
    errors = {}
    if not isinstance(item.get("id"), int):
        errors["id"] = "error.path.missing"
    for name in PRICES:
        value = item.get(name, 0)
        if value is None and nullable:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            errors[name] = "must be a number of at least 0"
    level = item.get("inventory_level", 0)
    if isinstance(level, bool) or not isinstance(level, int) or not 0 <= level <= MOST_UNITS:
        errors["inventory_level"] = "must be a whole number from 0 to 2147483647"
    if item.get("inventory_tracking", "none") not in ("none", "product", "variant"):
        errors["inventory_tracking"] = "must be none, product or variant"
    for name, longest in (("name", 250), ("sku", 255)):
        if name in item and (not isinstance(item[name], str) or len(item[name]) > longest):
            errors[name] = f"must be text of at most {longest} characters"
    if item.get("name") == "":
        errors["name"] = "must not be empty"
    return errors


def update_variants(store: Store, body: Any) -> list[dict[str, Any]]:
    """Apply a batch of variants: 50 at most; one bad row refuses them all, with `batch_errors`."""
    if not isinstance(body, list) or not all(isinstance(item, dict) for item in body):
        raise Refused(422, "JSON data is missing or invalid")
    if len(body) > MOST_VARIANTS:
        raise too_many(MOST_VARIANTS)
    with store.transaction():
        batch_errors = []
        for item in body:
            errors = invalid(item, nullable=True)
            if not errors:
                errors = _variant_conflicts(store, item)
            if errors:
                named = {**errors, "id": errors.get("id", str(item.get("id")))}
                batch_errors.append({"status": 422, "title": "Validation failed", "type": STATUS_PAGE, "errors": named})
        if batch_errors:
            raise Refused(422, "Validation failed", body={"batch_errors": batch_errors})
        return [update_variant(store, products.load_variant(store, item["id"]), item) for item in body]


def _variant_conflicts(store: Store, item: dict[str, Any]) -> dict[str, str]:
    try:
        variant = products.load_variant(store, item["id"])
    except Refused as refused:
        return {"id": refused.message}
    if "sku" in item and products.sku_taken(store, item["sku"], variant["product_id"], variant["id"]):
        return {"sku": f"The sku is a duplicate: {item['sku']}"}
    return {}


def update_variant(store: Store, variant: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """Write one variant; null clears a price override. Stock goes to the default location, if variants are tracked."""
    variant.update({name: item[name] for name in (*PRICES, "sku") if name in item})
    more = {name: item[name] for name in VARIANT_CONSTANTS if name in item}
    if more:
        variant["more"] = {**variant.get("more", {}), **more}
    products.save_variant(store, variant)
    if "inventory_level" in item and store.settings["catalog_inventory_writes"]:
        tracking = products.load_product(store, variant["product_id"])["inventory_tracking"]
        if tracking == "variant":
            change = (variant["product_id"], variant["id"], stock.DEFAULT_LOCATION, item["inventory_level"])
            stock.write_later(store, [change])
    return variant
