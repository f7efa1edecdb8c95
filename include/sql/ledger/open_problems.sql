-- Opens one row an item and code, or refreshes the open one.
-- problems: json array of {item_key, code, message, details}, unique by item_key and code
insert into bigcommerce.item_problems (store_code, flow, item_key, code, message, details, dag_run_id)
select %(store)s, %(flow)s, p.item_key, p.code, p.message, coalesce(p.details, '{}'), %(dag_run_id)s
from jsonb_to_recordset(%(problems)s) as p (item_key text, code text, message text, details jsonb)
on conflict (store_code, flow, item_key, code) where resolved_at is null
do update set
    message = excluded.message, details = excluded.details,
    last_seen_at = now(), dag_run_id = excluded.dag_run_id
