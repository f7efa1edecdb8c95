-- Which lists there are of a run: a dry run's plan, what a full run found to differ, the prices it sent. Each is asked for
-- its first row in the order of an index: or the whole table is read where a run has none.
select
    coalesce((
        select true from bigcommerce.planned_changes where store_code = %(store)s and dag_run_id = %(dag_run_id)s
        order by flow, target, sku limit 1
    ), false) as plan,
    coalesce((
        select true from bigcommerce.price_stock_drift where store_code = %(store)s and dag_run_id = %(dag_run_id)s
        order by flow, target, sku limit 1
    ), false) as drift,
    coalesce((
        select true from bigcommerce.price_history where store_code = %(store)s and dag_run_id = %(dag_run_id)s
        order by history_id limit 1
    ), false) as prices
