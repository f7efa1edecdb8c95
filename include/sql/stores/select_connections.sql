-- The connections of all stores but this one.
select store_code, connection_id from bigcommerce.stores where store_code <> %(store)s order by store_code
