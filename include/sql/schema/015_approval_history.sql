-- One index instead of two and no foreign key: a history row is copied from a row that has one, and half a million of
-- them at once cost seconds each way. The history of a store outlives the store.
alter table bigcommerce.approval_history
    drop constraint approval_history_store_code_fkey,
    drop constraint approval_history_pkey,
    add primary key (store_code, sku, history_id);
drop index bigcommerce.approval_history_sku;

-- The key finds approved rows as well, since nearly all of a store's rows are.
drop index bigcommerce.product_approvals_approved;

-- A row whose key is changed ends under the old one and begins under the new one.
create or replace function bigcommerce.keep_approvals_updated() returns trigger language plpgsql as $$
begin
    execute '
        insert into bigcommerce.approval_history
            (store_code, sku, was_approved, is_approved, changed_at, changed_by, source)
        select
            store_code, sku, o.is_approved, n.is_approved, coalesce(n.changed_at, clock_timestamp()),
            coalesce(n.changed_by, session_user), coalesce(n.source, ''sql'')
        from new_rows n
        full join old_rows o using (store_code, sku)
        where n.is_approved is distinct from o.is_approved';
    return null;
end $$;

create function bigcommerce.keep_approvals_truncated() returns trigger language plpgsql as $$
begin
    insert into bigcommerce.approval_history (store_code, sku, was_approved, changed_by, source)
    select store_code, sku, is_approved, session_user, 'sql' from bigcommerce.product_approvals;
    return null;
end $$;
create trigger product_approvals_truncated before truncate on bigcommerce.product_approvals
    for each statement execute function bigcommerce.keep_approvals_truncated();

-- Who answered where a person was asked before the import was applied.
alter table bigcommerce.approval_imports add column confirmed_by text;
