-- What BigCommerce was read to hold though it is not what it must by the ledger: taken for accepted when it was read.
insert into bigcommerce.stock_exports (store_code, location_id, sku, quantity, sent_at, dag_run_id)
select %(store)s, location_id, sku, quantity, %(read_at)s, %(dag_run_id)s
from stock_plan where verdict = 'adopted'
on conflict (store_code, location_id, sku) do update set
    quantity = excluded.quantity, sent_at = excluded.sent_at, dag_run_id = excluded.dag_run_id
