-- What a run was for: a dry run sends nothing and a rollback restores what was, so neither is a flow's last run.
alter table bigcommerce.sync_runs add column kind text not null default 'ordinary'
    check (kind in ('ordinary', 'dry_run', 'rollback'));
update bigcommerce.sync_runs r set kind = 'dry_run'
where exists (
    select from bigcommerce.planned_changes p
    where p.store_code = r.store_code and p.dag_run_id = r.dag_run_id and p.flow = r.flow
);

-- People type SKUs in any case. By code points ("C"), as names are.
create index products_sku_any_case on backoffice.products (lower(sku) collate "C", sku collate "C");
