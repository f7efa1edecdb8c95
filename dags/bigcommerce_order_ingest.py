"""# Order ingest

Every 5 minutes brings down the orders that changed since the last complete walk, by BigCommerce's own clock, so
neither downtime nor a paused DAG leaves a gap.

**Reads** BigCommerce orders and refunds. **Writes** `bigcommerce.raw_orders` and `backoffice.orders` with lines,
addresses and payments. **Rerun**: safe, an unchanged order costs no row. **If red**: the task's log says what to do;
single orders that could not be received are in `bigcommerce.item_problems`.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag

from bigcommerce.assets import ORDERS
from bigcommerce.dag_defaults import DEFAULT_ARGS, START
from bigcommerce.operators.orders import IngestOrders
from bigcommerce.operators.stores import SelectStores
from bigcommerce.params import moment_param, order_ids_param, store_param


@dag(
    schedule=timedelta(minutes=5),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["bigcommerce", "orders"],
    params={
        "store": store_param(),
        "order_ids": order_ids_param(),
        "modified_from": moment_param("Modified from", "Only orders modified at or after this time, with zone."),
        "modified_to": moment_param("Modified to", "… and before this time. Empty: now."),
        "placed_from": moment_param("Placed from", "Only orders placed at or after this time, with zone."),
        "placed_to": moment_param("Placed to", "… and before this time. Empty: now."),
    },
)
def bigcommerce_order_ingest() -> None:
    stores = SelectStores(task_id="select_stores")
    IngestOrders.partial(task_id="ingest_orders", outlets=[ORDERS], map_index_template="{{ task.store }}").expand(
        store=stores.output
    )


bigcommerce_order_ingest()
