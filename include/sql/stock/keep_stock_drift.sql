-- What BigCommerce holds though it neither should nor must by what it accepted and sold. is_ours: the back office
-- manages stock, so that a first or a changed number of its own is no drift.
insert into bigcommerce.price_stock_drift (store_code, dag_run_id, flow, sku, expected, held)
select %(store)s, %(dag_run_id)s, 'stock', sku, quantity, held_now
from stock_plan
where verdict = 'send' and (not %(is_ours)s or (held is not null and held is distinct from held_now))
on conflict (store_code, dag_run_id, flow, target, sku) do update set expected = excluded.expected, held = excluded.held
