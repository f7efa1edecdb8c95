select row_number, sku, value, reason from bigcommerce.approval_import_rejects
where import_id = %(import_id)s
order by row_number
