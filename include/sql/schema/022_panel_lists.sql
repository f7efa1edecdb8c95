-- What the panel lists begins at a key and reads one page, however long the table is.
create index item_problems_open on bigcommerce.item_problems (store_code, flow, code, first_seen_at, problem_id)
    where resolved_at is null;
create index sync_runs_newest on bigcommerce.sync_runs (store_code, started_at, dag_id, dag_run_id, flow);
-- The biggest changes first; what has no old value has no size.
create index planned_changes_biggest on bigcommerce.planned_changes
    (store_code, dag_run_id, flow, verdict, coalesce(abs(percent), -1), target, sku);
create index guarded_prices_waiting on bigcommerce.guarded_prices (store_code, sku, target) where state = 'waiting';
create index guarded_prices_decided on bigcommerce.guarded_prices (store_code, decided_at, target, sku)
    where state <> 'waiting';
create index consignments_updated_at on backoffice.consignments (updated_at);

-- Who closed a problem by hand; null: a run did, or somebody's own SQL.
alter table bigcommerce.item_problems add column resolved_by text;

drop index bigcommerce.price_history_run;
create index price_history_run on bigcommerce.price_history (store_code, dag_run_id, history_id);
