"""# Product link refresh

Every night walks BigCommerce's catalogue and finds out which product and variant each SKU is. Started by hand, or by an
import of approvals, it reads only what changed since, in a request or two, and walks again where products were deleted,
or with `full`. What is linked then starts the price and stock export. The exports
look up what they lack in between, so a newly approved product does not wait for the night, and a product that appears
in BigCommerce waits for an hour at most.

**Reads** BigCommerce's catalogue. **Writes** `bigcommerce.product_links`. **Rerun**: safe. **If red**: the task's log
says what to do; approved SKUs that BigCommerce lacks, or has twice, are in `bigcommerce.item_problems`.
"""

from __future__ import annotations

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, Param, dag

from bigcommerce.assets import APPROVALS, LINKS
from bigcommerce.dag_defaults import DEFAULT_ARGS, START
from bigcommerce.operators.links import RefreshLinks
from bigcommerce.operators.stores import SelectStores
from bigcommerce.params import skus_param, store_param


@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("30 2 * * *", timezone="UTC"), assets=[APPROVALS]),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["bigcommerce", "links"],
    params={
        "store": store_param(),
        "skus": skus_param(),
        "full": Param(False, type="boolean", title="Full", description="Walk the whole catalogue, whatever is named."),
    },
)
def bigcommerce_product_link_refresh() -> None:
    stores = SelectStores(task_id="select_stores", also_disabled=True)
    RefreshLinks.partial(task_id="refresh_links", outlets=[LINKS], map_index_template="{{ task.store }}").expand(
        store=stores.output
    )


bigcommerce_product_link_refresh()
