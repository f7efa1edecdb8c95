-- What a run rolls back, from judged_rollback.
insert into bigcommerce.price_rollbacks as r
    (store_code, target, sku, price, sale_price, basis_price, basis_promotion, dag_run_id)
select %(store)s, target, sku, price, sale_price, basis_price, basis_promotion, %(dag_run_id)s
from judged_rollback where outcome = 'rolled_back'
on conflict (store_code, target, sku) do update set
    price = excluded.price, sale_price = excluded.sale_price, basis_price = excluded.basis_price,
    basis_promotion = excluded.basis_promotion, dag_run_id = excluded.dag_run_id, rolled_back_at = now()
where r.dag_run_id is distinct from excluded.dag_run_id
