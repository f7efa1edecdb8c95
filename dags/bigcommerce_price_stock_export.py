"""# Price and stock export

Every 15 minutes, and after a link refresh or an import of Neto's catalogue that changed something, sends the prices
(catalogue and price lists), then the stock, of approved products that differ from what BigCommerce last accepted. One
DAG, because BigCommerce asks that bulk catalogue and inventory writes do not overlap. The first scheduled run after
03:00 UTC is `full`: it compares with what BigCommerce holds now, lists what differs in
`bigcommerce.price_stock_drift`, and puts it right.

**Reads** `backoffice` products, prices, promotions and stock. **Writes** BigCommerce prices and inventory, and
`bigcommerce.price_exports` and `stock_exports`; a dry run `planned_changes` alone. **Rerun**: safe, values are
absolute. **If red**: the task's log says what to do; single SKUs that could not be sent are in
`bigcommerce.item_problems`.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import AssetOrTimeSchedule, DeltaTriggerTimetable, Param, dag, task_group

from bigcommerce.assets import CATALOGUE, LINKS
from bigcommerce.dag_defaults import DEFAULT_ARGS, START
from bigcommerce.operators.prices import ExportPrices
from bigcommerce.operators.stock import ExportStock
from bigcommerce.operators.stores import SelectStores
from bigcommerce.params import as_if_approved_param, dry_run_param, skus_param, store_param


@dag(
    schedule=AssetOrTimeSchedule(timetable=DeltaTriggerTimetable(timedelta(minutes=15)), assets=LINKS | CATALOGUE),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["bigcommerce", "prices", "stock", "export"],
    params={
        "store": store_param(),
        "skus": skus_param(),
        "what": Param(
            "both", type="string", enum=["prices", "stock", "both"], title="What", description="Which of the two."
        ),
        "dry_run": dry_run_param(),
        "as_if_approved": as_if_approved_param(),
        "full": Param(
            False, type="boolean", title="Full", description="Compare with what BigCommerce holds now, and repair."
        ),
        "rollback_run": Param(
            None,
            type=["null", "string"],
            minLength=1,
            title="Roll back run",
            description="A run id of this DAG: restore the prices it replaced, where nobody has changed them since.",
        ),
    },
)
def bigcommerce_price_stock_export() -> None:
    @task_group
    def export(store: str) -> None:
        prices = ExportPrices(task_id="prices", store=store, map_index_template="{{ task.store }}")
        stock = ExportStock(task_id="stock", store=store, map_index_template="{{ task.store }}")
        prices >> stock

    export.expand(store=SelectStores(task_id="select_stores").output)


bigcommerce_price_stock_export()
