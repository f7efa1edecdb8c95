-- What one run did for a store, flow by flow.
select
    flow, kind, started_at, finished_at, window_from, window_to, items_read, items_written, items_unchanged, items_refused,
    requests, writes, waited_seconds, error
from bigcommerce.sync_runs
where dag_id = %(dag_id)s and dag_run_id = %(dag_run_id)s and store_code = %(store)s
order by started_at, flow
