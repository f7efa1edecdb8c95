-- The flows of every store: is it on, its last run (no dry one, no rollback, and one for some items only where it failed),
-- the last one on schedule that went through, what it cost lately, and how many of its problems are open, counted up to
-- `most`.
-- store: null: all; most
select
    s.store_code, s.is_enabled, s.setup_completed_at, f.flow,
    case f.flow
        when 'orders' then s.order_sync_enabled
        when 'prices' then s.prices_managed_in = 'backoffice'
        when 'stock' then s.stock_managed_in = 'backoffice' and s.stock_sync_enabled
        when 'tracking' then s.consignment_sync_enabled
        when 'neto' then n.is_only is not null
        else true
    end as is_on,
    r.dag_id, r.dag_run_id, r.started_at, r.finished_at, r.items_refused, r.error, r.requests, r.waited_seconds,
    -- A run by hand may be for a few items.
    (
        select g.started_at from bigcommerce.sync_runs g
        where g.store_code = s.store_code and g.flow = f.flow and g.finished_at is not null and g.error is null
            and g.dag_run_id like 'scheduled\_\_%%'
        order by g.started_at desc limit 1
    ) as went_through_at,
    case f.flow when 'orders' then w.complete_until end as complete_until,
    case f.flow when 'orders' then w.newest_order_at end as newest_order_at,
    lately.hour_requests, lately.hour_waited, lately.day_requests, lately.day_waited,
    p.open_problems, p.problems_since
from bigcommerce.stores s
cross join (
    values (1, 'orders'), (2, 'prices'), (3, 'stock'), (4, 'tracking'), (5, 'links'), (6, 'approvals'), (7, 'neto')
) as f (position, flow)
left join bigcommerce.order_watermarks w on w.store_code = s.store_code
left join neto.settings n on n.store_code = s.store_code
left join lateral (
    select * from bigcommerce.sync_runs r
    where r.store_code = s.store_code and r.flow = f.flow
        and (r.kind = 'ordinary' or r.kind = 'partial' and r.error is not null)
    order by r.started_at desc
    limit 1
) r on true
cross join lateral (
    select
        coalesce(sum(d.requests) filter (where d.started_at > now() - interval '1 hour'), 0) as hour_requests,
        coalesce(sum(d.waited_seconds) filter (where d.started_at > now() - interval '1 hour'), 0) as hour_waited,
        coalesce(sum(d.requests), 0) as day_requests,
        coalesce(sum(d.waited_seconds), 0) as day_waited
    from bigcommerce.sync_runs d
    where d.store_code = s.store_code and d.flow = f.flow and d.started_at > now() - interval '1 day'
) lately
cross join lateral (
    select count(*) as open_problems, min(first_seen_at) as problems_since from (
        select i.first_seen_at from bigcommerce.item_problems i
        where i.store_code = s.store_code and i.flow = f.flow and i.resolved_at is null
        order by i.code -- or the whole table is read for a flow with few
        limit %(most)s
    ) found
) p
where (%(store)s::text is null or s.store_code = %(store)s)
    -- Who has no Neto sees none.
    and (f.flow <> 'neto' or n.is_only is not null or p.open_problems > 0)
order by s.store_code, f.position
