insert into bigcommerce.full_exports (store_code, flow, compared_at) values (%(store)s, %(flow)s, %(now)s)
on conflict (store_code, flow) do update set compared_at = excluded.compared_at
