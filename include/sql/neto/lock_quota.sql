-- Until the transaction ends nobody else takes a call of this account.
insert into neto.quotas (connection_id) values (%(connection_id)s)
on conflict (connection_id) do update set connection_id = excluded.connection_id
