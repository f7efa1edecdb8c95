-- Plans that nobody will look at any more, and this run's own of an earlier try.
delete from bigcommerce.planned_changes
where store_code = %(store)s and flow = %(flow)s
    and (planned_at < now() - interval '30 days' or dag_run_id = %(dag_run_id)s)
