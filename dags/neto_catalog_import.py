"""# Neto catalogue import

Every 15 minutes reads the items that changed in Neto, once a day all of them, and makes them the back office's
products, prices and stock. What changed starts the price and stock export; approvals that changed in Neto start the
link refresh. An item that Neto has no more becomes inactive, never deleted. Skipped unless Neto is switched on.

**Reads** Neto's items. **Writes** `backoffice` products, price groups, prices and stock, and where approvals live in
Neto `bigcommerce.product_approvals`. **Rerun**: safe, only what differs changes. **If red**: the task's log says what
to do; items that cannot be read are in `bigcommerce.item_problems`.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DeltaTriggerTimetable, Param, dag

from bigcommerce.assets import APPROVALS, CATALOGUE
from bigcommerce.dag_defaults import DEFAULT_ARGS, START
from bigcommerce.operators.neto.catalogue import ImportCatalogue
from bigcommerce.params import skus_param, store_param


@dag(
    schedule=DeltaTriggerTimetable(timedelta(minutes=15)),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["neto", "prices", "stock", "import"],
    params={
        "store": store_param(),
        "skus": skus_param(),
        "full": Param(False, type="boolean", title="Full", description="Read every item, not only what changed."),
    },
)
def neto_catalog_import() -> None:
    ImportCatalogue(task_id="catalog_import", outlets=[CATALOGUE, APPROVALS])


neto_catalog_import()
