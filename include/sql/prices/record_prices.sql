-- What BigCommerce accepted just now for one target: the last value, and every value for a rollback.
with accepted as (
    select * from price_plan where target = %(target)s and sku = any(%(skus)s)
),
history as (
    insert into bigcommerce.price_history
        (store_code, target, sku, price, sale_price, basis_price, basis_promotion, sent_at, dag_run_id)
    select
        %(store)s, target, sku, price, sale_price, basis_price, basis_promotion, clock_timestamp(), %(dag_run_id)s
    from accepted
),
sendings as (
    delete from bigcommerce.sendings d using accepted a
    where d.store_code = %(store)s and d.flow = 'prices' and d.target = a.target and d.sku = a.sku
),
refusals as (
    delete from bigcommerce.refused_items r using accepted a
    where r.store_code = %(store)s and r.flow = 'prices' and r.target = a.target and r.sku = a.sku
)
insert into bigcommerce.price_exports (store_code, target, sku, price, sale_price, sent_at, dag_run_id)
select %(store)s, target, sku, price, sale_price, clock_timestamp(), %(dag_run_id)s from accepted
on conflict (store_code, target, sku) do update set
    price = excluded.price, sale_price = excluded.sale_price, sent_at = excluded.sent_at,
    dag_run_id = excluded.dag_run_id
