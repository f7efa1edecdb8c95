-- How many orders are here that were none to receive, and would be now: counted up to `most`.
-- store; statuses; since: null for any day; most
select count(*) from (
    select from bigcommerce.landed_orders
    where store_code = %(store)s and outcome = 'not_synced' and status_id = any(%(statuses)s::int[])
        and (%(since)s::timestamptz is null or placed_at >= %(since)s::timestamptz)
    limit %(most)s
) found
