-- connection_id, seconds
update neto.quotas set silent_until = greatest(silent_until, clock_timestamp() + %(seconds)s * interval '1 second')
where connection_id = %(connection_id)s
