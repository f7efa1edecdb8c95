-- Which lists there are of a run: a dry run's plan, what a full run found to differ, the prices it sent.
select
    exists (
        select from bigcommerce.planned_changes where store_code = %(store)s and dag_run_id = %(dag_run_id)s
    ) as plan,
    exists (
        select from bigcommerce.price_stock_drift where store_code = %(store)s and dag_run_id = %(dag_run_id)s
    ) as drift,
    exists (
        select from bigcommerce.price_history where store_code = %(store)s and dag_run_id = %(dag_run_id)s
    ) as prices
