-- Keeps a dry run's plan.
insert into bigcommerce.planned_changes
    (store_code, dag_run_id, flow, target, sku, old, new, old_sale_price, new_sale_price, rule, percent, verdict)
select
    %(store)s, %(dag_run_id)s, 'prices', target, sku, compare_price, price, old_sale_price, sale_price, rule,
    round((price - compare_price) * 100 / nullif(compare_price, 0), 2), verdict
from price_plan
where verdict <> 'unchanged'
