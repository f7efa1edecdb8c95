-- What BigCommerce was read to hold though it is not what it must by the ledger: taken for accepted when it was read.
with adopted as (
    select * from stock_plan where verdict = 'adopted'
),
sendings as (
    delete from bigcommerce.sendings d using adopted a
    where d.store_code = %(store)s and d.flow = 'stock' and d.target = a.location_id::text and d.sku = a.sku
)
insert into bigcommerce.stock_exports (store_code, location_id, sku, quantity, sent_at, dag_run_id)
select %(store)s, location_id, sku, quantity, %(read_at)s, %(dag_run_id)s from adopted
on conflict (store_code, location_id, sku) do update set
    quantity = excluded.quantity, sent_at = excluded.sent_at, dag_run_id = excluded.dag_run_id
