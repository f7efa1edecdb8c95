delete from bigcommerce.rollback_outcomes where store_code = %(store)s and dag_run_id = %(dag_run_id)s
