-- The newest import of one file; none while its run has not applied it.
select import_id from bigcommerce.approval_imports
where store_code = %(store)s and file = %(file)s
order by import_id desc
limit 1
