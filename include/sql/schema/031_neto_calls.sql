-- Neto's quota is the account's, so all tasks count their calls together.
create table neto.quotas (
    connection_id text primary key,
    silent_until  timestamptz not null default '-infinity' -- Neto refused a call
);
-- Grain: one row a call that began less than a minute ago or is about to. Worth nothing after a crash.
create unlogged table neto.calls (
    connection_id text,
    begins_at     timestamptz
);
create index calls_by_time on neto.calls (connection_id, begins_at);
