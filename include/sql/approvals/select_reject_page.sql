-- A page of an import's rejected rows. after: the row number that the page begins after
select row_number, sku, value, reason from bigcommerce.approval_import_rejects
where import_id = %(import_id)s and row_number > %(after)s
order by row_number
limit %(limit)s
