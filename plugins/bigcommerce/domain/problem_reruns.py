"""Which run looks again at which problem: it works everything out anew from what is there now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# As many items as a run is asked for by name; more of them are left to a run of the whole flow.
MOST_ITEMS = 500


@dataclass(frozen=True)
class Rerun:
    """items: the param that takes the items' keys; None: the run always looks at everything."""

    dag_id: str
    items: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


# What closes by our own tables alone is closed by any run of order ingest, without a request for it.
ALL_ORDERS = Rerun("bigcommerce_order_ingest")
ORDERS = Rerun("bigcommerce_order_ingest", "order_ids")
LINKS = Rerun("bigcommerce_product_link_refresh", "skus")
PRICES = Rerun("bigcommerce_price_stock_export", "skus", {"what": "prices"})
STOCK = Rerun("bigcommerce_price_stock_export", "skus", {"what": "stock"})
TRACKING = Rerun("bigcommerce_tracking_export", "order_ids")

# Of orders and of approvals, whichever Neto would not take. What is refused of the one says nothing of the other.
NETO_ORDERS = Rerun("neto_order_push")
NETO_APPROVALS = Rerun("neto_approval_push")

FLOWS = {"orders": ORDERS, "links": LINKS, "prices": PRICES, "stock": STOCK, "tracking": TRACKING}
# Where the code decides, or the item is neither an order nor a SKU. None: there is nothing to work out.
CODES: dict[tuple[str, str], Rerun | None] = {
    ("orders", "unmapped_payment_method"): ALL_ORDERS,
    ("orders", "unmapped_shipping_method"): ALL_ORDERS,
    ("orders", "sku_not_in_back_office"): ALL_ORDERS,
    ("orders", "order_was_missing"): None,
    ("prices", "price_list_not_found"): Rerun(PRICES.dag_id, None, PRICES.params),
    ("prices", "price_group_not_found"): Rerun(PRICES.dag_id, None, PRICES.params),
    ("stock", "orders_stale"): Rerun(STOCK.dag_id, None, STOCK.params),
    ("stock", "warehouse_not_found"): Rerun(STOCK.dag_id, None, STOCK.params),
    ("neto", "neto_rejected"): NETO_ORDERS,
    ("neto", "neto_note_rejected"): None,
    ("neto", "neto_total_differs"): Rerun("neto_order_push"),
    ("neto", "neto_unreadable_order"): Rerun("neto_consignment_import"),
    ("neto", "neto_unknown_sku"): NETO_ORDERS,
    ("neto", "neto_invalid_item"): Rerun("neto_catalog_import", "skus"),
    ("neto", "neto_clock_differs"): Rerun("neto_catalog_import"),
    ("neto", "neto_other_default_group"): Rerun("neto_catalog_import"),
    ("neto", "neto_no_sales_channel"): Rerun("neto_catalog_import"),
    ("neto", "neto_unmatched_dispatch"): Rerun("neto_consignment_import"),
}


def rerun_of(flow: str, code: str) -> Rerun | None:
    return CODES.get((flow, code), FLOWS.get(flow))


def reruns_of(flow: str, code: str, items: Sequence[str]) -> list[Rerun]:
    """The runs that look at these items again: two where they are orders and SKUs, as only Neto's are."""
    rerun = rerun_of(flow, code)
    if rerun is not NETO_ORDERS:
        return [rerun] if rerun else []
    are_orders = [item.isdecimal() for item in items]
    return [NETO_ORDERS] * any(are_orders) + [NETO_APPROVALS] * (not all(are_orders))


def rerun_params(rerun: Rerun, items: Sequence[str] | None) -> dict[str, Any]:
    """items: SKUs, or BigCommerce order ids as text; None, none at all or too many: the whole flow."""
    params = dict(rerun.params)
    if not rerun.items or not items or len(items) > MOST_ITEMS:
        return params
    if rerun.items == "skus":
        return params | {"skus": sorted(set(items))}
    return params | {"order_ids": sorted({int(item) for item in items})}
