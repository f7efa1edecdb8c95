-- What BigCommerce was read to hold though it is not what it last accepted: taken for accepted.
insert into bigcommerce.price_exports (store_code, target, sku, price, sale_price, sent_at, dag_run_id)
select %(store)s, target, sku, price, sale_price, %(read_at)s, %(dag_run_id)s
from price_plan where verdict = 'adopted'
on conflict (store_code, target, sku) do update set
    price = excluded.price, sale_price = excluded.sale_price, sent_at = excluded.sent_at,
    dag_run_id = excluded.dag_run_id
