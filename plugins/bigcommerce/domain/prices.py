"""A planned price → what is said to BigCommerce."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Row = dict[str, Any]

NO_SALE = Decimal(0)


def number(value: Decimal) -> float:
    """V3 takes JSON numbers; up to fifteen digits a float prints as it was written."""
    return float(value)


def product_body(row: Row) -> dict[str, Any]:
    """For updateProducts. A product's sale price is cleared by 0; leaving it out changes nothing."""
    body: dict[str, Any] = {"id": row["product_id"], "price": number(row["price"])}
    if row["sale_price"] is not None:
        body["sale_price"] = number(row["sale_price"])
    elif row["owns_sale_price"]:
        body["sale_price"] = 0
    return body


def variant_body(row: Row) -> dict[str, Any]:
    """For updateVariantsBatch, which documents no null."""
    body: dict[str, Any] = {"id": row["variant_id"], "price": number(row["price"])}
    if row["sale_price"] is not None:
        body["sale_price"] = number(row["sale_price"])
    return body


def cleared_variant_body(row: Row) -> dict[str, Any]:
    """For updateProductVariant: null is "none of its own"."""
    return {"price": number(row["price"]), "sale_price": None}


def price_record(row: Row, currency: str, no_sale: Decimal = NO_SALE) -> dict[str, Any]:
    """For upsertPriceListRecords, which documents no null and refuses it. Leaving a sale price out changes nothing.

    currency: ISO code in small letters. no_sale: what a sale price is cleared by.
    """
    body: dict[str, Any] = {"variant_id": row["variant_id"], "currency": currency, "price": number(row["price"])}
    if row["sale_price"] is not None:
        body["sale_price"] = number(row["sale_price"])
    elif row["owns_sale_price"]:
        body["sale_price"] = number(no_sale)
    return body


def record_sale_price(record: Mapping[str, Any]) -> Any:
    """The sale price that a price list's record holds, as getPriceListRecords shows it; None: nothing is on sale.

    A record's sale price is cleared by 0, or by the price itself where 0 is taken for a price: `calculated_price`, what
    shoppers pay, tells.
    """
    sale_price = record.get("sale_price")
    if sale_price is None or sale_price == record.get("price"):
        return None
    return sale_price if sale_price or record.get("calculated_price") == 0 else None


def is_hidden_by_discounts(group: Row) -> bool:
    """Whether a customer group still has discounts of its own, which change what its members pay."""
    return any(rule.get("type") != "price_list" for rule in group.get("discount_rules") or [])
