-- What a dry run says, by flow and verdict, counted up to `most`. Jumps from group to group in the index.
with recursive groups as (
    (
        select p.flow, p.verdict from bigcommerce.planned_changes p
        where p.store_code = %(store)s and p.dag_run_id = %(dag_run_id)s
        order by p.flow, p.verdict limit 1
    )
    union all
    select n.flow, n.verdict from groups g
    cross join lateral (
        select p.flow, p.verdict from bigcommerce.planned_changes p
        where p.store_code = %(store)s and p.dag_run_id = %(dag_run_id)s and (p.flow, p.verdict) > (g.flow, g.verdict)
        order by p.flow, p.verdict limit 1
    ) n
)
select g.flow, g.verdict, counted.items
from groups g
cross join lateral (
    select count(*) as items from (
        select from bigcommerce.planned_changes p
        where p.store_code = %(store)s and p.dag_run_id = %(dag_run_id)s and p.flow = g.flow and p.verdict = g.verdict
        order by coalesce(abs(p.percent), -1) -- or the whole table is read for a rare verdict
        limit %(most)s
    ) found
) counted
order by g.flow, g.verdict <> 'send', g.verdict
