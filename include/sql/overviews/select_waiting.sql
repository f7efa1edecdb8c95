-- What waits for a person in every store, each counted up to `most`, with since when where that is cheaply known, and
-- whether any product is approved.
-- store: null: all; most
select
    s.store_code,
    (
        select count(*) from (
            select from bigcommerce.guarded_prices g
            where g.store_code = s.store_code and g.state = 'waiting'
            order by g.sku limit %(most)s
        ) found
    ) as guarded_prices,
    h.orders_on_hold, h.orders_on_hold_since,
    coalesce((
        select true from bigcommerce.product_approvals a where a.store_code = s.store_code and a.is_approved
        order by a.sku collate "C" limit 1 -- or the whole table is read where a store has none
    ), false) as has_approvals,
    c.changes, c.changes_since,
    t.consignments, t.consignments_since,
    n.orderless, n.first_orderless,
    s.connection_id, a.account as refused_account, -- the test of which it failed
    b.dag_id as rollback_dag_id, b.dag_run_id as rollback_run_id, b.started_at as rollback_started_at,
    b.finished_at as rollback_finished_at, b.items_refused as rollback_items_refused, b.error as rollback_error
from bigcommerce.stores s
left join bigcommerce.account_tests a on a.store_code = s.store_code and a.problem is not null
left join lateral (
    -- The last one, of the last week: a person has started it, and nothing starts it again.
    select r.dag_id, r.dag_run_id, r.started_at, r.finished_at, r.items_refused, r.error
    from bigcommerce.sync_runs r
    where r.store_code = s.store_code and r.flow = 'prices' and r.kind = 'rollback'
        and r.started_at > now() - interval '7 days'
    order by r.started_at desc limit 1
) b on true
cross join lateral (
    select count(*) as orders_on_hold, min(received_at) as orders_on_hold_since from (
        select o.received_at from backoffice.orders o
        where o.store_code = s.store_code and o.status = 'On Hold'
        limit %(most)s
    ) found
) h
cross join lateral (
    select count(*) as changes, min(noticed_at) as changes_since from (
        select h.noticed_at from backoffice.order_changes h
        where h.acknowledged_at is null and h.kind <> 'status'
            -- Looked up one by one: joined, all orders were read for a few.
            and (select o.store_code from backoffice.orders o where o.order_id = h.order_id) = s.store_code
        order by h.noticed_at limit %(most)s
    ) found
) c
-- Not sent yet, of the last week's: older ones would take reading all that was ever dispatched.
cross join lateral (
    select count(*) as consignments, min(updated_at) as consignments_since from (
        select c.updated_at from backoffice.consignments c
        join backoffice.orders o on o.order_id = c.order_id
        where c.updated_at > now() - interval '7 days' and o.store_code = s.store_code and not c.is_cancelled
            and coalesce(coalesce(c.dispatched_at, now()) >= s.setup_completed_at, true)
            and (s.ship_without_tracking_number or coalesce(c.tracking_number, '') ~ '\S')
            and not exists (
                select from bigcommerce.shipment_exports x
                where x.store_code = s.store_code and x.consignment_id = c.consignment_id and x.state = 'accepted'
            )
            -- What is held back is a problem, and counted there.
            and not exists (
                select from bigcommerce.item_problems i
                where i.store_code = s.store_code and i.flow = 'tracking' and i.item_key = c.consignment_id
                    and i.resolved_at is null
            )
        order by c.updated_at limit %(most)s
    ) found
) t
-- Of no store, so every store that sends parcels says it.
cross join (
    select count(*) as orderless, min(consignment_id) as first_orderless from (
        select consignment_id from backoffice.consignments
        where order_id is null and not is_cancelled
        order by consignment_id limit %(most)s
    ) found
) n
where %(store)s::text is null or s.store_code = %(store)s
order by s.store_code
