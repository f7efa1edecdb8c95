insert into bigcommerce.setup_steps (store_code, step, saved_by)
values (%(store)s, %(step)s, %(saved_by)s)
on conflict (store_code, step) do update set saved_at = now(), saved_by = excluded.saved_by
