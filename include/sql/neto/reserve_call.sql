-- The next free call of the account, taken; in how many seconds it may begin.
-- connection_id; calls: at most so many in any minute
with past as (
    delete from neto.calls
    where connection_id = %(connection_id)s and begins_at <= clock_timestamp() - interval '1 minute'
), nth as (
    select begins_at from neto.calls where connection_id = %(connection_id)s
    order by begins_at desc offset %(calls)s - 1 limit 1
), taken as (
    insert into neto.calls (connection_id, begins_at)
    select q.connection_id, greatest(clock_timestamp(), q.silent_until, n.begins_at + interval '1 minute')
    from neto.quotas q
    left join nth n on true
    where q.connection_id = %(connection_id)s
    returning begins_at
)
select greatest(0, extract(epoch from begins_at - clock_timestamp()))::float8 from taken
