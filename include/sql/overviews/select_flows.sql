-- Every store's flows: the last run of each and how many of its problems are open.
select
    s.store_code, s.is_enabled, f.flow, r.dag_id, r.dag_run_id, r.started_at, r.finished_at, r.error,
    (
        select count(*) from bigcommerce.item_problems p
        where p.store_code = s.store_code and p.flow = f.flow and p.resolved_at is null
    ) as open_problems
from bigcommerce.stores s
cross join (
    values (1, 'orders'), (2, 'prices'), (3, 'stock'), (4, 'tracking'), (5, 'links'), (6, 'approvals')
) as f (position, flow)
left join lateral (
    select * from bigcommerce.sync_runs r
    where r.store_code = s.store_code and r.flow = f.flow
    order by r.started_at desc
    limit 1
) r on true
order by s.store_code, f.position
