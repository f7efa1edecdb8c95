-- Writes what changes, in the order of SKUs, so that two imports at once wait for each other instead of deadlocking.
-- Returns how many rows became approved and unapproved; a row somebody else just set so is neither.
with changed as (
    insert into bigcommerce.product_approvals (store_code, sku, is_approved, changed_at, changed_by, source)
    select %(store)s, sku, outcome = 'approved', statement_timestamp(), %(changed_by)s, %(source)s
    from approval_outcomes
    where outcome in ('approved', 'unapproved')
    order by sku
    on conflict (store_code, sku) do update set
        is_approved = excluded.is_approved, changed_at = excluded.changed_at,
        changed_by = excluded.changed_by, source = excluded.source
    where product_approvals.is_approved <> excluded.is_approved
    returning is_approved
)
select count(*) filter (where is_approved), count(*) filter (where not is_approved) from changed
