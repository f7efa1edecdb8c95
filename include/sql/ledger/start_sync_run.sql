-- One row a run, flow and store; a retry goes on counting in it.
insert into bigcommerce.sync_runs (dag_id, dag_run_id, flow, store_code, kind)
values (%(dag_id)s, %(dag_run_id)s, %(flow)s, %(store)s, %(kind)s)
on conflict (dag_id, dag_run_id, flow, store_code) do update set finished_at = null, error = null
