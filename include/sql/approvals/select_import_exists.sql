select exists (select from bigcommerce.approval_imports where import_id = %(import_id)s)
