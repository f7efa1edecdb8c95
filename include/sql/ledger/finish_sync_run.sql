update bigcommerce.sync_runs set finished_at = now(), error = %(error)s
where dag_id = %(dag_id)s and dag_run_id = %(dag_run_id)s and flow = %(flow)s and store_code = %(store)s
