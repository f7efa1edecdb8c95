"""# Order backfill

Walks again the orders *placed* in its data interval and receives what is missing. Its daily run audits yesterday;
`airflow backfill create`, or the backfill dialog, over any range of days is how older orders are brought down. It
moves no watermark and runs beside the order ingest, or while that is paused. An order that should have been here and
was not is received and named in `bigcommerce.item_problems` as `order_was_missing`.

**Reads** BigCommerce orders and refunds. **Writes** the same tables as the order ingest. **Rerun**: safe. **If red**:
the task's log says what to do.
"""

from __future__ import annotations

from airflow.sdk import CronDataIntervalTimetable, dag

from bigcommerce.dag_defaults import DEFAULT_ARGS, START
from bigcommerce.operators.orders import BackfillOrders
from bigcommerce.operators.stores import SelectStores
from bigcommerce.params import store_param


@dag(
    # Not a plain "@daily": that gives intervals of zero length.
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    start_date=START,
    catchup=False,
    max_active_runs=2,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["bigcommerce", "orders", "backfill"],
    params={"store": store_param()},
)
def bigcommerce_order_backfill() -> None:
    stores = SelectStores(task_id="select_stores")
    BackfillOrders.partial(task_id="backfill_orders", map_index_template="{{ task.store }}").expand(store=stores.output)


bigcommerce_order_backfill()
