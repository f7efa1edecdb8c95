"""Which run looks again at which problem: it works everything out anew from what is there now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

# As many items as a run is asked for by name; more of them are left to a run of the whole flow.
MOST_ITEMS = 500


@dataclass(frozen=True)
class ProblemItem:
    """key: a SKU, or BigCommerce's order id as text. is_approval: Neto would not take the SKU's approval."""

    key: str
    is_approval: bool = False


@dataclass(frozen=True)
class Rerun:
    """does: what the run does, for people, without a full stop. items: the param that takes the items' keys; None: the
    run always looks at everything."""

    dag_id: str
    does: str
    items: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


# What closes by our own tables alone is closed by any run of order ingest, without a request for it.
ALL_ORDERS = Rerun("bigcommerce_order_ingest", "Orders are looked at again")
ORDERS = Rerun("bigcommerce_order_ingest", "Orders are read from BigCommerce again", "order_ids")
LINKS = Rerun("bigcommerce_product_link_refresh", "Products are looked up in BigCommerce again", "skus")
PRICES = Rerun("bigcommerce_price_stock_export", "Prices are worked out again", "skus", {"what": "prices"})
STOCK = Rerun("bigcommerce_price_stock_export", "Stock is worked out again", "skus", {"what": "stock"})
ALL_PRICES = replace(PRICES, items=None)
ALL_STOCK = replace(STOCK, items=None)
TRACKING = Rerun("bigcommerce_tracking_export", "Parcels are looked at again", "order_ids")

# Of orders and of approvals, whichever Neto would not take. What is refused of the one says nothing of the other.
NETO_ORDERS = Rerun("neto_order_push", "Orders are sent to Neto again", "order_ids")
NETO_APPROVALS = Rerun("neto_approval_push", "Approvals are sent to Neto again", "skus")
NETO_TOTALS = Rerun("neto_order_push", "Orders are compared with Neto's again", "order_ids")
NETO_PARCELS = Rerun("neto_consignment_import", "Parcels are read from Neto again")
NETO_PRODUCT = Rerun("neto_catalog_import", "Products, prices and stock are read from Neto again", "skus")
NETO_CATALOGUE = replace(NETO_PRODUCT, items=None)

FLOWS = {"orders": ORDERS, "links": LINKS, "prices": PRICES, "stock": STOCK, "tracking": TRACKING}
# Where the code decides, or the item is neither an order nor a SKU. None: there is nothing to work out.
CODES: dict[tuple[str, str], Rerun | None] = {
    ("orders", "unmapped_payment_method"): ALL_ORDERS,
    ("orders", "unmapped_shipping_method"): ALL_ORDERS,
    ("orders", "sku_not_in_back_office"): ALL_ORDERS,
    ("orders", "order_was_missing"): None,
    ("prices", "price_list_not_found"): ALL_PRICES,
    ("prices", "price_group_not_found"): ALL_PRICES,
    ("stock", "orders_stale"): ALL_STOCK,
    ("stock", "warehouse_not_found"): ALL_STOCK,
    ("neto", "neto_rejected"): NETO_ORDERS,
    ("neto", "neto_note_rejected"): None,
    ("neto", "neto_total_differs"): NETO_TOTALS,
    ("neto", "neto_unreadable_order"): NETO_PARCELS,
    ("neto", "neto_unknown_sku"): NETO_ORDERS,
    ("neto", "neto_invalid_item"): NETO_PRODUCT,
    ("neto", "neto_clock_differs"): NETO_CATALOGUE,
    ("neto", "neto_other_default_group"): NETO_CATALOGUE,
    ("neto", "neto_no_sales_channel"): NETO_CATALOGUE,
    ("neto", "neto_unmatched_dispatch"): NETO_PARCELS,
}


def rerun_of(flow: str, code: str) -> Rerun | None:
    return CODES.get((flow, code), FLOWS.get(flow))


def reruns_of(flow: str, code: str, items: Sequence[ProblemItem]) -> list[tuple[Rerun, dict[str, Any]]]:
    """The runs that look at these items again, and their params: two where they are orders and SKUs, as only Neto's
    are."""
    rerun = rerun_of(flow, code)
    if rerun is not NETO_ORDERS:
        return [(rerun, rerun_params(rerun, [item.key for item in items]))] if rerun else []
    kinds = (
        (NETO_ORDERS, [item.key for item in items if not item.is_approval]),
        (NETO_APPROVALS, [item.key for item in items if item.is_approval]),
    )
    # Of too many, only some are here.
    is_all = len(items) > MOST_ITEMS
    return [(run, rerun_params(run, None if is_all else found)) for run, found in kinds if found]


def rerun_params(rerun: Rerun, items: Sequence[str] | None) -> dict[str, Any]:
    """items: SKUs, or BigCommerce order ids as text; None, none at all or too many: the whole flow."""
    params = dict(rerun.params)
    if not rerun.items or not items or len(items) > MOST_ITEMS:
        return params
    if rerun.items == "skus":
        return params | {"skus": sorted(set(items))}
    return params | {"order_ids": sorted({int(item) for item in items})}


def scope_of(rerun: Rerun, params: Mapping[str, Any], are_ticked: bool) -> str:
    """What such a run does, and with how much, in one sentence."""
    if rerun.items in params:
        return f"{rerun.does}: these only."
    return f"{rerun.does}: all that wait, not only {'the ticked ones' if are_ticked else 'these'}."
