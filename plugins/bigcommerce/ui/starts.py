"""Starting a run from a page, and where that leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi.responses import Response

from bigcommerce.ui.airflow_api import start_run
from bigcommerce.ui.links import under_store
from bigcommerce.ui.pages.progress import EXPORT, wait_for
from bigcommerce.ui.visit import Visit


def start(visit: Visit, store_code: str, dag_id: str, params: dict[str, Any]) -> Response:
    """Start the run for this store, and go where it can be watched; from there to what it did."""
    dag_run_id = start_run(visit.request, dag_id, {"store": store_code, **params})
    return wait_for(visit, dag_id, dag_run_id, then=under_store(store_code, "runs", dag_id, dag_run_id))


def start_dry_run(visit: Visit, store_code: str, skus: Sequence[str], *, as_if_approved: bool) -> Response:
    """The same of a dry run of prices and stock for these SKUs; from there to its plan."""
    params: dict[str, Any] = {"store": store_code, "skus": list(skus), "dry_run": True}
    if as_if_approved:
        params["as_if_approved"] = True
    dag_run_id = start_run(visit.request, EXPORT, params)
    return wait_for(visit, EXPORT, dag_run_id, then=under_store(store_code, "runs", EXPORT, dag_run_id, "plan"))
