-- Items written and requests of each flow, per hour or day (unit) since `since`, also where nothing ran.
-- store, unit, since, until
select
    slot, r.flow, coalesce(sum(r.items_written), 0)::bigint as items_written, coalesce(sum(r.requests), 0)::bigint as requests
from generate_series(
    date_trunc(%(unit)s, %(since)s::timestamptz), %(until)s::timestamptz, ('1 ' || %(unit)s)::interval
) as slot
left join bigcommerce.sync_runs r
    on r.store_code = %(store)s and r.started_at >= date_trunc(%(unit)s, %(since)s::timestamptz)
    and date_trunc(%(unit)s, r.started_at) = slot
group by slot, r.flow
order by slot, r.flow
