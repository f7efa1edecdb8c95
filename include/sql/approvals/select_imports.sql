-- A page of a store's imports, the newest first. after: the import_id that the page begins after, null: none
select * from bigcommerce.approval_imports
where store_code = %(store)s and (%(after)s::bigint is null or import_id < %(after)s)
order by import_id desc
limit %(limit)s
