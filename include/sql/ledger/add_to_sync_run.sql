-- Adds what was done since the last call.
update bigcommerce.sync_runs set
    items_read = items_read + %(read)s,
    items_written = items_written + %(written)s,
    items_unchanged = items_unchanged + %(unchanged)s,
    items_refused = items_refused + %(refused)s,
    requests = requests + %(requests)s,
    writes = writes + %(writes)s,
    waited_seconds = waited_seconds + %(waited_seconds)s,
    window_from = coalesce(%(window_from)s, window_from),
    window_to = coalesce(%(window_to)s, window_to)
where dag_id = %(dag_id)s and dag_run_id = %(dag_run_id)s and flow = %(flow)s and store_code = %(store)s
