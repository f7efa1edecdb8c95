"""# Tracking export

Every 15 minutes, and when consignments were imported, tells BigCommerce those it has not been told yet, so that
shoppers get their tracking link.

**Reads** `backoffice.consignments` and what BigCommerce says of those orders. **Writes** shipments to BigCommerce and
`bigcommerce.shipment_exports`. **Rerun**: safe, a shipment is looked up before it could be sent twice. **If red**: the
task's log says what to do; single consignments that could not be sent are in `bigcommerce.item_problems`. **More**:
docs/tracking.md.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import AssetOrTimeSchedule, DeltaTriggerTimetable, dag

from bigcommerce.assets import CONSIGNMENTS
from bigcommerce.dag_defaults import DEFAULT_ARGS, START
from bigcommerce.operators.stores import SelectStores
from bigcommerce.operators.tracking import ExportShipments
from bigcommerce.params import dry_run_param, order_ids_param, store_param


@dag(
    schedule=AssetOrTimeSchedule(timetable=DeltaTriggerTimetable(timedelta(minutes=15)), assets=[CONSIGNMENTS]),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["bigcommerce", "tracking", "export"],
    params={"store": store_param(), "order_ids": order_ids_param(), "dry_run": dry_run_param()},
)
def bigcommerce_tracking_export() -> None:
    stores = SelectStores(task_id="select_stores")
    ExportShipments.partial(task_id="export_shipments", map_index_template="{{ task.store }}").expand(
        store=stores.output
    )


bigcommerce_tracking_export()
