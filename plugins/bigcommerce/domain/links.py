"""Products and variants of BigCommerce's catalogue → the sellable items a SKU can link to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bigcommerce.domain.money import amount

JSON = dict[str, Any]

PRODUCT_FIELDS = ("sku", "price", "sale_price", "inventory_tracking", "base_variant_id")


@dataclass(frozen=True)
class CatalogItem:
    """variant_id: None for a product with options itself. sale_price: None where there is none. inherits_price: a
    variant without a price of its own."""

    sku: str
    product_id: int
    variant_id: int | None
    is_base_variant: bool
    inventory_tracking: str
    price: Decimal
    sale_price: Decimal | None
    inherits_price: bool = False


def product_item(product: JSON) -> CatalogItem | None:
    """The product's own item; its base variant mirrors it. None without a SKU. Source: Catalog V3, getProducts."""
    if is_blank(product):
        return None
    return CatalogItem(
        sku=product["sku"],
        product_id=product["id"],
        variant_id=product.get("base_variant_id"),
        is_base_variant=product.get("base_variant_id") is not None,
        inventory_tracking=product.get("inventory_tracking") or "none",
        price=amount(product.get("price"), "price"),
        sale_price=amount(product.get("sale_price"), "sale_price") or None,
    )


def variant_items(products: Iterable[JSON], variants: Iterable[JSON]) -> Iterator[CatalogItem]:
    """The variants that have a SKU and are not the base variant of one of these products.

    A null price is inherited from the product. Source: Catalog V3, getVariants.
    """
    by_id = {product["id"]: product for product in products}
    for variant in variants:
        product = by_id[variant["product_id"]]
        if is_blank(variant) or variant["id"] == product.get("base_variant_id"):
            continue
        own_price, own_sale = variant.get("price"), variant.get("sale_price")
        yield CatalogItem(
            sku=variant["sku"],
            product_id=variant["product_id"],
            variant_id=variant["id"],
            is_base_variant=False,
            inventory_tracking=product.get("inventory_tracking") or "none",
            price=amount(product.get("price") if own_price is None else own_price, "price"),
            sale_price=amount(own_sale, "sale_price") or None,
            inherits_price=own_price is None,
        )


def is_blank(row: JSON) -> bool:
    """A product or variant without a SKU, as imports and copies leave them: nothing links to it."""
    return not (row.get("sku") or "").strip()


def has_options(product: JSON) -> bool:
    return product.get("base_variant_id") is None
