"""# Bulk approval

Approves (or unapproves) the products a CSV of SKUs names. Only products the back office knows are changed.

With `dry_run` it only counts; with `confirm` it waits for an operator, a day at most, under *Required Actions*. What
changed starts the link refresh, and that the export.

**Reads** a CSV under the allowed folders. **Writes** `bigcommerce.product_approvals`, all rows or none, and
`bigcommerce.approval_imports` with the rejects. **Rerun**: safe, the same file again changes nothing. **If red**: the
task's log says what is wrong with the file.
"""

from __future__ import annotations

from airflow.sdk import Param, dag

from bigcommerce.assets import APPROVALS
from bigcommerce.dag_defaults import DEFAULT_ARGS, START
from bigcommerce.operators.approvals import ImportApprovals
from bigcommerce.operators.stores import SelectStores
from bigcommerce.params import dry_run_param, store_param


@dag(
    schedule=None,
    start_date=START,
    catchup=False,
    max_active_runs=16,  # one that waits for a person must not keep the others waiting
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["bigcommerce", "approvals"],
    params={
        "store": store_param(),
        "file": Param(
            None,
            type=["null", "string"],
            minLength=1,
            title="File",
            description="Path of the CSV; a relative one starts at the first folder of BIGCOMMERCE_IMPORT_PATHS.",
        ),
        "sku_column": Param(
            "SKU", type="string", minLength=1, title="Column of the SKUs", description="As the header spells it."
        ),
        "approved_value": Param(
            "Y", type="string", enum=["Y", "N"], title="Value", description="Y approves every SKU, N unapproves."
        ),
        "approved_column": Param(
            None,
            type=["null", "string"],
            minLength=1,
            title="Column of the value",
            description="Instead of one value for all: the column that says yes or no for each SKU.",
        ),
        "dry_run": dry_run_param(),
        "confirm": Param(False, type="boolean", title="Ask first", description="Wait for a person before applying."),
    },
)
def bigcommerce_bulk_approval() -> None:
    stores = SelectStores(task_id="select_stores", also_disabled=True)
    ImportApprovals.partial(
        task_id="import_approvals", outlets=[APPROVALS], map_index_template="{{ task.store }}"
    ).expand(store=stores.output)


bigcommerce_bulk_approval()
