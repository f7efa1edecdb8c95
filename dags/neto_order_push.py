"""# Neto order push

When orders were received, and every 5 minutes, enters at Neto the received orders that it does not have yet, adds the
payments that have arrived, and puts a sticky note on an order for each thing that BigCommerce changed since. An order
that names no payment or shipping method of Neto's goes there On Hold, without its payment, and is released once its
names are mapped.

**Reads** `backoffice.orders` with lines, addresses, payments and changes. **Writes** Neto's orders, payments and notes,
`accepted_at`, and `neto.order_pushes`. **Rerun**: safe, everything is looked up before it could be sent twice. **If
red**: the task's log says what to do; single orders that Neto would not take are in `bigcommerce.item_problems`. Skips
where Neto is not connected. **More**: docs/neto.md.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import AssetOrTimeSchedule, DeltaTriggerTimetable, dag

from bigcommerce.assets import ORDERS
from bigcommerce.dag_defaults import DEFAULT_ARGS, START
from bigcommerce.operators.neto.orders import PushOrders
from bigcommerce.params import order_ids_param, store_param


@dag(
    schedule=AssetOrTimeSchedule(timetable=DeltaTriggerTimetable(timedelta(minutes=5)), assets=[ORDERS]),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["neto", "orders"],
    params={"store": store_param(), "order_ids": order_ids_param()},
)
def neto_order_push() -> None:
    PushOrders(task_id="push_orders")


neto_order_push()
