-- A page of a store's runs, the newest first.
-- store, limit; flow: null: all; after_started_at, after_dag_id, after_dag_run_id, after_flow: the key of the row that the
-- page begins after, null: none
select
    r.dag_id, r.dag_run_id, r.flow, r.kind, r.started_at, r.finished_at, r.items_read, r.items_written, r.items_unchanged,
    r.items_refused, r.requests, r.writes, r.waited_seconds, r.error,
    coalesce((
        select true from bigcommerce.planned_changes p
        where p.store_code = r.store_code and p.dag_run_id = r.dag_run_id and p.flow = r.flow
        order by p.target, p.sku -- or the whole table is read where a run has none
        limit 1
    ), false) as has_plan
from bigcommerce.sync_runs r
where r.store_code = %(store)s and (%(flow)s::text is null or r.flow = %(flow)s)
    and (
        %(after_started_at)s::timestamptz is null
        or (r.started_at, r.dag_id, r.dag_run_id, r.flow)
        < (%(after_started_at)s, %(after_dag_id)s, %(after_dag_run_id)s, %(after_flow)s)
    )
order by r.started_at desc, r.dag_id desc, r.dag_run_id desc, r.flow desc
limit %(limit)s
