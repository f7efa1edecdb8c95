-- Whether there ever was such a run of prices, for any store.
select
    exists (select from bigcommerce.price_history where dag_run_id = %(rollback_run)s)
    or exists (select from bigcommerce.sync_runs where dag_run_id = %(rollback_run)s and flow = 'prices')
