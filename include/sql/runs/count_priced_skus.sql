select count(distinct sku) from bigcommerce.price_history where store_code = %(store)s and dag_run_id = %(dag_run_id)s
