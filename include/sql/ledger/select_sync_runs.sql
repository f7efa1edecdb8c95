-- What one DAG run has done so far. Grain: one row a flow and store.
-- dag_id, dag_run_id
select
    flow, store_code, started_at, finished_at, items_read, items_written, items_unchanged, items_refused, requests,
    writes, error
from bigcommerce.sync_runs
where dag_id = %(dag_id)s and dag_run_id = %(dag_run_id)s
order by store_code, flow
