"""Runs of one operator without a DAG around it: much faster where many are needed."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

from bigcommerce.operators.prices import ExportPrices

DEFAULTS = {"store": None, "skus": None, "what": "both", "dry_run": False, "rollback_run": None}
numbers = itertools.count(1)


def export_prices(run_id: str | None = None, **params: Any) -> str:
    """The price task of store `default`; returns its run id."""
    run_id = run_id or f"run {next(numbers)}"
    ti = SimpleNamespace(dag_id="bigcommerce_price_stock_export", run_id=run_id)
    dag_run = SimpleNamespace(run_type="manual")
    ExportPrices(task_id="prices", store="default").execute({"params": DEFAULTS | params, "ti": ti, "dag_run": dag_run})
    return run_id
