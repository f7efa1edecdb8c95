-- A new store, switched off. No row comes back where the code is taken.
insert into bigcommerce.stores (store_code, connection_id)
values (%(store)s, %(connection_id)s)
on conflict (store_code) do nothing
returning store_code
