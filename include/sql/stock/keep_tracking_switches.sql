-- These products are tracked now; what the plan has for them can be written.
with switched as (
    select distinct product_id, switch_to from stock_plan
    where product_id = any(%(product_ids)s) and switch_to is not null
),
planned as (
    update stock_plan p set switch_to = null, inventory_tracking = s.switch_to
    from switched s where p.product_id = s.product_id and p.switch_to is not null
),
links as (
    update bigcommerce.product_links l set inventory_tracking = s.switch_to
    from switched s where l.store_code = %(store)s and l.product_id = s.product_id
)
insert into bigcommerce.tracking_switches (store_code, product_id, inventory_tracking, dag_run_id)
select %(store)s, product_id, switch_to, %(dag_run_id)s from switched
on conflict (store_code, product_id) do nothing
