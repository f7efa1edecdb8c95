"""# Neto approval push

Where approvals live in Neto, writes there what was approved and unapproved here: after an import of approvals, and
every 15 minutes what the panel changed. Only what Neto does not know yet is sent. Skipped unless Neto is switched on.

**Reads** `bigcommerce.product_approvals` and the items concerned. **Writes** their sales channel, or the field chosen.
**Rerun**: safe, values are absolute. **If red**: the task's log says what to do; SKUs that Neto does not have or
refused are in `bigcommerce.item_problems`.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import AssetOrTimeSchedule, DeltaTriggerTimetable, dag

from bigcommerce.assets import APPROVALS
from bigcommerce.dag_defaults import DEFAULT_ARGS, START
from bigcommerce.operators.neto.approvals import PushApprovals
from bigcommerce.params import skus_param, store_param


@dag(
    schedule=AssetOrTimeSchedule(timetable=DeltaTriggerTimetable(timedelta(minutes=15)), assets=[APPROVALS]),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["neto", "approvals", "export"],
    params={"store": store_param(), "skus": skus_param()},
)
def neto_approval_push() -> None:
    PushApprovals(task_id="approval_push")


neto_approval_push()
