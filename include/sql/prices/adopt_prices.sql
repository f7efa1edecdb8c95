-- What BigCommerce was read to hold though it is not what it last accepted: taken for accepted.
with adopted as (
    select * from price_plan where verdict = 'adopted'
),
sendings as (
    delete from bigcommerce.sendings d using adopted a
    where d.store_code = %(store)s and d.flow = 'prices' and d.target = a.target and d.sku = a.sku
)
insert into bigcommerce.price_exports (store_code, target, sku, price, sale_price, sent_at, dag_run_id)
select %(store)s, target, sku, price, sale_price, %(read_at)s, %(dag_run_id)s from adopted
on conflict (store_code, target, sku) do update set
    price = excluded.price, sale_price = excluded.sale_price, sent_at = excluded.sent_at,
    dag_run_id = excluded.dag_run_id
