-- Takes back what a run decided to roll back.
delete from bigcommerce.price_rollbacks where store_code = %(store)s and dag_run_id = %(dag_run_id)s
