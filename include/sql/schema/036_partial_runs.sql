-- A run for some products or orders says nothing of the others, so it is no flow's last run once it went through.
alter table bigcommerce.sync_runs drop constraint sync_runs_kind_check;
alter table bigcommerce.sync_runs add constraint sync_runs_kind_check
    check (kind in ('ordinary', 'dry_run', 'rollback', 'partial'));
