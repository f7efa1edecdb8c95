-- The run of a flow that was at work at each moment, where one was. Grain: one row a flow and moment.
-- store, flows, moments: two lists of one length
select t.flow, t.moment, r.dag_id, r.dag_run_id
from (select distinct flow, moment from unnest(%(flows)s::text[], %(moments)s::timestamptz[]) as u (flow, moment)) as t
cross join lateral (
    select s.dag_id, s.dag_run_id
    from bigcommerce.sync_runs s
    where s.store_code = %(store)s and s.flow = t.flow
        and s.started_at <= t.moment and s.started_at > t.moment - interval '1 day'
        and coalesce(s.finished_at, 'infinity') >= t.moment
    order by s.started_at desc
    limit 1
) as r
