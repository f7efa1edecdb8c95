"""What the back office keeps of an item of Neto: a product, its prices, its stock and whether it is approved.

Items are as the client hands them out: collections are lists, scalars text. Source: Neto "GetItem".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bigcommerce.domain.fields import storable
from bigcommerce.domain.money import LIMIT
from bigcommerce.domain.neto.values import bool_of, decimal_of, int_of, text_of, time_of
from bigcommerce.errors import Invalid

JSON = Mapping[str, Any]

# The price group of Neto's DefaultPrice, and the warehouse of what is available to sell.
DEFAULT_GROUP, ALL_WAREHOUSES = "default", "main"
LONGEST_SKU, LONGEST_KEY = 25, 60
SELECTORS = (
    *("SKU", "InventoryID", "Name", "ParentSKU", "IsActive", "Virtual", "RRP", "DefaultPrice", "PromotionPrice"),
    *("PromotionStartDateUTC", "PromotionExpiryDateUTC", "PriceGroups", "TaxInclusive", "TaxFreeItem", "AuGstExempt"),
)


@dataclass(frozen=True)
class ImportRules:
    """What people chose of Neto. approvals_live_in: "here", "sales_channel" or "misc".

    sales_channel: its name or id. misc_field: "Misc01". warehouses: {Neto's WarehouseID: name here}, in the order in
    which committed units are taken off; None: all of them are one, available to sell.
    """

    approvals_live_in: str = "here"
    sales_channel: str = "BigCommerce"
    misc_field: str | None = None
    warehouses: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Price:
    """The price of one group; None: there is none."""

    price_group: str
    group_name: str | None
    price: Decimal | None
    promotion_price: Decimal | None
    promotion_starts_at: datetime | None
    promotion_ends_at: datetime | None


@dataclass(frozen=True)
class CatalogueItem:
    """stock: {warehouse: units}; empty: Neto does not count it. is_approved: None where Neto does not say.

    inventory_id: Neto's own number, which an item has even without a SKU.
    """

    sku: str
    inventory_id: str | None
    name: str | None
    parent_sku: str | None
    is_active: bool
    rrp: Decimal | None
    is_tax_free: bool
    prices_include_tax: bool | None
    prices: tuple[Price, ...]
    stock: Mapping[str, int]
    is_approved: bool | None


def selectors(rules: ImportRules) -> list[str]:
    """What to ask Neto for, and no more."""
    quantities = ["AvailableSellQuantity"] if rules.warehouses is None else ["CommittedQuantity", "WarehouseQuantity"]
    return [*SELECTORS, *quantities, *approval_selectors(rules)]


def approval_selectors(rules: ImportRules) -> list[str]:
    if rules.approvals_live_in == "sales_channel":
        return ["SalesChannels"]
    return [rules.misc_field] if rules.approvals_live_in == "misc" and rules.misc_field else []


def read_item(item: JSON, rules: ImportRules) -> CatalogueItem:
    """Raises Invalid, naming the field, where the item cannot be what it says."""
    item = storable(dict(item))
    return CatalogueItem(
        sku=sku_of(item),
        inventory_id=text_of(item, "InventoryID"),
        name=text_of(item, "Name"),
        parent_sku=text_of(item, "ParentSKU"),
        is_active=bool(required(item, "IsActive", bool_of(item, "IsActive"))),
        rrp=money_of(item, "RRP"),
        is_tax_free=bool(bool_of(item, "TaxFreeItem")) or bool(bool_of(item, "AuGstExempt")),
        prices_include_tax=bool_of(item, "TaxInclusive"),
        prices=prices_of(item),
        stock=stock_of(item, rules),
        is_approved=approval_of(item, rules),
    )


def item_key(item: JSON) -> str:
    """How people find the item: its SKU, else Neto's own number."""
    sku, number = (storable(str(item.get(name) or "")).strip() for name in ("SKU", "InventoryID"))
    return sku[:LONGEST_KEY] or numbered(number)


def numbered(inventory_id: str | None) -> str:
    """The key of an item without a SKU."""
    return f"InventoryID {inventory_id or 'unknown'}"[:LONGEST_KEY]


def sku_of(item: JSON) -> str:
    sku = text_of(item, "SKU") or ""
    if not sku.strip():
        raise Invalid("it has no SKU", field="SKU", value=sku)
    if len(sku) > LONGEST_SKU:
        raise Invalid(
            f"its SKU has {len(sku)} characters, and Neto takes no more than {LONGEST_SKU}", field="SKU", value=sku
        )
    return sku


def required(item: JSON, name: str, value: Any) -> Any:
    if value is None:
        raise Invalid(f"{name} is missing", field=name, value=item.get(name))
    return value


def rows_of(item: JSON, name: str) -> list[JSON]:
    rows = item.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Invalid(f"{name} is no list of rows", field=name, value=str(rows)[:40])
    return rows


def money_of(item: JSON, name: str) -> Decimal | None:
    """Rounded to what its column holds; 0 and blank are None: Neto has no other word for "no price"."""
    found = decimal_of(item, name)
    if found is None:
        return None
    rounded = found.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    if abs(rounded) >= LIMIT:
        raise Invalid(f"{name} is not a possible amount: {str(found)[:40]!r}", field=name, value=str(found)[:40])
    return rounded or None


def prices_of(item: JSON) -> tuple[Price, ...]:
    """The default price, then the groups' in the order of their ids; of a group's quantity bands the lowest."""
    bands: dict[str, tuple[int, JSON]] = {}
    for row in rows_of(item, "PriceGroups"):
        group = required(row, "GroupID", text_of(row, "GroupID"))
        if not group.isdecimal():
            raise Invalid(f"GroupID is not a number: {group[:40]!r}", field="GroupID", value=group[:40])
        quantity = int_of(row, "MinimumQuantity") or 0
        if group not in bands or quantity < bands[group][0]:
            bands[group] = (quantity, row)
    default = price_of(item, DEFAULT_GROUP, None, item, "DefaultPrice")
    groups = (price_of(item, group, text_of(row, "Group"), row, "Price") for group, (_, row) in sorted(bands.items()))
    return (default, *groups)


def price_of(item: JSON, group: str, name: str | None, row: JSON, field: str) -> Price:
    """A group's promotion has no dates of its own: the item's hold."""
    promotion = money_of(row, "PromotionPrice")
    starts, ends = time_of(item, "PromotionStartDateUTC"), time_of(item, "PromotionExpiryDateUTC")
    if promotion is None:
        starts = ends = None
    return Price(group, name, money_of(row, field), promotion, starts, ends)


def stock_of(item: JSON, rules: ImportRules) -> dict[str, int]:
    """Neto does not count a virtual item."""
    if bool_of(item, "Virtual"):
        return {}
    if rules.warehouses is None:
        return {
            ALL_WAREHOUSES: required(item, "AvailableSellQuantity", int_of(item, "AvailableSellQuantity")),
        }
    held = {
        text_of(row, "WarehouseID"): required(row, "Quantity", int_of(row, "Quantity"))
        for row in rows_of(item, "WarehouseQuantity")
    }
    on_hand = {name: held.get(number, 0) for number, name in rules.warehouses.items()}
    return less_committed(on_hand, required(item, "CommittedQuantity", int_of(item, "CommittedQuantity")))


def less_committed(on_hand: Mapping[str, int], committed: int) -> dict[str, int]:
    """Neto does not say which warehouse its committed units leave from: they are taken off one warehouse after the
    other, and what is left of them off the first."""
    left, free = max(committed, 0), {}
    for warehouse, units in on_hand.items():
        taken = min(max(units, 0), left)
        free[warehouse], left = units - taken, left - taken
    for warehouse in list(free)[:1]:
        free[warehouse] -= left
    return free


def approval_of(item: JSON, rules: ImportRules) -> bool | None:
    if rules.approvals_live_in == "misc" and rules.misc_field:
        return bool_of(item, rules.misc_field)
    channel = channel_of(item, rules) if rules.approvals_live_in == "sales_channel" else None
    return bool_of(channel, "IsApproved") if channel else None


def channel_of(item: JSON, rules: ImportRules) -> JSON | None:
    """The item's row of the sales channel, which people name by its name or its id."""
    for row in rows_of(item, "SalesChannels"):
        if rules.sales_channel in (row.get("SalesChannelName"), row.get("SalesChannelID")):
            return dict(row)
    return None
