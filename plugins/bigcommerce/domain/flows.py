"""The flows people see, and what is usual of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bigcommerce import errors

NAMES = {
    "orders": "Orders",
    "prices": "Prices",
    "stock": "Stock",
    "tracking": "Tracking",
    "links": "Product links",
    "approvals": "Approvals",
    "neto": "Neto",
}

# What a run was for, where it was no ordinary one.
KINDS = {"dry_run": "dry run", "rollback": "rollback", "partial": "for some"}

# The DAG whose schedule keeps a flow going; approvals wait for people.
DAG_IDS = {
    "orders": "bigcommerce_order_ingest",
    "prices": "bigcommerce_price_stock_export",
    "stock": "bigcommerce_price_stock_export",
    "tracking": "bigcommerce_tracking_export",
    "links": "bigcommerce_product_link_refresh",
}

# The DAGs of Neto, where that is switched on, in the order of their work.
NETO_DAGS = {
    "neto_catalog_import": "Products, prices and stock from Neto",
    "neto_order_push": "Orders to Neto",
    "neto_consignment_import": "Parcels from Neto",
    "neto_approval_push": "Approvals to Neto",
}


def in_sentence(title: str) -> str:
    """Without its capital, but for what is a name."""
    return title if title.startswith(("Neto", "SKU")) else f"{title[0].lower()}{title[1:]}"


def name_of(flow: str, dag_id: str) -> str:
    """What a run did for people: Neto's DAGs share one flow, and each does another part of it."""
    return NETO_DAGS.get(dag_id, NAMES[flow])


# So long without a run that went through is too long.
PATIENCE = {
    "orders": timedelta(hours=1),
    "prices": timedelta(hours=1),
    "stock": timedelta(hours=1),
    "tracking": timedelta(hours=1),
    "links": timedelta(hours=36),
}
# A run without an end is over all the same: its worker died.
LONGEST_RUN = timedelta(hours=12)
# Whose message is a sentence for people; another error's says little without its name.
SPOKEN = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.SyncError)}
SPOKEN |= {"AirflowSkipException", "AirflowFailException", "AirflowException"}


def spoken_error(error: str) -> str:
    """What the ledger keeps of an error, without the name of its class where the rest says it all."""
    name, _, sentence = error.partition(": ")
    return sentence if sentence and name in SPOKEN else error


def state_of_run(run: Mapping[str, Any], now: datetime) -> str:
    """running, broken off, failed, some refused, or done."""
    if run["finished_at"] is None:
        return "broken off" if now - run["started_at"] > LONGEST_RUN else "running"
    if run["error"]:
        return "failed"
    return "some refused" if run["items_refused"] else "done"
