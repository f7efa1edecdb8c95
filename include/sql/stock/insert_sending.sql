insert into bigcommerce.stock_sendings (store_code, location_id, first_sku, last_sku, dag_run_id)
values (%(store)s, %(location_id)s, %(first_sku)s, %(last_sku)s, %(dag_run_id)s)
returning sending_id
