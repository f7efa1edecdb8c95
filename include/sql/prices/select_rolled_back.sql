-- The SKUs that a run rolls back.
select distinct sku from bigcommerce.price_rollbacks where store_code = %(store)s and dag_run_id = %(dag_run_id)s
