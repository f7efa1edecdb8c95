-- The last run of each of these DAGs, of the last month's. dag_ids
select d.dag_id, r.dag_run_id, r.started_at, r.finished_at, r.error, r.items_written, r.items_refused
from unnest(%(dag_ids)s::text[]) with ordinality as d (dag_id, position)
left join lateral (
    select * from bigcommerce.sync_runs r
    where r.store_code = %(store)s and r.flow = 'neto' and r.dag_id = d.dag_id
        and r.started_at > now() - interval '31 days'
    order by r.started_at desc
    limit 1
) r on true
order by d.position
