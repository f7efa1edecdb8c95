-- What BigCommerce accepted. sent_at: BigCommerce's own clock, because orders are dated by it.
with accepted as (
    update stock_plan set verdict = 'sent' where sku = any(%(skus)s) returning sku, location_id, quantity
),
sendings as (
    delete from bigcommerce.sendings d using accepted a
    where d.store_code = %(store)s and d.flow = 'stock' and d.target = a.location_id::text and d.sku = a.sku
),
refusals as (
    delete from bigcommerce.refused_items r using accepted a
    where r.store_code = %(store)s and r.flow = 'stock' and r.target = a.location_id::text and r.sku = a.sku
)
insert into bigcommerce.stock_exports (store_code, location_id, sku, quantity, sent_at, dag_run_id)
select %(store)s, location_id, sku, quantity, %(sent_at)s, %(dag_run_id)s from accepted
on conflict (store_code, location_id, sku) do update set
    quantity = excluded.quantity, sent_at = excluded.sent_at, dag_run_id = excluded.dag_run_id
