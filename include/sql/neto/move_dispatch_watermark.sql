-- store, read_until. It never goes back.
insert into neto.dispatch_watermarks as w (store_code, read_until) values (%(store)s, %(read_until)s)
on conflict (store_code) do update set read_until = greatest(w.read_until, excluded.read_until)
