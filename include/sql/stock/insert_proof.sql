insert into bigcommerce.catalog_stock_proofs (store_code, level) values (%(store)s, %(level)s) on conflict do nothing
