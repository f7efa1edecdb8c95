-- Keeps a dry run's plan. What is not approved is in it where the run counts it as if it were.
insert into bigcommerce.planned_changes
    (store_code, dag_run_id, flow, target, sku, old, new, old_sale_price, new_sale_price, rule, percent, verdict)
select
    %(store)s, %(dag_run_id)s, 'prices', p.target, p.sku, p.compare_price, p.price, p.old_sale_price, p.sale_price,
    concat_ws(', ', p.rule, case when a.sku is null then 'as if approved' end),
    round((p.price - p.compare_price) * 100 / nullif(p.compare_price, 0), 2), p.verdict
from price_plan p
left join bigcommerce.product_approvals a on a.store_code = %(store)s and a.sku = p.sku and a.is_approved
where p.verdict <> 'unchanged'
