"""What an approval needs next: that the product is looked up in BigCommerce. The exports follow by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import HTTPException

from bigcommerce.ui.airflow_api import start_run
from bigcommerce.ui.visit import Visit

LINK_REFRESH = "bigcommerce_product_link_refresh"
# More of them by name would make the run walk the whole catalogue.
MOST_NAMED = 50


def look_up(visit: Visit, store_code: str, skus: Sequence[str] | None) -> str:
    """Starts the look-up and says so. The approvals stand where Airflow refuses. skus: None: not known by name."""
    params: dict[str, Any] = {"store": store_code}
    if skus is not None and len(skus) <= MOST_NAMED:
        params["skus"] = list(skus)
    try:
        start_run(visit.request, LINK_REFRESH, params)
    except HTTPException as error:
        return f"They could not be looked up in BigCommerce now ({error.detail}), so the next scheduled run does."
    return "The look-up in BigCommerce has begun; prices and stock follow with the next export, within 15 minutes."
