-- A page of what a dry run says under one flow and verdict, the biggest changes first.
-- store, dag_run_id, flow, verdict, limit; after_target, after_sku: the row that the page begins after, null: none
select p.target, p.sku, p.old, p.new, p.old_sale_price, p.new_sale_price, p.rule, p.percent
from bigcommerce.planned_changes p
where p.store_code = %(store)s and p.dag_run_id = %(dag_run_id)s and p.flow = %(flow)s and p.verdict = %(verdict)s
    and (
        %(after_sku)s::text is null
        or (coalesce(abs(p.percent), -1), p.target, p.sku) < (
            select coalesce(abs(a.percent), -1), a.target, a.sku
            from bigcommerce.planned_changes a
            where a.store_code = %(store)s and a.dag_run_id = %(dag_run_id)s and a.flow = %(flow)s
                and a.target = %(after_target)s and a.sku = %(after_sku)s
        )
    )
order by coalesce(abs(p.percent), -1) desc, p.target desc, p.sku desc
limit %(limit)s
