-- Keeps a dry run's plan.
insert into bigcommerce.planned_changes (store_code, dag_run_id, flow, target, sku, old, new, percent, verdict)
select
    %(store)s, %(dag_run_id)s, 'stock', location_id::text, sku, held, quantity,
    round((quantity - held)::numeric * 100 / nullif(held, 0), 2), verdict
from stock_plan
where verdict <> 'unchanged'
