select store_code, is_enabled from bigcommerce.stores order by store_code
