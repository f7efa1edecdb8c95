"""# Neto consignment import

Every 15 minutes brings down what Neto dispatched since the last time, by Neto's own clock, and with it starts the
tracking export, so that shoppers get their tracking link.

**Reads** Neto's orders in Dispatched, Pending Dispatch and Cancelled. **Writes** `backoffice.consignments` with their
lines. **Rerun**: safe, an unchanged dispatch costs no row. **If red**: the task's log says what to do; dispatches that
belong to no order here are in `bigcommerce.item_problems`. Skips where Neto is not connected. **More**: docs/neto.md.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import dag

from bigcommerce.assets import CONSIGNMENTS
from bigcommerce.dag_defaults import DEFAULT_ARGS, START
from bigcommerce.operators.neto.consignments import ImportConsignments
from bigcommerce.params import order_ids_param, store_param


@dag(
    schedule=timedelta(minutes=15),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["neto", "tracking", "import"],
    params={"store": store_param(), "order_ids": order_ids_param()},
)
def neto_consignment_import() -> None:
    ImportConsignments(task_id="import_consignments", outlets=[CONSIGNMENTS])


neto_consignment_import()
